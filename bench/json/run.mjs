// Bundles the page, serves it to a headless Chromium, lets it measure, and writes what it says.
//
// CONFIGURATOR_CORE: folder of the core for the web. CONFIGURATOR_BENCH: the file to write.
// CHROME: Chromium, where it is not Playwright's. ROUNDS: how many rounds.

import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright";

const here = import.meta.dirname;
const core = process.env.CONFIGURATOR_CORE;
const rounds = Number(process.env.ROUNDS ?? 15);

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** So that the clock is fine (5 µs instead of 100) the page has to be isolated from other origins. */
const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

const bundle = await build({
  entryPoints: [path.join(here, "page/main.js")],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2023",
  define: { "process.env.NODE_ENV": '"production"' },
  external: ["/core/*"],
  write: false,
});

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://page");
  const send = (type, write) => {
    response.writeHead(200, { "Content-Type": type, ...ISOLATED });
    write();
  };
  if (pathname === "/") send(TYPES[".html"], () => createReadStream(path.join(here, "page/index.html")).pipe(response));
  else if (pathname === "/page.js") send(TYPES[".js"], () => response.end(bundle.outputFiles[0].contents));
  else if (/^\/core\/\w+\.(js|wasm)$/.test(pathname)) {
    const file = path.join(core, path.basename(pathname));
    send(TYPES[path.extname(file)], () => createReadStream(file).pipe(response));
  } else response.writeHead(404).end();
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const browser = await chromium.launch({
  executablePath: process.env.CHROME,
  args: [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--expose-gc --max-old-space-size=8192",
  ],
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  const session = await page.context().newCDPSession(page);
  await page.exposeFunction("heap", async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  });
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => typeof window.bench === "function", null, { timeout: 30_000 });
  const result = await page.evaluate((options) => window.bench(options), { rounds });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const versions = {};
  for (const name of ["ajv", "json-diff-ts", "json-diff3", "jsondiffpatch"]) {
    const text = await readFile(path.join(here, "node_modules", name, "package.json"), "utf8");
    versions[name] = JSON.parse(text).version;
  }
  const report = { ...result, rounds, browser: browser.version(), versions };
  await writeFile(process.env.CONFIGURATOR_BENCH, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await browser.close();
  server.close();
}
