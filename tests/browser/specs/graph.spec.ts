// The graph: a picture of what the outline says.

import { branching, storeBranching } from "../fixtures/branching.ts";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { openWorkflow, selectNode, turnTo } from "../fixtures/journey.ts";

test("selecting in the outline and in the graph is the same, and changes are marked", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  await selectNode(page, "mail_gold");
  await page.getByRole("checkbox", { name: /open/i }).first().click();
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  const picture = page.getByRole("img", { name: "6 nodes, 6 transitions. 1 node changed." });
  await expect(picture).toBeVisible();
  const node = (id: string) => page.locator(".graph-node").filter({ hasText: new RegExp(`^${id} \\(`) });
  await expect(node("mail_gold")).toHaveClass(/is-selected/);
  await expect(node("mail_gold").getByText("EDITED", { exact: true })).toBeVisible();
  await expect(page.locator(".graph-condition").filter({ hasText: "tier is gold" }).first()).toBeVisible();
  // The flow leads down.
  const top = async (id: string): Promise<number> => (await node(id).boundingBox())?.y ?? 0;
  expect(await top("start")).toBeLessThan(await top("check_tier"));
  expect(await top("check_tier")).toBeLessThan(await top("mail_gold"));
  expect(Math.abs((await top("mail_gold")) - (await top("mail_other")))).toBeLessThan(14);
  await node("record").click();
  await expect(page.getByRole("heading", { name: "record" })).toBeVisible();
  await turnTo(page, "Outline");
  await audit(page, "graph");
  await shots(page, "graph");

  await node("mail_other").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(page.getByRole("img", { name: "7 nodes, 7 transitions. New: mail_other_2. 1 node changed." })).toBeVisible();
  await page.getByRole("button", { name: "Outline", exact: true }).click();
  await expect(page.getByRole("treegrid").getByText("mail_other_2")).toBeVisible();
});

test("the picture is moved and zoomed by wheel, drag and keys", async ({ page, stack }) => {
  await storeBranching(stack.simulator);
  await openWorkflow(page, branching);
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  const canvas = page.getByRole("group", { name: "Graph of the workflow" });
  const start = page.locator(".graph-node").first();
  const box = async () => (await start.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await expect(start).toBeVisible();
  const before = await box();
  await canvas.focus();
  await page.keyboard.press("ArrowDown");
  expect((await box()).y).toBeCloseTo(before.y - 80, 0);
  await page.keyboard.press("ArrowUp");
  await canvas.hover();
  await page.mouse.wheel(0, 50);
  await expect.poll(async () => Math.round((await box()).y)).toBe(Math.round(before.y - 50));
  await page.keyboard.press("+");
  expect((await box()).width).toBeGreaterThan(before.width);
  await page.keyboard.press("0");
  expect((await box()).y).toBeCloseTo(before.y, 0);
  const size = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(size.x + 12, size.y + 12);
  await page.mouse.down();
  await page.mouse.move(size.x + 62, size.y + 42, { steps: 5 });
  await page.mouse.up();
  expect((await box()).x).toBeCloseTo(before.x + 50, 0);
  await page.getByRole("button", { name: "Zoom out" }).click();
  expect((await box()).width).toBeLessThan(before.width);
});

test("10,000 nodes are laid out, and only what is seen is drawn", async ({ page }) => {
  await openWorkflow(page, "wf_large_10k");
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  await expect(page.getByRole("img", { name: "10,000 nodes, 14,994 transitions." })).toBeVisible();
  await expect(page.locator(".graph-node").first()).toBeVisible();
  expect(await page.locator(".graph-node").count()).toBeLessThan(200);
  await expect(page.locator(".graph-minimap")).toBeVisible();
  await turnTo(page, "Outline");
  await audit(page, "graph of 10,000 nodes");
  await shots(page, "graph-10k");
  await page.getByRole("group", { name: "Graph of the workflow" }).focus();
  await page.keyboard.press("0");
  await expect(page.locator(".graph-far-nodes").first()).toBeAttached();
  expect(await page.locator(".graph-node").count()).toBe(0);
});
