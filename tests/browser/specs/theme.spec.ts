// Light, dark, and what the system asks for.

import type { Page } from "@playwright/test";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { openWorkflow } from "../fixtures/journey.ts";

const canvas = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

/** How bright a colour is, from 0 to 1. */
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return (red * 0.299 + green * 0.587 + blue * 0.114) / 255;
}

test("the system's theme holds until one is chosen, which is kept", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  expect(brightness(await canvas(page))).toBeGreaterThan(0.9);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(brightness(await canvas(page))).toBeLessThan(0.15);
  const button = page.getByRole("button", { name: "Theme: system" });
  await button.click();
  await expect(page.getByRole("button", { name: "Theme: light" })).toBeVisible();
  expect(brightness(await canvas(page))).toBeGreaterThan(0.9);
  await page.reload();
  await expect(page.getByRole("button", { name: "Theme: light" })).toBeVisible();
  expect(brightness(await canvas(page))).toBeGreaterThan(0.9);
});

test("a kept theme is there with the first paint", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.addInitScript(() => localStorage.setItem("theme", "dark"));
  // Nothing but the page itself is allowed to answer: what it shows then is what it paints first.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\.(wasm|js)$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  await page.waitForFunction(() => document.body && document.styleSheets.length > 0);
  expect(brightness(await canvas(page))).toBeLessThan(0.15);
  release();
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
});

test("a choice in one tab is followed by the others", async ({ page, context, baseURL }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  const other = await context.newPage();
  await other.goto(baseURL ?? "/");
  await other.keyboard.press("Control+k");
  await other.getByRole("combobox", { name: /Search actions/ }).fill("dark theme");
  await other.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
  expect(brightness(await canvas(page))).toBeLessThan(0.15);
});

test("forced colours leave nothing without an edge", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Workflows", exact: true })).toBeVisible();
  await shots(page, "forced-home");
  await openWorkflow(page, "wf_appointment_reminders");
  await page.getByRole("treegrid").getByRole("row").nth(1).click();
  await shots(page, "forced-editor");
  for (const button of await page.getByRole("button").all()) {
    const edge = await button.evaluate((element) => getComputedStyle(element).borderTopStyle);
    const words = (await button.textContent())?.trim() ?? "";
    // What has no words needs an edge or an icon that is drawn in the colour of the text.
    expect(edge !== "none" || words !== "" || (await button.locator("svg").count()) > 0, await button.innerHTML()).toBe(true);
  }
});

test("more contrast darkens lines and quiet words", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light", contrast: "more" });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Workflows", exact: true })).toBeVisible();
  const muted = await page.evaluate(() => getComputedStyle(document.querySelector(".section-title") ?? document.body).color);
  expect(brightness(muted)).toBeLessThan(0.28);
  await audit(page, "home with more contrast");
  await shots(page, "contrast-home");
});

test("nothing moves where less motion is wanted", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openWorkflow(page, "wf_12345");
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      return animationName !== "none" || transitionDuration.split(",").some((time) => parseFloat(time) > 0);
    }).map((element) => element.className),
  );
  expect(moving).toEqual([]);
});
