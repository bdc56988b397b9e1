// All problems: found, filtered, gone to, mended one by one and together; and edits taken back alone.

import type { Page } from "@playwright/test";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { fill, openWorkflow, selectNode, turnTo } from "../fixtures/journey.ts";

const mail = (id: string, properties: object) => ({
  id,
  type: "email",
  properties: {
    templateId: "tmpl_inv_2024",
    variables: {
      customerName: "$interaction.contact.firstName",
      orderTotal: "$workflow.data.orderTotal",
      invoiceNumber: "$workflow.data.invoiceNumber",
    },
    attachments: [],
    deliveryMode: "standard",
    trackOpens: true,
    trackClicks: true,
    ...properties,
  },
});

/** A workflow that leads through these nodes one after another. */
function workflow(nodes: { id: string }[]): string {
  const all = [{ id: "start_node", type: "start", properties: {} }, ...nodes, { id: "end", type: "end", properties: {} }];
  const transitions = all.slice(1).map((node, at) => ({ id: `t${at}`, from: all[at]!.id, to: node.id }));
  return JSON.stringify({ id: "wf_12345", name: "Order Confirmation Workflow", version: 3, nodes: all, transitions });
}

const problems = (page: Page) => page.getByRole("treegrid", { name: "Problems" });

async function openProblems(page: Page): Promise<void> {
  await openWorkflow(page, "wf_12345");
  await page.getByRole("button", { name: "Problems", exact: true }).or(page.getByRole("tab", { name: /Problems/ })).first().click();
  await turnTo(page, "Preview");
  await expect(problems(page)).toBeVisible();
}

const faulty = workflow([
  mail("mail_a", { templateId: " tmpl_inv_2024 ", trackOpens: "true", deliveryMode: "standart" }),
  mail("mail_b", {
    variables: { customerName: "interaction.contact.firstName", orderTotal: "$workflow.data.orderTotal", invoiceNumber: "$workfow.data.number" },
    trackClicks: "true",
  }),
]);

test("problems are grouped, filtered and gone to with the keyboard", async ({ page, stack }) => {
  await stack.simulator.store("wf_12345", faulty);
  await openProblems(page);
  const list = problems(page);
  await expect(list.getByRole("row").first()).toContainText("In the workflow");
  await expect(list.getByRole("row").filter({ hasText: "mail_a" })).toHaveCount(1);
  await audit(page, "list of problems");
  await shots(page, "problems-list");

  await page.getByRole("searchbox", { name: "Filter the problems" }).fill("tracking");
  await page.getByRole("searchbox", { name: "Filter the problems" }).fill("nothing like this");
  await expect(page.getByText("No problem matches the filter.")).toBeVisible();
  await page.getByRole("searchbox", { name: "Filter the problems" }).fill("mail_b");
  await expect(list.getByRole("row").filter({ hasText: "mail_a" })).toHaveCount(0);
  await page.getByRole("button", { name: /^\d+ warnings?$/ }).click();
  await expect(page.getByRole("button", { name: /^\d+ warnings?$/ })).toHaveAttribute("aria-pressed", "false");
  await page.getByRole("button", { name: /^\d+ warnings?$/ }).click();
  await page.getByRole("searchbox", { name: "Filter the problems" }).fill("");

  await list.getByRole("row").first().focus();
  await page.keyboard.press("ArrowDown");
  const group = list.getByRole("row").nth(1);
  await expect(group).toBeFocused();
  await expect(group).toHaveAttribute("aria-expanded", "true");
  const before = Number(await list.getAttribute("aria-rowcount"));
  await page.keyboard.press("ArrowLeft");
  await expect(group).toHaveAttribute("aria-expanded", "false");
  await expect(group).toBeFocused();
  await expect.poll(async () => Number(await list.getAttribute("aria-rowcount"))).toBeLessThan(before);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const finding = list.getByRole("row").nth(2);
  await expect(finding).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(finding.getByRole("button").first()).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(finding).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator(".pane-form :focus")).toHaveCount(1);
  await expect(page.getByRole("heading", { name: "mail_a" })).toBeVisible();
});

