// What the measurements of the app share: the two sides, a browser of their own, and how figures are kept.

import { chromium, type Browser, type CDPSession, type Page } from "@playwright/test";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Stack, startProxy, test as base } from "../fixtures/index.ts";
import config from "../playwright.config.ts";

export const results = process.env.CONFIGURATOR_BENCH ?? "results/bench";
export const rounds = Number(process.env.ROUNDS ?? 15);

/** Where each side is served, by the same proxy in front of the same tenant. */
export type Sides = Record<Side, string>;
export type Side = "ours" | "peer";
export const sides: readonly Side[] = ["ours", "peer"];

export const test = base.extend<{ both: Sides; browserOf: (args?: string[]) => Promise<Browser> }>({
  both: async ({ stack }: { stack: Stack }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), "configurator-peer-"));
    const proxy = await startProxy(stack.simulator.url, folder, {}, path.resolve(results, "peer"));
    try {
      await use({ ours: stack.url, peer: proxy.url });
    } finally {
      await proxy.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },

  browserOf: async ({}, use) => {
    const browsers: Browser[] = [];
    const { launchOptions } = config.use ?? {};
    await use(async (args = []) => {
      const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions?.args ?? []), ...args] });
      browsers.push(browser);
      return browser;
    });
    for (const browser of browsers) await browser.close();
  },
});

/**
 * A page with an empty cache, watched by nothing. The proxy's CSP is lifted, on both sides: ajv makes functions
 * from text, which it forbids, and a peer without its validation would be no peer.
 */
export async function freshPage(browser: Browser): Promise<{ page: Page; cdp: CDPSession }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
    bypassCSP: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  return { page, cdp: await context.newCDPSession(page) };
}

/** How long a step of a measurement may take, in ms. Something is broken where it takes longer. */
export const patience = 20_000;

/** Keeps what was measured for xtask, which makes the table. */
export async function keep(name: string, measured: object): Promise<void> {
  await mkdir(path.join(results, "app"), { recursive: true });
  await writeFile(path.join(results, "app", `${name}.json`), `${JSON.stringify(measured, null, 2)}\n`);
}
