// Ready time: from the start of the navigation until the workflow is shown and the page answers.
//
// A phone-like machine and line: CPU four times as slow, 10 Mbit/s, 40 ms. Each round has a new context, so
// cache and compiled code are cold. Rounds of both sides take turns.
//
// "Shown" is when outline and overview are in the page and the frame with them has been painted: a message
// posted in its animation frame is handled after it. "Answers" is the end of the last task over 50 ms that
// began before or within a second after; the later of the two is the ready time. Then the first click, on
// "Add an email node": from its timestamp until the form has been painted, with what is loaded for it.

import { expect, type Page } from "@playwright/test";
import { freshPage, keep, rounds, type Side, sides, test } from "./measuring.ts";

const slowdown = 4;
const line = { mbits: 10, latencyMs: 40 };
const workflow = "wf_12345";

interface Marks {
  shown: number;
  form: number;
  longTaskEnd: number;
}

test("ready time", async ({ both, browserOf }) => {
  test.setTimeout(600_000);
  const browser = await browserOf();
  const times: Record<Side, { ready: number[]; shown: number[]; form: number[] }> = {
    ours: { ready: [], shown: [], form: [] },
    peer: { ready: [], shown: [], form: [] },
  };
  // The first round warms up the servers and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
      const { page, cdp } = await freshPage(browser);
      await page.addInitScript(watch);
      await cdp.send("Network.enable");
      await cdp.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: line.latencyMs,
        downloadThroughput: (line.mbits * 1_000_000) / 8,
        uploadThroughput: (line.mbits * 1_000_000) / 8,
      });
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      await page.goto(`${both[side]}/workflows/${workflow}`, { waitUntil: "commit" });
      const { shown, longTaskEnd } = await ready(page);
      await page.getByRole("button", { name: "Add an email node" }).click();
      await page.waitForFunction(() => window.marks.form > 0);
      const form = await page.evaluate(() => window.marks.form);
      if (round > 0) {
        times[side].shown.push(shown);
        times[side].ready.push(Math.max(shown, longTaskEnd));
        times[side].form.push(form);
      }
      await page.context().close();
    }
  }
  for (const side of sides) expect(times[side].ready).toHaveLength(rounds);
  await keep("ready", { slowdown, ...line, workflow, rounds, browser: browser.version(), ...times });
});

/** Waits until the page has been quiet for a second after it was shown. */
async function ready(page: Page): Promise<Marks> {
  await page.waitForFunction(() => {
    const { shown, longTaskEnd } = window.marks;
    return shown > 0 && performance.now() > Math.max(shown, longTaskEnd) + 1000;
  });
  return page.evaluate(() => window.marks);
}

/** Runs in the page before anything else of it does. */
function watch(): void {
  const marks: Marks = { shown: 0, form: 0, longTaskEnd: 0 };
  window.marks = marks;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      if (marks.form === 0 && !clicked) marks.longTaskEnd = Math.max(marks.longTaskEnd, startTime + duration);
    }
  }).observe({ type: "longtask", buffered: true });
  let clicked = 0;
  addEventListener("click", (event) => (clicked = event.timeStamp), { capture: true });
  const painted = (then: (now: number) => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(null);
    });
  const isShown = () =>
    document.querySelector(".pane-outline [role=row]") !== null &&
    (document.querySelector(".pane-form #node-heading")?.textContent ?? "") !== "";
  let seen = false;
  let formSeen = false;
  new MutationObserver(() => {
    if (!seen && isShown()) {
      seen = true;
      painted((now) => (marks.shown = now));
    }
    if (!formSeen && clicked > 0 && document.querySelector(".pane-form form input") !== null) {
      formSeen = true;
      painted((now) => (marks.form = now - clicked));
    }
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

declare global {
  interface Window {
    marks: Marks;
  }
}