test("one fix, then all safe ones as one step; guesses are left", async ({ page, stack }) => {
  await stack.simulator.store("wf_12345", faulty);
  await openProblems(page);
  const list = problems(page);
  const guess = list.getByRole("row").filter({ hasText: "standart" });
  await guess.getByRole("button", { name: "Use standard" }).click();
  await expect(guess).toHaveCount(0);
  await expect(page.getByText(/^Done: Use standard\. \d+ problems left\.$/).first()).toBeAttached();
  await expect(list.locator(":focus")).toHaveCount(1);
  await expect(list.getByRole("row").first()).toContainText("In your changes");
  await page.getByRole("button", { name: "Close the notice" }).click();
  await turnTo(page, "Preview");
  await audit(page, "problems of the change and elsewhere");
  await shots(page, "problems-change");

  await list.getByRole("row").filter({ hasText: "Elsewhere" }).click();
  await page.getByRole("button", { name: /Apply \d safe fixes/ }).click();
  await expect(page.getByText(/\d fixes applied in 2 nodes\./).first()).toBeAttached();
  await expect(page.getByRole("button", { name: /^Apply \d+ safe/ })).toHaveCount(0);
  await expect(list.getByRole("row").filter({ hasText: "$workfow" })).toHaveCount(1);
  await selectNode(page, "mail_b");
  await expect(page.getByRole("combobox", { name: "Scope path for customerName" })).toHaveValue("$interaction.contact.firstName");

  // One step back is all of them back.
  await page.locator(".pane-outline").getByRole("treegrid").focus();
  await page.keyboard.press("Control+z");
  await selectNode(page, "mail_b");
  await expect(page.getByRole("combobox", { name: "Scope path for customerName" })).toHaveValue("interaction.contact.firstName");
  await expect(page.getByRole("button", { name: /^Apply \d+ safe/ })).toBeVisible();
});

test("thousands of problems are listed at once and drawn as they come into view", async ({ page, stack }) => {
  const nodes = Array.from({ length: 3_000 }, (_, at) => mail(`mail_${at}`, { templateId: "", deliveryMode: "standart" }));
  await stack.simulator.store("wf_12345", workflow(nodes));
  await openProblems(page);
  const list = problems(page);
  expect(Number(await list.getAttribute("aria-rowcount"))).toBeGreaterThan(6_000);
  expect(await list.getByRole("row").count()).toBeLessThan(80);
  await list.getByRole("row").first().focus();
  await page.keyboard.press("End");
  await expect(list.locator(":focus")).toBeInViewport();
  await expect(list.locator(":focus")).toHaveAttribute("aria-rowindex", (await list.getAttribute("aria-rowcount")) ?? "");
  // The focus is kept where the mouse has scrolled it out of view.
  await list.evaluate((element) => element.scrollTo(0, 0));
  await expect(list.getByRole("row").first()).toBeInViewport();
  await expect(list.locator(":focus")).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Filter the problems" }).fill("mail_2999");
  await expect(list).toHaveAttribute("aria-rowcount", /^[3-6]$/);
});

test("edits are listed by node, gone to, and taken back one by one", async ({ page, stack }) => {
  await stack.simulator.store("wf_12345", workflow([mail("mail_a", {}), mail("mail_b", {})]));
  await openWorkflow(page, "wf_12345");
  await selectNode(page, "mail_a");
  const total = page.getByRole("combobox", { name: "Scope path for orderTotal" });
  await fill(total, "$workflow.data.total");
  await page.getByRole("checkbox", { name: /opens/i }).uncheck();
  await selectNode(page, "mail_b");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("tab", { name: /Changes/ }).click();
  await turnTo(page, "Preview");
  const changes = page.getByRole("tabpanel", { name: /Changes/ });
  const group = (node: string) => changes.getByRole("region", { name: node });
  await expect(group("mail_a").getByRole("listitem")).toHaveCount(2);
  await expect(group("mail_b").getByRole("listitem").first()).toContainText("removed");
  await audit(page, "changes by node");
  await shots(page, "changes");

  await group("mail_a").getByRole("button", { name: /^Take back: Variable orderTotal/ }).press("Enter");
  await expect(group("mail_a").getByRole("listitem")).toHaveCount(1);
  await expect(changes.locator("#changes-panel")).toBeFocused();
  await group("mail_a").getByRole("button", { name: "mail_a", exact: true }).press("Enter");
  await expect(total).toHaveValue("$workflow.data.orderTotal");
  await expect(page.getByRole("checkbox", { name: /opens/i })).not.toBeChecked();
  await group("mail_b").getByRole("button", { name: "Take back everything about mail_b" }).click();
  await expect(group("mail_b")).toHaveCount(0);
  await expect(group("mail_a")).toBeVisible();
});
