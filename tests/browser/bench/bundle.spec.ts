// Saves what Chromium loads, here and on the React stack. xtask weighs it.

import path from "node:path";
import { expect } from "../fixtures/index.ts";
import { Loads } from "../fixtures/loads.ts";
import { freshPage, results, test } from "./measuring.ts";

const folder = (name: string) => path.join(results, name);

test("what the list of workflows loads", async ({ page, stack }) => {
  const loads = new Loads(page);
  await page.goto(stack.url);
  await expect(page.getByRole("link", { name: "Order Confirmation Workflow" }).first()).toBeVisible();
  const files = await loads.save(folder("home-loads"));
  expect(files.filter((file) => file.endsWith(".wasm"))).toHaveLength(1);
});

test("what a workflow loads, and what the first movement of the mouse brings", async ({ page, stack }) => {
  const loads = new Loads(page);
  await page.goto(`${stack.url}/workflows/wf_12345`);
  await expect(page.getByText("start_node").first()).toBeVisible();
  const files = await loads.save(folder("workflow-loads"));
  expect(files.filter((file) => file.endsWith(".wasm"))).toHaveLength(1);
  await page.mouse.move(200, 200);
  await expect(page.getByRole("button", { name: "Review & deploy" })).toBeVisible();
  const later = await loads.save(folder("work-loads"));
  expect(later.filter((file) => file.endsWith(".wasm")).length).toBeGreaterThan(0);
});

test("what the React stack loads", async ({ both, browserOf }) => {
  const { page } = await freshPage(await browserOf());
  const loads = new Loads(page);
  await page.goto(`${both.peer}/workflows/wf_12345`);
  await expect(page.getByText("start_node").first()).toBeVisible();
  const files = await loads.save(folder("peer-shell-loads"));
  expect(files.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Add an email node" }).click();
  await expect(page.getByRole("textbox", { name: "Template" })).toBeVisible();
  for (const tab of ["Graph", "Changes", "Problems"]) {
    await page.getByRole("button", { name: tab, exact: true }).click();
    await page.waitForLoadState("networkidle");
  }
  const later = await loads.save(folder("peer-later-loads"));
  expect(later.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(3);
});
