// Saves what Chromium loads, here and on the React stack. xtask weighs it.

import path from "node:path";
import { expect, test } from "../fixtures/index.ts";
import { Loads } from "../fixtures/loads.ts";
import { serve } from "../fixtures/static.ts";

const results = process.env.CONFIGURATOR_BENCH ?? "results/bench";
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

test("what the React stack loads", async ({ page, stack, guard }) => {
  const peer = await serve(folder("peer"), () => stack.simulator.workflow("wf_12345"));
  guard.expect(new RegExp(`^request to ${peer.url}$`), /favicon/);
  try {
    const loads = new Loads(page);
    await page.goto(`${peer.url}/workflows/wf_12345`);
    await expect(page.getByText("start_node").first()).toBeVisible();
    const files = await loads.save(folder("peer-loads"));
    expect(files.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(0);
  } finally {
    peer.stop();
  }
});
