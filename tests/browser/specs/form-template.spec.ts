// The template field: found by a few letters, checked as it is typed, and what a change of template does.

import { audit, expect, shots, test } from "../fixtures/index.ts";
import { addAfter, fill, openWorkflow, selectNode } from "../fixtures/journey.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import type { Page } from "@playwright/test";

const template = (page: Page) => page.getByRole("combobox", { name: "Template" });
const path = (page: Page, name: string) => page.getByRole("combobox", { name: `Scope path for ${name}` });

test("a template is found by name, subject or placeholder, and tells what it asks for", async ({ page }) => {
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await template(page).click();
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  const invoice = options.filter({ hasText: "tmpl_inv_2024" });
  await expect(invoice).toContainText("Invoice 2024");
  await expect(invoice).toContainText("Subject: Your invoice {{invoiceNumber}}");
  await expect(invoice).toContainText("Changed 1 Jan 2024");
  await expect(invoice).toContainText("3 placeholders: invoiceNumber, customerName, orderTotal");
  await audit(page, "template picker");
  await shots(page, "form-template-picker");

  for (const [typed, found] of [["ship", "Order shipped"], ["refundAmount", "Return received"], ["how did we", "Satisfaction survey"]] as const) {
    await template(page).fill(typed);
    await expect(options).toHaveCount(1);
    await expect(options).toContainText(found);
  }
  await expect(page.getByRole("status").filter({ hasText: "1 suggestion" })).toHaveCount(1);
  await template(page).fill("ship");
  await expect(options.locator("mark")).toHaveText(["ship"]);
  await options.click();
  await expect(template(page)).toHaveValue("tmpl_order_shipped");
  await expect(path(page, "carrier")).toBeVisible();
});

test("an id that is typed is asked for once, and what is wrong with it stands at the field", async ({ page, stack, guard }) => {
  guard.expect(/status of 404/);
  await stack.simulator.template("tmpl_broken", { name: "Broken", subject: "Hello {{name}}", html: "<p>\n {{name</p>" });
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await stack.simulator.clearRequests();
  await template(page).pressSequentially("tmpl_welcome", { delay: 15 });
  await expect(page.getByText("Welcome · Subject: Welcome to Meridian, {{customerName}} · Changed 1 Aug 2024")).toBeVisible();
  const asked = (await stack.simulator.requests()).filter((request) => request.path.startsWith("/api/v2/interactions/templates/tmpl_w"));
  expect(asked.map((request) => request.path)).toEqual(["/api/v2/interactions/templates/tmpl_welcome"]);

  await fill(template(page), "tmpl_nowhere");
  const notes = async () => {
    const id = await template(page).getAttribute("aria-describedby");
    return page.locator(`[id="${id}"]`);
  };
  await expect(await notes()).toContainText("The tenant has no template tmpl_nowhere.");
  await expect(template(page)).toHaveAttribute("aria-invalid", "true");
  await shots(page, "form-template-unknown");

  await fill(template(page), "tmpl_broken");
  await expect(await notes()).toContainText(/The template tmpl_broken does not compile: .*line 2, column 2/);
  await audit(page, "template that does not compile");
});

test("a template that was deleted since is told apart from one that is misspelt", async ({ page, stack, guard }) => {
  guard.expect(/status of 404/);
  const text = await stack.simulator.workflow("wf_legacy_fields");
  await stack.simulator.store("wf_legacy_fields", text.replace("tmpl_inv_\\u0032024", "tmpl_gone"));
  await openWorkflow(page, "wf_legacy_fields");
  await selectNode(page, "mail_A");
  await expect(page.getByText("It has been deleted since.")).toBeVisible();
  await shots(page, "form-template-deleted");
});

test("changing the template keeps what still fits and names what does not", async ({ page }) => {
  await openWorkflow(page, "wf_legacy_fields");
  await selectNode(page, "mail_A");
  await expect(path(page, "customerName")).toHaveValue("$interaction.contact.firstName");
  await template(page).fill("welcome");
  await template(page).press("ArrowDown");
  await template(page).press("Enter");
  const notice = page.getByRole("group", { name: "Notice" });
  await expect(notice).toContainText("1 variable was kept. invoiceNumber and orderTotal are no placeholders of this template.");
  await expect(path(page, "customerName")).toHaveValue("$interaction.contact.firstName");
  await expect(path(page, "memberNumber")).toHaveValue("");
  await expect(page.getByText("extra", { exact: true })).toHaveCount(2);
  await audit(page, "leftover variables");
  await shots(page, "form-leftovers");

  await notice.getByRole("button", { name: "Drop" }).click();
  await expect(notice).toBeHidden();
  await expect(path(page, "orderTotal")).toHaveCount(0);
  await expect(page.locator(":focus")).toHaveRole("combobox");
  await page.keyboard.press("Control+z");
  await expect(path(page, "orderTotal")).toHaveValue("$workflow.data.total");
});

test("a template is chosen and its rows are reached with the keyboard alone at 320 px", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openWorkflow(page, "wf_legacy_fields").catch(() => undefined);
  await page.getByRole("button", { name: "Outline" }).focus();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("treegrid", { name: "Nodes of the workflow" }));
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await template(page).waitFor();
  await tabTo(page, template(page));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("survey");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(template(page)).toHaveValue("tmpl_survey_nps");
  await tabTo(page, page.getByRole("button", { name: "Keep as extra" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Notice" })).toBeHidden();
  await tabTo(page, path(page, "agentName"));
  await page.keyboard.type("contact.email");
  await page.keyboard.press("Escape");
  await expect(path(page, "agentName")).toHaveValue("contact.email");
});
