// The parts, each in every state. Only builds for development have the page.

import { audit, expect, shots, test } from "../fixtures/index.ts";

const gallery = process.env.CONFIGURATOR_GALLERY;

test.describe("in a build for development", () => {
  test.skip(!gallery, "CONFIGURATOR_GALLERY names no build for development");
  test.use({ served: gallery ?? "" });

  test("every part is fit to be used in every state", async ({ page }) => {
    await page.goto("/gallery");
    await expect(page.getByRole("heading", { level: 1, name: "Gallery" })).toBeVisible();
    await expect(page.getByRole("region")).toHaveCount(20);
    await audit(page, "gallery");
    for (const width of [1440, 390] as const) {
      await page.setViewportSize({ width, height: 900 });
      const tall = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width, height: tall });
      await shots(page, `gallery-${width}`);
    }
  });

  test("a dialog opens over it and gives the focus back", async ({ page }) => {
    await page.goto("/gallery");
    const button = page.getByRole("button", { name: "Ask before something is lost" });
    await button.click();
    const dialog = page.getByRole("dialog", { name: "Drop everything?" });
    await expect(dialog).toBeVisible();
    await audit(page, "a question over the gallery");
    await shots(page, "gallery-dialog");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
  });
});

test("a release has no gallery", async ({ page }) => {
  test.skip(process.env.CONFIGURATOR_APP === gallery, "the app under test is the one for development");
  await page.goto("/gallery");
  await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible();
});
