// Where nodes stand: existing ones are moved, renamed, duplicated and removed like new ones are added, and all of it
// is one deploy.

import { branching, storeBranching, told } from "../fixtures/branching.ts";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { deploy, ending, fill, openWorkflow, review, selectNode } from "../fixtures/journey.ts";

test("moved, renamed, duplicated and removed nodes make one deploy", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  const grid = page.getByRole("treegrid");

  await selectNode(page, "mail_gold");
  await fill(page.getByRole("combobox", { name: "Placed after" }), "record");
  await expect(grid.getByText("MOVED")).toBeVisible();
  await expect(page.getByRole("button", { name: "Put it back" })).toBeVisible();
  await audit(page, "a moved node");
  await shots(page, "placement");
  await page.getByRole("textbox", { name: "Node id" }).fill("mail_thanks");
  await expect(page.getByText("Was mail_gold.")).toBeVisible();
  await expect(grid.getByText("mail_thanks")).toBeVisible();

  await grid.getByRole("row", { name: "mail_other" }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(page.getByRole("textbox", { name: "Node id" })).toHaveValue("mail_other_2");

  await selectNode(page, "mail_other");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(grid.getByText("REMOVED")).toBeVisible();
  await expect(page.getByText("0 errors")).toBeVisible();
  await page.locator(".status-bar-changed > summary").click();
  await expect(page.getByRole("button", { name: "mail_thanks moved, renamed" })).toBeVisible();
  await audit(page, "the changed nodes");
  await shots(page, "changed-nodes");
  await page.keyboard.press("Escape");

  await review(page);
  await deploy(page);
  await expect(ending(page).getByRole("heading", { name: "Deployed" })).toBeVisible();
  const now = await stack.simulator.workflow(branching);
  expect(told(now)).toEqual([
    "start > check_tier",
    "check_tier > record when tier is gold",
    "check_tier > mail_other_2 when otherwise",
    "mail_thanks > end",
    "mail_other_2 > record",
    "record > mail_thanks",
  ]);
  expect(await stack.simulator.writes(branching)).toHaveLength(1);
});

test("a node goes onto a branch, which keeps its condition, and back to where it was", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  await selectNode(page, "mail_gold");
  await expect(page.getByRole("combobox", { name: "Placed after" })).toHaveValue("check_tier");
  await page.getByRole("combobox", { name: "Branch" }).selectOption({ label: "On the way to mail_other when otherwise" });
  await expect(page.getByText("MOVED").first()).toBeVisible();
  await page.getByRole("tab", { name: "Changes" }).click();
  await expect(page.getByText("Transition check_tier → mail_other now leads to mail_gold")).toBeVisible();
  await page.getByRole("combobox", { name: "Branch" }).selectOption({ label: "On the way to record when tier is gold" });
  await expect(page.getByText("No changes", { exact: true })).toBeVisible();
});

test("an id is checked while it is typed, and a free one is offered", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  await selectNode(page, "mail_gold");
  const id = page.getByRole("textbox", { name: "Node id" });
  await id.fill("mail_other");
  await expect(id).toHaveAttribute("aria-invalid", "true");
  await audit(page, "an id that is taken");
  await page.getByRole("button", { name: "Use mail_other_2" }).click();
  await expect(id).toHaveValue("mail_other_2");
  await expect(id).not.toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: "Use mail_gold", exact: true }).click();
  await expect(page.getByText("No changes", { exact: true })).toBeVisible();
});

test("what cannot be moved says why", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  const workflow = JSON.parse(await stack.simulator.workflow(branching)) as { transitions: { id: string; to: string }[] };
  // Two ways lead to the mail, and it branches.
  workflow.transitions.push(
    { id: "t7", from: "mail_other", to: "mail_gold" } as never,
    { id: "t8", from: "mail_gold", to: "end" } as never,
  );
  await stack.simulator.store(branching, JSON.stringify(workflow));
  await openWorkflow(page, branching);
  await selectNode(page, "mail_gold");
  await expect(page.getByText("several ways lead to it and it branches")).toBeVisible();
});
