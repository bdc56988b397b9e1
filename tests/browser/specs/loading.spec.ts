// What is loaded when, and going from page to page.

import { audit, expect, shots, test } from "../fixtures/index.ts";
import { addAfter, fillTemplate, openWorkflow, review, selectNode, tutorialNode } from "../fixtures/journey.ts";

test("a workflow is shown before the code to edit it is here, and the first key press brings that", async ({ page }) => {
  const chunks: string[] = [];
  page.on("request", (request) => {
    if (/\.wasm$/.test(request.url())) chunks.push(request.url());
  });
  await openWorkflow(page, "wf_12345");
  await page.waitForLoadState("networkidle");
  expect(chunks).toHaveLength(1);
  await expect(page.getByRole("heading", { level: 2, name: "Order Confirmation Workflow" })).toBeVisible();
  await audit(page, "overview");
  await shots(page, "overview");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Review & deploy" })).toBeVisible();
  expect(chunks.length).toBeGreaterThan(1);
  // The focus is where the key press put it.
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
});

test("the overview lists the email nodes and adds one", async ({ page }) => {
  await openWorkflow(page, "wf_appointment_reminders");
  await shots(page, "overview-emails");
  const list = page.getByRole("region", { name: "Email nodes" });
  await list.getByRole("button").first().click();
  await expect(page.getByRole("combobox", { name: "Template" })).toBeVisible();
  await openWorkflow(page, "wf_12345");
  await page.getByRole("button", { name: "Add an email node" }).click();
  await expect(page.getByRole("combobox", { name: "Template" })).toBeVisible();
  await expect(page.getByRole("treegrid").getByText("NEW")).toBeVisible();
});

test("code that cannot be fetched is said, and fetched at the next try", async ({ page, guard }) => {
  guard.expect(/work-.*\.wasm/, /ERR_FAILED/, /Failed to fetch/);
  await page.route(/\/work-[0-9a-f]+\.wasm/, (route) => route.abort());
  await openWorkflow(page, "wf_12345");
  await selectNode(page, "start_node");
  const told = page.getByRole("alert").filter({ hasText: "could not be loaded" });
  await expect(told).toContainText("Nothing was changed");
  await audit(page, "code not fetched");
  await shots(page, "code-not-fetched");
  await page.unroute(/\/work-[0-9a-f]+\.wasm/);
  await told.getByRole("button", { name: "Try again" }).click();
  // What was asked for is done now.
  await expect(page.getByRole("button", { name: "Add an email node after this" })).toBeVisible();
  await expect(told).toBeHidden();
});

test("links, back and forward go from page to page and lose nothing", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.getByRole("link", { name: /Order Confirmation Workflow/ }).first().click();
  await expect(page).toHaveURL(/\/workflows\/wf_12345$/);
  await addAfter(page, "start_node");
  await fillTemplate(page, tutorialNode.template, tutorialNode.variables);
  await review(page);
  await expect(page).toHaveURL(/\/workflows\/wf_12345\/review$/);
  await page.goBack();
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.getByRole("heading", { name: "Activity" })).toBeFocused();
  await page.goBack();
  await expect(page.getByRole("banner")).toContainText("1 change");
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("heading", { name: "Activity" })).toBeVisible();
  expect(await page.evaluate(() => "sameDocument" in window), "no page was loaded anew").toBe(true);
});

test("an address of a review opens the review", async ({ page }) => {
  await page.goto("/workflows/wf_12345/review");
  await expect(page.getByRole("heading", { name: "Nothing to deploy" })).toBeVisible();
});
