// What holds on every page: room, focus, headings, announcements, and the states that pages share.

import type { Page } from "@playwright/test";
import { fileURLToPath } from "node:url";
import { audit, expect, test } from "../fixtures/index.ts";
import { addAfter, openWorkflow } from "../fixtures/journey.ts";

const folder = fileURLToPath(new URL("../results/shots", import.meta.url));
const widths = [1440, 768, 390, 320] as const;

const pages = [
  { name: "home", path: "/", heading: "Workflows" },
  { name: "workflow", path: "/workflows/wf_appointment_reminders", heading: "Fitting Appointment Reminders" },
  { name: "review", path: "/workflows/wf_12345/review", heading: /Nothing to deploy|Review and deploy/ },
  { name: "activity", path: "/activity", heading: "Activity" },
  { name: "not-found", path: "/nowhere", heading: "Page not found" },
] as const;

/** How far the page can be scrolled sideways. */
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Pictures at four widths, light and dark. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/craft-${name}-${width}-${colorScheme}.png`, animations: "disabled" });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
}

for (const { name, path, heading } of pages) {
  test(`${name} has one heading, a title, and room at 320 px and at 200 %`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading, includeHidden: true }).first()).toBeAttached();
    await expect(page.locator("h1")).toHaveCount(1);
    await expect(page).toHaveTitle(/ · CXone email configurator$/);
    // 640 px wide is what a screen of 1280 px is at 200 %.
    for (const width of [320, 390, 640, 768]) {
      await page.setViewportSize({ width, height: 700 });
      expect(await sideways(page), `${name} at ${width} px`).toBe(0);
    }
    await pictures(page, name);
  });
}

test("the first link leads past the bar at the top", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("a new page begins at its heading", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Activity", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Activity" })).toBeFocused();
  await page.getByRole("link", { name: /all workflows/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Workflows" })).toBeFocused();
  await page.getByRole("link", { name: /Returns and Refunds/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Returns and Refunds" })).toBeFocused();
});

test("a question gives the focus back to what asked it", async ({ page }) => {
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  const discard = page.getByRole("button", { name: "Discard", exact: true }).first();
  await discard.click();
  const question = page.getByRole("dialog", { name: "Discard all changes?" });
  await expect(question).toBeVisible();
  await audit(page, "a question");
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(discard).toBeFocused();
});

test("what is announced is said once", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const live = document.querySelector("[role=status][aria-live=polite]");
    if (!live) throw new Error("there is no live region");
    new MutationObserver(() => said.push((live.textContent ?? "").trim())).observe(live, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  await page.getByRole("button", { name: "Theme: system" }).click();
  await expect(page.getByRole("button", { name: "Theme: light" })).toBeVisible();
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said.filter((text) => text !== ""));
  expect(said).toEqual(["Theme: light"]);
});

test("nothing is drawn for a wait that is short, a skeleton for one that is long", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/workflows", async (route) => {
    await held;
    await route.continue();
  });
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/");
  const skeleton = page.locator(".skeleton").first();
  await expect(skeleton).toBeAttached();
  const wait = await skeleton.evaluate((element) => getComputedStyle(element).animationDelay);
  expect(wait).toBe("0.3s");
  await expect(skeleton).toHaveCSS("opacity", "1");
  await audit(page, "home, loading");
  await pictures(page, "home-loading");
  const top = await page.getByRole("searchbox").evaluate((element) => element.getBoundingClientRect().top);
  release();
  await expect(skeleton).toBeHidden();
  expect(await page.getByRole("searchbox").evaluate((element) => element.getBoundingClientRect().top)).toBe(top);
});
