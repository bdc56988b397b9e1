// The outline as a tree grid: order and levels, keys, filter, actions, and 10,000 nodes.

import type { Locator, Page } from "@playwright/test";
import { branching, storeBranching } from "../fixtures/branching.ts";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { openWorkflow } from "../fixtures/journey.ts";

const grid = (page: Page): Locator => page.getByRole("treegrid", { name: "Nodes of the workflow" });

/** The rows in view: level and id. */
const rows = (page: Page): Promise<string[]> =>
  grid(page)
    .getByRole("row")
    .evaluateAll((all) => all.map((row) => `${row.getAttribute("aria-level") ?? ""} ${row.querySelector(".outline-id")?.textContent ?? ""}`));

/** The id of the row that the keyboard is at, and whether a cell of it has the focus. */
async function active(page: Page): Promise<string> {
  const id = (await grid(page).getAttribute("aria-activedescendant")) ?? "";
  const element = page.locator(`[id="${id}"]`);
  const cell = (await element.getAttribute("role")) === "gridcell";
  const row = cell ? element.locator("xpath=..") : element;
  return `${await row.locator(".outline-id").innerText()}${cell ? ` cell ${id.split("-").pop() ?? ""}` : ""}`;
}

/** Holds back whatever code is asked for from now on; the answer lets it arrive. */
async function holdCode(page: Page): Promise<() => void> {
  let arrive = (): void => undefined;
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  return arrive;
}

test("nodes stand in the order of the flow, and branches are levels that fold", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  await page.mouse.move(5, 5);
  await expect(page.getByRole("button", { name: "Review & deploy" })).toBeVisible();
  const all = ["1 start", "1 check_tier", "2 mail_gold", "2 mail_other", "1 record", "1 end"];
  expect(await rows(page)).toEqual(all);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "6");
  await audit(page, "outline with branches");
  await shots(page, "outline");

  await grid(page).focus();
  await page.keyboard.press("ArrowDown");
  expect(await active(page)).toBe("check_tier");
  await page.keyboard.press("ArrowLeft");
  expect(await rows(page)).toEqual(["1 start", "1 check_tier", "1 record", "1 end"]);
  const check = grid(page).getByRole("row", { name: "check_tier" });
  await expect(check).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(check).toHaveAttribute("aria-expanded", "true");
  expect(await rows(page)).toEqual(all);
  // Into the cells, along them, and out again.
  await page.keyboard.press("ArrowRight");
  expect(await active(page)).toBe("check_tier cell 0");
  await page.keyboard.press("End");
  expect(await active(page)).toBe("check_tier cell 4");
  await page.keyboard.press("ArrowDown");
  expect(await active(page)).toBe("mail_gold cell 4");
  await page.keyboard.press("Control+Home");
  expect(await active(page)).toBe("start cell 4");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowLeft");
  expect(await active(page)).toBe("start");
  // Letters go to a node, the arrow to the left to the row that it is below.
  await page.keyboard.type("mail_o");
  expect(await active(page)).toBe("mail_other");
  await page.keyboard.press("ArrowLeft");
  expect(await active(page)).toBe("check_tier");
  await page.keyboard.press("End");
  expect(await active(page)).toBe("end");
});

test("the filter finds by text, type, change and problem", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  await page.getByRole("searchbox", { name: "Filter the nodes" }).fill("api");
  await expect(page.getByText("1 of 6 nodes")).toBeVisible();
  expect(await rows(page)).toEqual(["1 record"]);
  await page.getByRole("searchbox", { name: "Filter the nodes" }).fill("");
  await page.getByRole("button", { name: "Email nodes" }).click();
  expect(await rows(page)).toEqual(["1 mail_gold", "1 mail_other"]);
  await grid(page).getByText("mail_gold").click();
  await page.getByRole("checkbox", { name: /open/i }).first().click();
  await page.getByRole("button", { name: "Changed" }).click();
  expect(await rows(page)).toEqual(["1 mail_gold"]);
  await expect(grid(page).getByText("EDITED")).toBeVisible();
  await page.getByRole("combobox", { name: "Template" }).fill("");
  await page.getByRole("button", { name: "With problems" }).click();
  await expect(grid(page).getByText("mail_gold")).toBeVisible();
  await expect(grid(page).getByText("has errors")).toBeAttached();
});

