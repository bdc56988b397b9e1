import { defineConfig } from "@playwright/test";
import { existsSync } from "node:fs";

// A system Chromium first; without one Playwright takes the one that it has downloaded.
const chromium = [process.env.CHROME, "/usr/bin/chromium"].find((path) => path && existsSync(path));

export default defineConfig({
  testDir: "specs",
  outputDir: "results/failures",
  reporter: [["list"], ["json", { outputFile: "results/report.json" }]],
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: {
    timeout: 10_000,
    // The pictures of the guide. The font is the tests' own, so what may differ between machines is the shade at the
    // edges of letters; a word that changes is more.
    toHaveScreenshot: { pathTemplate: "../../docs/guide/pictures/{arg}{ext}", threshold: 0.3, maxDiffPixels: 120 },
  },
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Letters look the same on every machine.
        "--font-render-hinting=none",
        "--disable-lcd-text",
        "--force-color-profile=srgb",
      ],
    },
  },
});
