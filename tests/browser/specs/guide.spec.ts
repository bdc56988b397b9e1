// The guide's pictures: the main states of the app, each compared with the picture that stands in
// docs/guide. `cargo xtask pictures` takes them anew. And the guide itself: every picture and heading that it
// names is there, and every picture that is there is named.

import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, type Simulator, test } from "../fixtures/index.ts";
import {
  addAfter,
  configureTutorialNode,
  deploy,
  deployButton,
  ending,
  fill,
  fillTemplate,
  openWorkflow,
  reviewTutorialNode,
  tutorialNode,
} from "../fixtures/journey.ts";
import { likeEverywhere, picture } from "../fixtures/pictures.ts";

interface Scene {
  page: Page;
  simulator: Simulator;
}

/** How each picture comes about. */
const scenes: Record<string, (scene: Scene) => Promise<void>> = {
  async workflows({ page }) {
    await page.goto("/");
    await expect(page.getByRole("link", { name: /Order Confirmation Workflow/ }).first()).toBeVisible();
  },

  async overview({ page }) {
    await openWorkflow(page, "wf_order_status");
    await page.keyboard.press("Shift");
    await expect(page.getByRole("button", { name: "Review & deploy" })).toBeVisible();
  },

  async template({ page }) {
    await openWorkflow(page, "wf_12345");
    await addAfter(page, "start_node");
    const template = page.getByRole("combobox", { name: "Template" });
    await template.click();
    await template.pressSequentially("inv");
    await expect(page.getByRole("option").first()).toBeVisible();
  },

  async node({ page }) {
    await openWorkflow(page, "wf_12345");
    await configureTutorialNode(page);
    await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
    await page.getByRole("combobox", { name: "Template" }).scrollIntoViewIfNeeded();
    await emailIsDrawn(page);
  },

  async findings({ page }) {
    await openWorkflow(page, "wf_12345");
    await addAfter(page, "start_node");
    await fillTemplate(page, tutorialNode.template, { ...tutorialNode.variables, orderTotal: "workflow.data.orderTotal" });
    await page.getByRole("button", { name: "Add an attachment" }).click();
    await fill(page.getByRole("combobox", { name: "File id" }), "att_catalogue_hires");
    await page.getByRole("tab", { name: /Problems/ }).click();
    await expect(page.getByText(/10 MiB/).first()).toBeVisible();
    await page.getByRole("combobox", { name: "Template" }).scrollIntoViewIfNeeded();
  },

  async changes({ page }) {
    await openWorkflow(page, "wf_12345");
    await configureTutorialNode(page);
    await page.getByRole("tab", { name: /Changes/ }).click();
    await expect(page.getByText("1 node added").first()).toBeVisible();
    await page.getByRole("combobox", { name: "Template" }).scrollIntoViewIfNeeded();
  },

  async review({ page }) {
    await reviewTutorialNode(page);
    await expect(deployButton(page)).not.toHaveAttribute("aria-disabled", "true");
  },

  async deployed({ page }) {
    await reviewTutorialNode(page);
    await deploy(page);
    await expect(ending(page)).toContainText("Deployed");
  },

  async conflict({ page, simulator }) {
    await reviewTutorialNode(page);
    await expect(deployButton(page)).not.toHaveAttribute("aria-disabled", "true");
    const theirs = (await simulator.workflow("wf_12345"))
      .replace('"version":3', '"version":4')
      .replace('"properties":{}}]', '"properties":{}},{"id":"email_send_01","type":"sms","properties":{}}]');
    await simulator.store("wf_12345", theirs);
    await deploy(page);
    await expect(ending(page)).toContainText("Somebody changed the same things");
  },

  async unknown({ page, simulator }) {
    await reviewTutorialNode(page);
    await expect(deployButton(page)).not.toHaveAttribute("aria-disabled", "true");
    await simulator.fault({ route: "putWorkflow", phase: "after", fault: { kind: "reset" } });
    // The first read of the deploy goes through, every later one fails.
    await simulator.fault({ route: "getWorkflow", fault: { kind: "delay", ms: 0 } });
    await simulator.fault({ route: "getWorkflow", times: 20, fault: { kind: "status", status: 503 } });
    await deploy(page);
    await expect(ending(page)).toContainText("The outcome is not known");
  },

  async palette({ page }) {
    await openWorkflow(page, "wf_order_status");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Command palette" }).getByRole("option").first()).toBeVisible();
  },

  async keys({ page }) {
    await openWorkflow(page, "wf_order_status");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  },

  async restored({ page }) {
    await openWorkflow(page, "wf_12345");
    await configureTutorialNode(page);
    await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("kept:")))).toBe(true);
    await page.reload();
    await expect(page.getByText(/unsaved changes .* are back/i)).toBeVisible();
    await emailIsDrawn(page);
  },

  async newer({ page, simulator }) {
    // Where the proxy tells nothing by events, the page is read again when it is come back to: that has no delay.
    await page.route("**/api/events*", (route) => route.abort());
    await openWorkflow(page, "wf_12345");
    await configureTutorialNode(page);
    await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
    await simulator.otherSave("wf_12345", { operator: "Grace" });
    await page.clock.setFixedTime(new Date("2026-03-02T10:05:00Z"));
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect(page.getByRole("button", { name: "Bring it in" })).toBeVisible();
    await page.getByRole("combobox", { name: "Template" }).scrollIntoViewIfNeeded();
    await emailIsDrawn(page);
  },

  async tabs({ page }) {
    const other = await page.context().newPage();
    await openWorkflow(other, "wf_12345");
    await openWorkflow(page, "wf_12345");
    await page.keyboard.press("Shift");
    await configureTutorialNode(other);
    const told = page.getByRole("status").filter({ hasText: "Another tab is changing this workflow" });
    await expect(told).toContainText("1 node added");
    await page.bringToFront();
  },
};

