// Runs the core, as wasm, and its peers, as they ship, in this page, on the same workload.

import { memory } from "./memory.js";
import { measure } from "./rounds.js";
import { tasks } from "./tasks.js";

window.bench = async ({ rounds }) => {
  const core = await import("/core/json_bench.js");
  await core.default();
  const texts = {};
  for (const edit of ["none", "append", "values", "mixed", "shuffle", "ours", "theirs", "both", "flawed"]) {
    texts[edit] = core.workload(edit);
  }
  const chosen = tasks(core, texts);
  return {
    bytes: new TextEncoder().encode(texts.none).length,
    tasks: measure(chosen.tasks, rounds),
    findings: chosen.findings,
    merged: chosen.merged,
    memory: await memory(texts.none, texts.mixed),
  };
};
