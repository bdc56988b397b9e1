// Keystroke to paint: from the timestamp of a key's event to the end of the frame that shows its letter.
//
// In the workflow of 10,000 nodes, in the scope path of a new email node's variable. 200 real key presses
// (DevTools' Input.dispatchKeyEvent) per side and speed, at uneven distances of 30 to 250 ms, so that keys
// also fall into the work that follows a pause. The blocks of both sides take turns.
//
// The frame's end: an animation frame is asked for at the key press; in it the input has to hold the
// letter, else the next frame is waited for; a message posted there is handled once style, layout, paint and
// commit are done. Chromium runs with --disable-gpu-vsync and --disable-frame-rate-limit, so that a frame
// comes as soon as it can: waiting for the screen is not counted as work. And no work is hidden: beside the
// keys stands what the main thread has done in all (TaskDuration), what follows the paint included.

import { expect, type Locator, type Page } from "@playwright/test";
import { addAfter, fillTemplate, openWorkflow } from "../fixtures/journey.ts";
import { freshPage, keep, type Side, sides, test } from "./measuring.ts";

const workflow = "wf_large_10k";
const keys = 200;
const block = 50;
const speeds = [1, 4] as const;
const text = "$interaction.contact.firstNameAndSomeMoreOfTheSame";
const unthrottled = ["--disable-gpu-vsync", "--disable-frame-rate-limit"];

interface Typed {
  keys: number[];
  /** All of the main thread's tasks, ms per key. */
  work: number;
}

test("keystroke to paint", async ({ both, browserOf }) => {
  test.setTimeout(900_000);
  expect(text).toHaveLength(block);
  const browser = await browserOf(unthrottled);
  const measured: Record<string, Record<Side, Typed>> = {};
  for (const speed of speeds) {
    const typed: Record<Side, Typed> = { ours: { keys: [], work: 0 }, peer: { keys: [], work: 0 } };
    const open = async (side: Side) => {
      const { page, cdp } = await freshPage(browser);
      const field = await (side === "ours" ? openOurs : openPeers)(page, both[side]);
      await cdp.send("Performance.enable");
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: speed });
      await page.evaluate(watch);
      return { page, cdp, field };
    };
    const opened = { ours: await open("ours"), peer: await open("peer") };
    for (let from = 0; from < keys; from += block) {
      for (const side of sides) {
        const { page, cdp, field } = opened[side];
        await page.bringToFront();
        await field.fill("");
        await field.focus();
        // Nothing of before is left to do.
        await page.waitForTimeout(1_000);
        const busy = async () => {
          const { metrics } = await cdp.send("Performance.getMetrics");
          return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
        };
        const before = await busy();
        await page.evaluate(() => (window.typing.on = true));
        let random = 7 + from;
        for (const key of text) {
          await page.keyboard.press(key);
          random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
          await page.waitForTimeout(30 + (random / 2_147_483_648) * 220);
        }
        await page.waitForTimeout(1_000);
        typed[side].keys.push(...(await page.evaluate(() => window.typing.take())));
        typed[side].work += ((await busy()) - before) / keys;
        await expect(field).toHaveValue(text);
      }
    }
    for (const side of sides) {
      expect(typed[side].keys).toHaveLength(keys);
      await opened[side].page.context().close();
    }
    measured[`at${speed}`] = typed;
  }
  await keep("typing", { workflow, keysPerSide: keys, browser: browser.version(), ...measured });
});

async function openOurs(page: Page, url: string): Promise<Locator> {
  await openWorkflow(page, workflow, url);
  await addAfter(page, await firstNode(page));
  await fillTemplate(page, "tmpl_inv_2024", {});
  return page.getByRole("combobox", { name: "Scope path for customerName" });
}

async function openPeers(page: Page, url: string): Promise<Locator> {
  await page.goto(`${url}/workflows/${workflow}`);
  await page.getByRole("button", { name: "Add an email node" }).click();
  await page.getByRole("button", { name: "Problems" }).click();
  return page.getByRole("textbox", { name: "Scope path" }).first();
}

async function firstNode(page: Page): Promise<string> {
  return page.getByRole("treegrid").getByRole("row").first().locator(".outline-id").innerText();
}

/** Runs in the page: times each key press while it is on. */
function watch(): void {
  const typing = { on: false, times: [] as number[], take: () => typing.times.splice(0) };
  window.typing = typing;
  addEventListener(
    "keydown",
    (event) => {
      const { target, timeStamp } = event;
      if (!typing.on || !(target instanceof HTMLInputElement) || event.key.length !== 1) return;
      const wanted = target.value + event.key;
      const frame = () => {
        if (target.value !== wanted) {
          requestAnimationFrame(frame);
          return;
        }
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => typing.times.push(performance.now() - timeStamp);
        port2.postMessage(null);
      };
      requestAnimationFrame(frame);
    },
    { capture: true },
  );
}

declare global {
  interface Window {
    typing: { on: boolean; times: number[]; take: () => number[] };
  }
}
