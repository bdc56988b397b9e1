// Scrolling with the wheel through the outline and the graph of 10,000 nodes: the distances between animation frames.
//
// Frames come at the pace of the screen here. A frame over 50 ms after the one before has dropped frames.

import { expect, type Locator, type Page } from "@playwright/test";
import { openWorkflow } from "../fixtures/journey.ts";
import { freshPage, keep, test } from "./measuring.ts";

const workflow = "wf_large_10k";
const turns = 240;
const turnMs = 16;

test("scrolling", async ({ both, browserOf }) => {
  test.setTimeout(300_000);
  const browser = await browserOf();
  const measured: Record<string, number[]> = {};
  for (const speed of [1, 4]) {
    const { page, cdp } = await freshPage(browser);
    await openWorkflow(page, workflow, both.ours);
    // The code of the work is here and quiet.
    await page.mouse.move(400, 400);
    await expect(page.getByRole("button", { name: "Review & deploy" })).toBeVisible();
    await page.waitForTimeout(1_000);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: speed });
    const outline = page.getByRole("treegrid", { name: "Nodes of the workflow" });
    measured[`outlineAt${speed}`] = await scroll(page, outline, 400);
    expect(await outline.evaluate((list) => list.scrollTop)).toBeGreaterThan(10_000);
    await page.getByRole("button", { name: "Graph", exact: true }).click();
    const graph = page.getByRole("group", { name: "Graph of the workflow" });
    await expect(page.locator(".graph-node").first()).toBeVisible({ timeout: 30_000 });
    await page.waitForTimeout(1_000);
    measured[`graphAt${speed}`] = await scroll(page, graph, 60);
    await page.context().close();
  }
  await keep("scrolling", { workflow, turns, browser: browser.version(), ...measured });
});

/** Turns the wheel many times over `place`; the distances between the frames meanwhile, in ms. */
async function scroll(page: Page, place: Locator, distance: number): Promise<number[]> {
  const box = await place.boundingBox();
  if (!box) throw new Error("there is nothing to scroll");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => {
    const frames = { last: performance.now(), gaps: [] as number[], on: true };
    window.frames_ = frames;
    const next = (now: number) => {
      frames.gaps.push(now - frames.last);
      frames.last = now;
      if (frames.on) requestAnimationFrame(next);
    };
    requestAnimationFrame((now) => {
      frames.last = now;
      requestAnimationFrame(next);
    });
  });
  for (let turn = 0; turn < turns; turn += 1) {
    const began = Date.now();
    await page.mouse.wheel(0, turn < turns * 0.75 ? distance : -distance);
    await page.waitForTimeout(Math.max(0, turnMs - (Date.now() - began)));
  }
  return page.evaluate(() => {
    window.frames_.on = false;
    return window.frames_.gaps;
  });
}

declare global {
  interface Window {
    frames_: { last: number; gaps: number[]; on: boolean };
  }
}
