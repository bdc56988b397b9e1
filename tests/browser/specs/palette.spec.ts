// The command palette: everything in reach of the keyboard.

import type { Page } from "@playwright/test";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { openWorkflow } from "../fixtures/journey.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: "Command palette" });
const field = (page: Page) => palette(page).getByRole("combobox");
const options = (page: Page) => palette(page).getByRole("option");
const active = (page: Page) => palette(page).getByRole("option", { selected: true });

/** Opens the palette from the keyboard. */
async function open(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Open the command palette" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

test("it opens by keys and by its button, and gives the focus back", async ({ page }) => {
  await page.goto("/");
  const button = page.getByRole("button", { name: "Open the command palette" });
  await expect(button).toHaveAttribute("aria-keyshortcuts", "Control+K");
  await button.click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(button).toBeFocused();
  await open(page);
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeHidden();
  await expect(button).toBeFocused();
  await open(page);
  await palette(page).getByRole("button", { name: "Close the palette" }).click();
  await expect(palette(page)).toBeHidden();
});

test("it goes to a workflow by a few of its letters", async ({ page }) => {
  await page.goto("/");
  await open(page);
  await expect(palette(page).getByRole("group", { name: "Workflows" }).getByRole("option").first()).toBeVisible();
  await audit(page, "palette");
  await shots(page, "palette");
  await field(page).fill("apprem");
  await expect(active(page)).toContainText("Appointment Reminders");
  await expect(active(page).locator("mark")).toHaveText(["App", "Rem"]);
  await expect(palette(page).getByRole("status")).toHaveText(/^\d+ results?$/);
  await audit(page, "palette with results");
  await shots(page, "palette-results");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/workflows\/wf_appointment_reminders$/);
  await expect(palette(page)).toBeHidden();
});

test("it says where nothing matches", async ({ page }) => {
  await page.goto("/");
  await open(page);
  await field(page).fill("zzzzqq");
  await expect(palette(page)).toContainText("Nothing matches “zzzzqq”");
  await expect(options(page)).toHaveCount(0);
  await expect(field(page)).not.toHaveAttribute("aria-activedescendant");
  await audit(page, "palette without results");
  await shots(page, "palette-nothing");
});

test("arrow keys go round and the field names the item that Enter takes", async ({ page }) => {
  await page.goto("/");
  await open(page);
  await expect(palette(page).getByRole("group", { name: "Workflows" })).toBeVisible();
  const all = await options(page).count();
  for (const [key, at] of [
    ["ArrowDown", 1],
    ["ArrowDown", 2],
    ["ArrowUp", 1],
    ["ArrowUp", 0],
    ["ArrowUp", all - 1],
    ["ArrowDown", 0],
    ["PageDown", 8],
  ] as const) {
    await page.keyboard.press(key);
    await expect(options(page).nth(at)).toHaveAttribute("aria-selected", "true");
    const named = await field(page).getAttribute("aria-activedescendant");
    expect(await options(page).nth(at).getAttribute("id")).toBe(named);
    await expect(options(page).nth(at)).toBeInViewport();
  }
});

test("a node is shown and takes the focus, also from the review", async ({ page }) => {
  await openWorkflow(page, "wf_appointment_reminders");
  await open(page);
  await field(page).fill("chcon");
  await expect(active(page)).toContainText("check_consent");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 2, name: "check_consent" })).toBeFocused();
  await page.goto("/workflows/wf_appointment_reminders/review");
  await expect(page.getByRole("heading", { name: "Nothing to deploy" })).toBeVisible();
  await open(page);
  await field(page).fill("sms_rem");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/workflows\/wf_appointment_reminders(\/nodes\/sms_reminder)?$/);
  await expect(page.getByRole("heading", { level: 2, name: "sms_reminder" })).toBeFocused();
});

test("what was done last is offered first the next time", async ({ page }) => {
  await page.goto("/");
  await open(page);
  await field(page).fill("activity");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Activity" })).toBeFocused();
  await page.goto("/");
  await open(page);
  await expect(palette(page).getByRole("group", { name: "Recent" }).getByRole("option")).toContainText([
    "Go to the activity",
  ]);
});

test("ten thousand nodes are searched as one types", async ({ page }) => {
  await openWorkflow(page, "wf_large_10k");
  await open(page);
  await field(page).fill("menu");
  await expect(palette(page).getByRole("status")).toHaveText(/^60 of 999 results/);
  await shots(page, "palette-large");
  await field(page).fill("menu 777");
  await expect(active(page)).toContainText("q777_menu");
  await expect(active(page).locator("mark")).toHaveText(["777", "menu"]);
});

test("code that cannot be fetched is said", async ({ page, guard }) => {
  test.skip(process.env.CONFIGURATOR_APP === process.env.CONFIGURATOR_GALLERY, "a build for development is one piece");
  guard.expect(/palette-.*\.wasm/, /ERR_FAILED/, /Failed to fetch/);
  await page.route(/\/palette-[0-9a-f]+\.wasm/, (route) => route.abort());
  await page.goto("/");
  await page.getByRole("button", { name: "Open the command palette" }).click();
  await expect(page.getByText("The palette could not be loaded.").first()).toBeVisible();
  await page.unroute(/\/palette-[0-9a-f]+\.wasm/);
  await open(page);
});