/** Waits until the preview shows the email. */
async function emailIsDrawn(page: Page): Promise<void> {
  const frame = page.locator("iframe.mail-document:not(.is-coming)");
  await expect(frame).toBeVisible();
  await expect(frame.contentFrame().locator("body")).not.toBeEmpty();
}

test.describe("the guide's pictures", () => {
  // Text is drawn differently elsewhere, whatever the font.
  test.skip(process.platform !== "linux", "the pictures are made on Linux");
  // The fonts are the tests' own.
  test.use({
    bypassCSP: true,
    viewport: { width: 1280, height: 800 },
    settings: { CXONE_RETRY_BASE_DELAY_MS: "300" },
  });

  for (const [name, scene] of Object.entries(scenes)) {
    test(name, async ({ page, stack, guard }) => {
      guard.expect(/Failed to load resource/);
      await likeEverywhere(page);
      await scene({ page, simulator: stack.simulator });
      await picture(page, name);
    });
  }
});

const guide = fileURLToPath(new URL("../../../docs/guide", import.meta.url));

test("the guide names pictures, pages and headings that are there, and every picture", async () => {
  const pages = (await readdir(guide)).filter((file) => file.endsWith(".md"));
  const texts = new Map<string, string>();
  for (const file of pages) texts.set(file, await readFile(path.join(guide, file), "utf8"));
  const pictures = (await readdir(path.join(guide, "pictures"))).map((file) => `pictures/${file}`);
  expect(pictures.sort(), "docs/guide/pictures holds what this run makes").toEqual(
    Object.keys(scenes).map((name) => `pictures/${name}.png`).sort(),
  );
  const named = new Set<string>();
  const wrong: string[] = [];
  for (const [file, text] of texts) {
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [place = "", heading] = target.split("#");
      if (place.startsWith("pictures/")) {
        named.add(place);
        if (!pictures.includes(place)) wrong.push(`${file}: ${target}`);
      } else if (place.endsWith(".md") || place === "") {
        const there = place === "" ? text : texts.get(place) ?? (await readFile(path.join(guide, place), "utf8").catch(() => null));
        if (there === null || (heading && !headings(there).includes(heading))) wrong.push(`${file}: ${target}`);
      } else {
        wrong.push(`${file}: ${target}`);
      }
    }
  }
  expect(wrong, "links that lead nowhere").toEqual([]);
  expect(pictures.filter((one) => !named.has(one)), "pictures that no page shows").toEqual([]);
});

/** The anchors of a page's headings, as code hosts make them. */
function headings(text: string): string[] {
  const titles = text.replaceAll(/```[\s\S]*?```/g, "").matchAll(/^#+ (.*)$/gm);
  return [...titles].map(([, title = ""]) => title.trim().toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"));
}
