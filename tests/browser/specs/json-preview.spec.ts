// The JSON: of a node and of the document, folded, searched, its changes marked, however large.

import type { Locator, Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { fill, openWorkflow, selectNode, turnTo } from "../fixtures/journey.ts";

const document = JSON.stringify({
  id: "wf_12345",
  name: "Order Confirmation Workflow",
  version: 3,
  nodes: [
    { id: "start_node", type: "start", properties: {} },
    {
      id: "mail",
      type: "email",
      properties: {
        templateId: "tmpl_inv_2024",
        variables: {
          customerName: "$interaction.contact.firstName",
          orderTotal: "$workflow.data.orderTotal",
          invoiceNumber: "$workflow.data.invoiceNumber",
        },
        attachments: [],
        deliveryMode: "standard",
        trackOpens: true,
        trackClicks: true,
        note: `a very long line ${"x".repeat(30_000)} and the needle at its end`,
      },
    },
    { id: "end", type: "end", properties: {} },
  ],
  transitions: [
    { id: "t1", from: "start_node", to: "mail" },
    { id: "t2", from: "mail", to: "end" },
  ],
});

const nodeJson = (page: Page) => page.getByRole("treegrid", { name: "The node's JSON" });
const wholeJson = (page: Page) => page.getByRole("treegrid", { name: "The workflow's JSON with your changes" });
const line = (json: Locator, text: string | RegExp) => json.getByRole("row").filter({ hasText: text });

/** What the row that has the keyboard says. */
async function active(json: Locator): Promise<string> {
  const id = await json.getAttribute("aria-activedescendant");
  const row = json.locator(`[id="${id}"] .code-cell`);
  return (await row.count()) === 1 ? ((await row.textContent()) ?? "") : "";
}

async function openJson(page: Page, node = "mail"): Promise<void> {
  await openWorkflow(page, "wf_12345");
  await selectNode(page, node);
  await page.getByRole("tab", { name: "JSON" }).click();
  await turnTo(page, "Preview");
}

test.beforeEach(async ({ stack }) => stack.simulator.store("wf_12345", document));

test("a node's lines are marked as they change", async ({ page }) => {
  await openJson(page);
  const json = nodeJson(page);
  await expect(line(json, '"templateId"')).toBeVisible();
  await expect(json.locator(".is-changed, .is-added, .is-gone-before")).toHaveCount(0);
  await fill(page.getByRole("combobox", { name: "Scope path for orderTotal" }), "$workflow.data.total");
  await expect(line(json, '"orderTotal"')).toHaveClass(/is-changed/);
  await expect(line(json, '"orderTotal"')).toContainText("changed:");
  await page.getByRole("button", { name: "Remove invoiceNumber" }).click();
  await expect(line(json, /removed here/)).toHaveCount(1);
  await audit(page, "node JSON with marks");
  await shots(page, "json-node");
  await json.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("F8");
  await expect.poll(() => active(json)).toMatch(/orderTotal|attachments|\}/);

  await page.getByRole("button", { name: "Document", exact: true }).click();
  const whole = wholeJson(page);
  await expect(line(whole, '"orderTotal"')).toHaveClass(/is-changed/);
  await expect(line(whole, '"templateId"')).toHaveClass(/is-about/);
  await audit(page, "document JSON with marks");
  await shots(page, "json-document");
});

test("lines are folded and unfolded with the keyboard", async ({ page }) => {
  await openJson(page);
  const json = nodeJson(page);
  await json.focus();
  await page.keyboard.press("Home");
  const variables = line(json, '"variables"');
  for (const passed of ['"id"', '"type"', '"properties"', '"templateId"', '"variables"']) {
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => active(json)).toContain(passed);
  }
  await expect(variables).toHaveAttribute("aria-expanded", "true");
  await expect(variables).toHaveAttribute("aria-level", "3");
  await page.keyboard.press("ArrowLeft");
  await expect(variables).toHaveAttribute("aria-expanded", "false");
  await expect(variables).toContainText("4 lines");
  await expect(line(json, '"customerName"')).toHaveCount(0);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => active(json)).toContain('"attachments"');
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => active(json)).toContain('"properties"');
  await page.keyboard.press("Enter");
  await expect(line(json, '"attachments"')).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(line(json, '"attachments"')).toHaveCount(1);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => active(json)).toContain('"templateId"');
  await page.getByRole("button", { name: "Unfold all" }).press("Enter");
  await expect(line(json, '"customerName"')).toBeVisible();
  await page.getByRole("button", { name: "Fold all", exact: true }).click();
  await expect(json).toHaveAttribute("aria-rowcount", "5");
  await shots(page, "json-folded");
});

