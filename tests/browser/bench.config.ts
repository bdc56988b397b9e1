// What is measured in a browser, for `cargo xtask bench bundle` and `bench app`. Not part of the tests.

import base from "./playwright.config.ts";

export default {
  ...base,
  testDir: "bench",
  outputDir: "results/bench-failures",
  workers: 1,
  reporter: [["line"] as ["line"]],
  // Watching costs time.
  use: { ...base.use, trace: "off" as const, screenshot: "off" as const },
};
