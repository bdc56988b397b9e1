// Undo and redo across everything that can be done in the editor.

import { branching, storeBranching } from "../fixtures/branching.ts";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { fill, openWorkflow, selectNode } from "../fixtures/journey.ts";

test("every step has a name, is taken back and done again, and the focus goes there", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  const undo = page.getByRole("button", { name: /^Undo:|^Nothing to undo$/ });
  const grid = page.getByRole("treegrid");
  await selectNode(page, "mail_gold");
  await expect(undo).toHaveAccessibleName("Nothing to undo");

  const template = page.getByRole("combobox", { name: "Template" });
  await fill(template, "tmpl_survey_nps");
  await expect(undo).toHaveAccessibleName("Undo: set template of mail_gold");
  await fill(page.getByRole("combobox", { name: "Placed after" }), "record");
  await expect(undo).toHaveAccessibleName("Undo: place mail_gold");
  await selectNode(page, "mail_other");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(undo).toHaveAccessibleName("Undo: remove mail_other");
  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard", exact: true }).click();
  await expect(page.getByText("No changes", { exact: true })).toBeVisible();
  await expect(undo).toHaveAccessibleName("Undo: discard all changes");
  await audit(page, "something to undo");
  await shots(page, "undo");

  await page.keyboard.press("Control+z");
  await expect(grid.getByText("REMOVED")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(grid.getByText("REMOVED")).toBeHidden();
  await expect(page.getByRole("heading", { name: "mail_other" })).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("combobox", { name: "Placed after" })).toBeFocused();
  await expect(page.getByRole("combobox", { name: "Placed after" })).toHaveValue("check_tier");
  await page.keyboard.press("Control+z");
  await expect(template).toBeFocused();
  await expect(template).toHaveValue("tmpl_welcome");
  await expect(undo).toHaveAccessibleName("Nothing to undo");

  await page.keyboard.press("Control+Shift+z");
  await expect(template).toHaveValue("tmpl_survey_nps");
  await page.keyboard.press("Control+y");
  await expect(grid.getByText("EDITED")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Redo:/ })).toHaveAccessibleName("Redo: remove mail_other");
});

test("typing is one step until it pauses, and a field of its own undoes its own", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  await selectNode(page, "mail_gold");
  const id = page.getByRole("textbox", { name: "Node id" });
  await id.press("End");
  await page.keyboard.type("_vip");
  await expect(id).toHaveValue("mail_gold_vip");
  await page.keyboard.press("Control+z");
  await expect(id).toHaveValue("mail_gold");
  await expect(id).toBeFocused();
  await page.keyboard.press("Control+Shift+z");
  await expect(id).toHaveValue("mail_gold_vip");

  // The filter is no part of the work.
  const filter = page.getByRole("searchbox", { name: "Filter the nodes" });
  await filter.focus();
  await page.keyboard.type("api");
  await page.keyboard.press("Control+z");
  await expect(id).toHaveValue("mail_gold_vip");
});
