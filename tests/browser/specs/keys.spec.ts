// The shortcuts that hold everywhere, and the sheet that lists them.

import type { Page } from "@playwright/test";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { openWorkflow } from "../fixtures/journey.ts";

/** Opens the list of workflows and waits until it listens. */
async function home(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("searchbox", { name: "Filter workflows" })).toBeVisible();
}

test("the question mark shows all shortcuts, and Escape leads back", async ({ page }) => {
  await openWorkflow(page, "wf_12345");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet).toContainText("Open the command palette");
  await expect(sheet.getByRole("heading", { level: 3 })).toHaveText(["Everywhere", "In a workflow", "In lists"]);
  await audit(page, "shortcuts");
  await shots(page, "shortcuts");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

test("a shortcut of a single key does nothing while something is typed", async ({ page }) => {
  await home(page);
  const filter = page.getByRole("searchbox", { name: "Filter workflows" });
  await page.keyboard.press("/");
  await expect(filter).toBeFocused();
  await page.keyboard.press("?");
  await expect(filter).toHaveValue("?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // With a modifier it is no text.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
});

test("nothing happens behind an open dialog", async ({ page }) => {
  await home(page);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeHidden();
  await expect(sheet).toBeVisible();
});

test("single keys can be switched off, which is kept", async ({ page }) => {
  await home(page);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByRole("checkbox", { name: "Shortcuts of a single key" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Filter workflows" })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.press("?");
  await expect(page.getByRole("searchbox", { name: "Filter workflows" })).not.toBeFocused();
  await expect(sheet).toBeHidden();
  // Those with a modifier stay, and so does the way back.
  await page.keyboard.press("Control+k");
  const field = page.getByRole("dialog", { name: "Command palette" }).getByRole("combobox");
  await field.fill("single key");
  await page.keyboard.press("Enter");
  await page.keyboard.press("?");
  await expect(sheet).toBeVisible();
});

test("on a Mac the keys are Apple's", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "platform", { get: () => "MacIntel" }));
  await home(page);
  const button = page.getByRole("button", { name: "Open the command palette" });
  await expect(button).toHaveAttribute("aria-keyshortcuts", "Meta+K");
  await expect(button).toContainText("⌘");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Meta+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
});

test("the slash finds the filter of a workflow's nodes", async ({ page }) => {
  await openWorkflow(page, "wf_12345");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Filter the nodes" })).toBeFocused();
});
