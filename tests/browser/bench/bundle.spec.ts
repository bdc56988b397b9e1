// Saves what Chromium loads for a workflow's page, here and on the React stack. xtask weighs it.

import path from "node:path";
import { expect, test } from "../fixtures/index.ts";
import { saveLoads } from "../fixtures/loads.ts";
import { serve } from "../fixtures/static.ts";

const results = process.env.CONFIGURATOR_BENCH ?? "results/bench";
const address = "/workflows/wf_12345";

test("what the configurator loads", async ({ page, stack }) => {
  const files = await saveLoads(page, `${stack.url}${address}`, path.join(results, "ours-loads"), () =>
    expect(page.getByText("start_node").first()).toBeVisible(),
  );
  expect(files.filter((file) => file.endsWith(".wasm"))).toHaveLength(1);
});

test("what the React stack loads", async ({ page, stack, guard }) => {
  const peer = await serve(path.join(results, "peer"), () => stack.simulator.workflow("wf_12345"));
  guard.expect(new RegExp(`^request to ${peer.url}$`), /favicon/);
  try {
    const files = await saveLoads(page, `${peer.url}${address}`, path.join(results, "peer-loads"), () =>
      expect(page.getByText("start_node").first()).toBeVisible(),
    );
    expect(files.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(0);
  } finally {
    peer.stop();
  }
});
