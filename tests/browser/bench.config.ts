// What the browser loads, for `cargo xtask bench bundle`. Not part of the tests.

import base from "./playwright.config.ts";

export default {
  ...base,
  testDir: "bench",
  workers: 1,
  reporter: [["line"] as ["line"]],
};