test("words, patterns and lines are found", async ({ page }) => {
  await openJson(page);
  const json = nodeJson(page);
  await json.focus();
  await page.keyboard.press("Control+f");
  const find = page.getByRole("searchbox", { name: "Find in the JSON" });
  await expect(find).toBeFocused();
  const told = page.getByRole("search", { name: "Find in the JSON" }).getByRole("status");
  await page.keyboard.type("WORKFLOW.data");
  await expect(told).toHaveText("1 of 2");
  await page.keyboard.press("Enter");
  await expect(told).toHaveText("2 of 2");
  await expect(json.locator(".code-hit.is-current")).toHaveText("workflow.data");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Enter");
  await expect(told).toHaveText("2 of 2");
  await page.getByRole("button", { name: "Match case" }).click();
  await expect(told).toHaveText("No matches");
  await page.getByRole("button", { name: "Match case" }).click();
  await page.getByRole("button", { name: "Regular expression" }).click();
  await find.fill("track(Opens|Clicks)");
  await expect(told).toHaveText("1 of 2");
  await audit(page, "JSON search");
  await shots(page, "json-search");
  await find.fill("track(");
  await expect(told).toHaveText("Not a regular expression");
  await page.getByRole("button", { name: "Regular expression" }).click();
  // What is folded away, or far to the right, is brought into view.
  await page.getByRole("button", { name: "Fold all", exact: true }).click();
  await find.fill("the needle");
  await expect(told).toHaveText("1 of 1");
  await expect(json.locator(".code-hit.is-current").first()).toBeInViewport();
  const box = await page.getByRole("tabpanel", { name: "JSON" }).boundingBox();
  expect(box?.width).toBeLessThan(900);
  await find.press("Escape");
  await expect(find).toHaveValue("");
  await expect(json).toBeFocused();
  await page.keyboard.press("Control+g");
  const to = page.getByRole("textbox", { name: "Go to line" });
  await expect(to).toBeFocused();
  await page.keyboard.type("99999");
  await page.keyboard.press("Enter");
  await expect(told).toHaveText(/Lines go from 1 to \d+/);
  await to.fill("2");
  await page.keyboard.press("Enter");
  await expect(json).toBeFocused();
  await expect.poll(() => active(json)).toContain('"id": "mail"');
});

test("what is downloaded is what would be sent", async ({ page, stack }) => {
  await openJson(page);
  const save = async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the JSON" }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
  };
  const node = await save();
  expect(node.name).toBe("wf_12345.mail.json");
  expect(JSON.parse(node.text)).toEqual((JSON.parse(document) as { nodes: unknown[] }).nodes[1]);
  await page.getByRole("button", { name: "Document", exact: true }).click();
  const whole = await save();
  expect(whole.name).toBe("wf_12345.json");
  expect(whole.text).toBe(await stack.simulator.workflow("wf_12345"));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy the JSON" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(whole.text);
});

test("a document of 6 MB is opened, searched and folded, and only what is in view is drawn", async ({ page, stack }) => {
  type Node = { id: string; type: string; properties: Record<string, unknown> };
  const large = JSON.parse(await stack.simulator.workflow("wf_large_10k")) as { id: string; nodes: Node[] };
  for (const node of large.nodes) node.properties.remark = `Looked at by the night desk, ${"and again ".repeat(24)}`;
  large.id = "wf_12345";
  const text = JSON.stringify(large);
  expect(text.length).toBeGreaterThan(5.8e6);
  await stack.simulator.store("wf_12345", text);
  await openJson(page, "q001_mail");
  await page.getByRole("button", { name: "Document", exact: true }).click();
  const json = wholeJson(page);
  await expect(line(json, '"q001_mail"')).toHaveClass(/is-about/);
  expect(Number(await json.getAttribute("aria-rowcount"))).toBeGreaterThan(250_000);
  expect(await json.getByRole("row").count()).toBeLessThan(120);
  const find = page.getByRole("searchbox", { name: "Find in the JSON" });
  const told = page.getByRole("search", { name: "Find in the JSON" }).getByRole("status");
  await find.fill("q999_rescue");
  await expect(told).toHaveText(/^1 of \d+$/);
  await expect(json.locator(".code-hit.is-current").first()).toBeInViewport();
  await find.fill("e");
  await expect(told).toHaveText(/of 100,000\+$/);
  await find.fill("");
  await json.focus();
  await page.keyboard.press("End");
  await expect.poll(() => active(json)).toBe("}");
  await page.getByRole("button", { name: "Fold all", exact: true }).click();
  await expect.poll(async () => Number(await json.getAttribute("aria-rowcount"))).toBeLessThan(20);
  await shots(page, "json-large");
});