test("everything that can be done with a node is in its menu, by mouse and by keys", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  // The menus come with the work, which the first sign of somebody brings.
  await page.mouse.move(5, 5);
  await expect(page.getByRole("button", { name: "Review & deploy" })).toBeVisible();
  await grid(page).focus();
  await page.keyboard.type("mail_g");
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu", { name: "Actions for mail_gold" });
  await expect(menu.getByRole("menuitem", { name: "Open" })).toBeFocused();
  await audit(page, "menu of a node");
  await shots(page, "outline-menu");
  await page.keyboard.press("d");
  await expect(menu.getByRole("menuitem", { name: "Duplicate" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "mail_gold_2" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Placed after" })).toBeFocused();
  expect(await rows(page)).toEqual(["1 start", "1 check_tier", "2 mail_gold", "2 mail_gold_2", "2 mail_other", "1 record", "1 end"]);

  await grid(page).focus();
  await page.keyboard.type("mail_o");
  await page.keyboard.press("Delete");
  await expect(grid(page).getByText("REMOVED")).toBeVisible();
  await grid(page).getByRole("row", { name: "mail_other" }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Keep this node" }).click();
  await expect(grid(page).getByText("REMOVED")).toBeHidden();
  await grid(page).focus();
  await page.keyboard.press("Insert");
  await expect(page.getByRole("heading", { name: "email_send_01" })).toBeVisible();
  await page.keyboard.press("Escape");
  await grid(page).focus();
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Node id" })).toBeFocused();
});

test("what is pressed before the outline's code is there is done once it is", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  const arrive = await holdCode(page);
  await grid(page).focus();
  await page.keyboard.type("mail_o");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Delete");
  await grid(page).getByRole("row", { name: "record" }).click({ button: "right" });
  await expect(page.getByRole("menu")).toBeHidden();
  arrive();
  const menu = page.getByRole("menu", { name: "Actions for record" });
  await expect(menu.getByRole("menuitem", { name: "Open" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(grid(page)).toBeFocused();
  expect(await active(page)).toBe("record");
  await expect(grid(page).getByRole("row", { name: "mail_gold" }).getByText("REMOVED")).toBeVisible();
});

test("what is pressed before the outline's code is there is dropped by going on to something else", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  const arrive = await holdCode(page);
  await grid(page).focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Delete");
  await page.getByRole("searchbox", { name: "Filter the nodes" }).fill("mail");
  arrive();
  await expect(page.getByText("2 of 6 nodes")).toBeVisible();
  expect(await active(page)).toBe("mail_gold");
  await expect(page.getByText("No changes", { exact: true })).toBeVisible();
  await page.getByRole("searchbox", { name: "Filter the nodes" }).fill("");
  await expect(grid(page).getByText("REMOVED")).toBeHidden();
});

test("of 10,000 nodes only those in view are in the page, and keys go to the last", async ({ page }) => {
  await openWorkflow(page, "wf_large_10k");
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "10000");
  expect(await grid(page).getByRole("row").count()).toBeLessThan(80);
  await page.mouse.move(5, 5);
  await expect(page.getByRole("button", { name: "Review & deploy" })).toBeVisible();
  await grid(page).focus();
  await page.keyboard.press("End");
  expect(await active(page)).toBe("close_9");
  await expect(grid(page).getByRole("row", { name: "close_9" })).toHaveAttribute("aria-rowindex", "10000");
  await page.keyboard.press("Home");
  await page.keyboard.type("q500_mail");
  expect(await active(page)).toBe("q500_mail");
  await shots(page, "outline-10k");
});

test("a link opens a node, and back and forward go from node to node", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await page.goto(`/workflows/${branching}/nodes/mail_gold`);
  await expect(page.getByRole("heading", { name: "mail_gold" })).toBeVisible();
  await grid(page).getByText("record").click();
  await expect(page).toHaveURL(/\/nodes\/record$/);
  await page.goBack();
  await expect(page.getByRole("heading", { name: "mail_gold" })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("heading", { name: "record" })).toBeVisible();
  await page.goto(`/workflows/${branching}/nodes/nowhere`);
  await expect(page.getByText("There is no node nowhere in this workflow.")).toBeVisible();
  await audit(page, "a link to no node");
  await page.getByRole("button", { name: "Show the workflow" }).click();
  await expect(page).toHaveURL(new RegExp(`/workflows/${branching}$`));
});
