// Two tabs on one workflow know of each other, and neither overwrites what the other keeps.

import type { BrowserContext, Page } from "@playwright/test";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { configureTutorialNode, deploy, ending, openWorkflow, review, selectNode } from "../fixtures/journey.ts";

async function second(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await openWorkflow(page, "wf_12345");
  await page.mouse.move(300, 300);
  return page;
}

test("the second tab sees what the first changes, and may take it over", async ({ page, context }) => {
  await openWorkflow(page, "wf_12345");
  await page.mouse.move(300, 300);
  const other = await second(context);
  await expect(other.getByText("also open in another tab")).toBeVisible();
  await expect(page.getByText("also open in another tab")).toBeVisible();
  await configureTutorialNode(page);
  const told = other.getByRole("status").filter({ hasText: "Another tab is changing this workflow" });
  await expect(told).toContainText("1 node added");
  await told.getByText("What it changes").click();
  await expect(told).toContainText("email_send_01");
  await audit(other, "another tab changes it");
  await shots(other, "other-tab");

  await told.getByRole("button", { name: "Take over here" }).click();
  await expect(other.getByText("3 of 3 placeholders set")).toBeVisible();
  await expect(page.getByText("You went on with your changes in another tab")).toBeVisible();
  await expect(page.getByRole("treegrid").getByText("email_send_01")).toBeHidden();
  await audit(page, "handed over");

  // What is kept is the second tab's now, and whole.
  await page.close();
  await other.reload();
  await expect(other.getByText(/unsaved changes .* are back/i)).toBeVisible();
  await expect(other.getByText("3 of 3 placeholders set")).toBeVisible();
});

test("both change something: both are kept", async ({ page, context }) => {
  await openWorkflow(page, "wf_legacy_fields");
  const node = page.getByRole("treegrid", { name: "Nodes of the workflow" });
  await expect(node).toBeVisible();
  await page.getByRole("treegrid").getByText(/email/).first().click();
  await page.getByRole("checkbox", { name: "Track clicks" }).click();
  const other = await context.newPage();
  await openWorkflow(other, "wf_legacy_fields");
  await other.getByRole("treegrid").getByText(/email/).first().click();
  await other.getByRole("checkbox", { name: "Track opens" }).click();
  const count = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("kept:")).length);
  await expect.poll(count).toBe(2);
  await page.close();
  await other.close();
  const next = await context.newPage();
  await openWorkflow(next, "wf_legacy_fields");
  await expect(next.getByText(/unsaved changes .* are back/i)).toBeVisible();
  await expect(next.getByText(/Unsaved changes from .* are kept/)).toBeVisible();
});

test("a tab that is gone without a word leaves its work to the other", async ({ page, context }) => {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  const other = await second(context);
  await expect(other.getByText("Another tab is changing this workflow")).toBeVisible();
  const session = await context.newCDPSession(page);
  void session.send("Page.crash").catch(() => undefined);
  await expect(other.getByText(/unsaved changes .* are back/i)).toBeVisible();
  await expect(other.getByText("3 of 3 placeholders set")).toBeVisible();
  await expect(other.getByText("Another tab is changing this workflow")).toBeHidden();
});

test("a deploy in one tab is told in the other", async ({ page, context }) => {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  const other = await second(context);
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  const news = other.getByRole("status").filter({ hasText: /^v4/ });
  await expect(news).toBeVisible();
  await news.getByRole("button", { name: "Bring it in" }).click();
  await expect(other.getByRole("treegrid").getByText("email_send_01")).toBeVisible();
  await selectNode(other, "email_send_01");
  await expect(other.getByText("3 of 3 placeholders set")).toBeVisible();
});
