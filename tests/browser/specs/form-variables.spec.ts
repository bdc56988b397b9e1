// Variables: found by pieces of their path, corrected, pasted by the dozen, and drawn only where they change.

import { audit, expect, shots, test } from "../fixtures/index.ts";
import { addAfter, fill, openWorkflow, selectNode } from "../fixtures/journey.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import type { Page } from "@playwright/test";

const path = (page: Page, name: string) => page.getByRole("combobox", { name: `Scope path for ${name}` });

async function withInvoice(page: Page, workflow = "wf_12345", node = "start_node"): Promise<void> {
  await openWorkflow(page, workflow);
  await addAfter(page, node);
  await fill(page.getByRole("combobox", { name: "Template" }), "tmpl_inv_2024");
  await expect(path(page, "orderTotal")).toBeVisible();
}

/** Pastes a text into the element that has the focus, as the browser does. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, text);
}

test("paths are found by the beginnings of their segments, and say where they come from", async ({ page }) => {
  await withInvoice(page, "wf_order_status");
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await path(page, "orderTotal").click();
  // What looks like the placeholder comes first.
  await expect(options.first()).toContainText("$workflow.data.orderTotal");
  await path(page, "customerName").click();
  await path(page, "customerName").fill("icfn");
  await expect(options.first()).toContainText("$interaction.contact.firstName");
  await expect(options.first().locator("mark")).toHaveText(["i", "c", "f", "N"]);
  await expect(options.first()).toContainText("catalogue");
  await expect(options.first()).toContainText("First name given in this interaction. For example: Ada");
  await audit(page, "suggested paths");
  await shots(page, "form-paths");
  await page.keyboard.press("ArrowDown");
  await expect(path(page, "customerName")).toHaveAttribute("aria-activedescendant", (await options.first().getAttribute("id"))!);
  await page.keyboard.press("Enter");
  await expect(path(page, "customerName")).toHaveValue("$interaction.contact.firstName");
  const row = page.getByRole("group", { name: "Variable customerName" });
  await expect(row.locator(".sample")).toHaveText("Ada");
});

test("what the workflow uses is suggested as such", async ({ page }) => {
  await openWorkflow(page, "wf_legacy_fields");
  await selectNode(page, "mail_A");
  await path(page, "orderTotal").click();
  await path(page, "orderTotal").fill("wdt");
  await expect(page.getByRole("listbox", { name: "Suggestions" }).getByRole("option", { name: "$workflow.data.total", exact: false }).first()).toContainText("this workflow");
});

test("a slip is led back to the path that was meant", async ({ page }) => {
  await withInvoice(page);
  await path(page, "customerName").fill("$interaction.contact.fristNme");
  await expect(page.getByText("Nothing matches as it is typed. Did you mean this?").first()).toBeVisible();
  await shots(page, "form-near");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(path(page, "customerName")).toHaveValue("$interaction.contact.firstName");
  await fill(path(page, "customerName"), "$interaction.contact.firstname");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Use $interaction.contact.firstName" }).click();
  await expect(path(page, "customerName")).toHaveValue("$interaction.contact.firstName");
});

test("many lines are pasted in one step, and what is no variable is told", async ({ page }) => {
  await withInvoice(page);
  await path(page, "invoiceNumber").focus();
  const lines = ["customerName = $interaction.contact.firstName", "orderTotal: $workflow.data.orderTotal", "invoiceNumber\t$workflow.data.invoiceNumber", "salutation = $contact.language", "nonsense"];
  await paste(page, lines.join("\n"));
  await expect(path(page, "customerName")).toHaveValue("$interaction.contact.firstName");
  await expect(path(page, "orderTotal")).toHaveValue("$workflow.data.orderTotal");
  await expect(path(page, "invoiceNumber")).toHaveValue("$workflow.data.invoiceNumber");
  await expect(path(page, "salutation")).toHaveValue("$contact.language");
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  const notice = page.getByRole("group", { name: "Notice" });
  await expect(notice).toContainText("4 variables were taken. salutation is no placeholder of the template.");
  await expect(notice).toContainText("Not taken, line 5: “nonsense”: nothing parts a name from a path.");
  await audit(page, "pasted variables");
  await shots(page, "form-pasted");
  await notice.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("Control+z");
  await expect(page.getByText("0 of 3 placeholders set")).toBeVisible();
  await expect(path(page, "salutation")).toHaveCount(0);
});

test("variables are pasted and added with the keyboard alone", async ({ page }) => {
  await withInvoice(page);
  await tabTo(page, page.getByRole("button", { name: "Paste many…" }));
  await page.keyboard.press("Enter");
  const field = page.getByRole("textbox", { name: "Variables, one a line" });
  await expect(field).toBeFocused();
  await page.keyboard.insertText('{"customerName": "$contact.firstName", "orderTotal": "$workflow.data.orderTotal", "count": 3}');
  await audit(page, "field for many variables");
  await shots(page, "form-paste-field");
  await tabTo(page, page.getByRole("button", { name: "Take over" }));
  await page.keyboard.press("Enter");
  await expect(path(page, "customerName")).toHaveValue("$contact.firstName");
  await expect(page.getByText("Not taken, line 3: “count”: its value is no text.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a variable" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Placeholder" })).toBeFocused();
  await page.keyboard.type("greeting");
  await page.keyboard.press("Tab");
  await page.keyboard.type("$contact.language");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("group", { name: "Variable greeting" }).getByText("extra")).toBeVisible();
});

test("a keystroke draws its own row anew and no other, also among 10,000 nodes", async ({ page }) => {
  await openWorkflow(page, "wf_large_10k");
  await page.getByRole("treegrid", { name: "Nodes of the workflow" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Add an email node/ }).first().click();
  await fill(page.getByRole("combobox", { name: "Template" }), "tmpl_inv_2024");
  await expect(path(page, "orderTotal")).toBeVisible();
  await path(page, "customerName").focus();
  await page.evaluate(() => {
    const rows = [...document.querySelectorAll(".variable-row[role=group]")];
    const seen = { mutations: [] as string[] };
    (window as unknown as { seen: typeof seen }).seen = seen;
    const others = rows.filter((row) => !row.contains(document.activeElement));
    const observer = new MutationObserver((records) => {
      for (const record of records) seen.mutations.push(`${record.type} ${record.target.nodeName} ${record.attributeName ?? ""}`);
    });
    for (const row of others) observer.observe(row, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await page.keyboard.type("$contact.firstName", { delay: 20 });
  await expect(path(page, "customerName")).toHaveValue("$contact.firstName");
  expect(await page.evaluate(() => (window as unknown as { seen: { mutations: string[] } }).seen.mutations)).toEqual([]);
});
