// Others save the workflow meanwhile: it is told without a dialog in the way, brought in on demand, and what both
// changed is decided field by field.

import type { Page } from "@playwright/test";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import type { Simulator } from "../fixtures/index.ts";
import { addAfter, configureTutorialNode, deploy, deployButton, ending, fill, fillTemplate, openWorkflow, review, selectNode } from "../fixtures/journey.ts";

const mail = '{"id":"mail_1","type":"email","properties":{"templateId":"tmpl_inv_2024","variables":{},"attachments":[],"deliveryMode":"standard","trackOpens":true,"trackClicks":true}}';

/** Stores a next version in which a text is replaced. */
async function saveOther(simulator: Simulator, change: (text: string) => string): Promise<void> {
  const text = await simulator.workflow("wf_12345");
  const version = (JSON.parse(text) as { version: number }).version;
  await simulator.store("wf_12345", change(text).replace(`"version":${version}`, `"version":${version + 1}`));
}

/** Begins with a workflow that has an email node, `mail_1`. */
async function withMail(simulator: Simulator): Promise<void> {
  await saveOther(simulator, (text) => text.replace('"properties":{}}]', `"properties":{}},${mail}]`));
}

/** Coming back to the page. */
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
}

const news = (page: Page) => page.getByRole("status").filter({ has: page.getByRole("button", { name: "Bring it in" }) });

test.beforeEach(async ({ page }, info) => {
  if (info.title.startsWith("by events")) return;
  // Where the proxy tells nothing by events, the page is read again when it is come back to: that has no delay.
  await page.route("**/api/session", async (route) => {
    const answer = await route.fetch();
    const session = (await answer.json()) as { features: Record<string, boolean> };
    await route.fulfill({ response: answer, json: { ...session, features: { ...session.features, events: false } } });
  });
});

test("by events: a newer version is told to a page that nobody touches", async ({ page, stack }) => {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await stack.simulator.otherSave("wf_12345", { operator: "Grace" });
  // What the proxy sees pass by it tells at once: here another browser reads the workflow.
  await page.request.get(`${stack.url}/api/workflows/wf_12345`);
  await expect(news(page)).toContainText("v4", { timeout: 30_000 });
});

test("a newer version is told, and brought in with the change on top; one step takes it back", async ({ page, stack, guard }) => {
  guard.expect(/Failed to load resource/);
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await stack.simulator.otherSave("wf_12345", { operator: "Grace" });
  await comeBack(page);
  await expect(news(page)).toContainText("v4");
  await expect(news(page)).toContainText("Your changes stay");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await audit(page, "newer version");
  await shots(page, "newer-version");
  await news(page).getByRole("button", { name: "Bring it in" }).click();
  await expect(page.getByRole("banner")).toContainText("v4");
  await expect(news(page)).toBeHidden();
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.getByRole("banner")).toContainText("v3");
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(page.getByRole("banner")).toContainText("v4");
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  expect(await stack.simulator.workflow("wf_12345")).toContain('"notes"');
});

test("both changed the same field: mine, theirs, or another value, by keyboard", async ({ page, stack, guard }) => {
  guard.expect(/Failed to load resource/);
  await withMail(stack.simulator);
  await openWorkflow(page, "wf_12345");
  await selectNode(page, "mail_1");
  await fill(page.getByRole("combobox", { name: "Template" }), "tmpl_welcome");
  await page.getByRole("checkbox", { name: "Track clicks" }).click();
  await saveOther(stack.simulator, (text) => text.replace('"templateId":"tmpl_inv_2024"', '"templateId":"tmpl_survey_nps"'));
  await comeBack(page);
  await news(page).getByRole("button", { name: "Bring it in" }).click();
  const dialog = page.getByRole("dialog", { name: "Bring in version 5" });
  await expect(dialog).toContainText("tmpl_inv_2024");
  await expect(dialog).toContainText("tmpl_welcome");
  await expect(dialog).toContainText("tmpl_survey_nps");
  const take = dialog.getByRole("button", { name: "Bring it in" });
  await expect(take).toHaveAccessibleDescription(/still open/);
  await audit(page, "deciding");
  await shots(page, "deciding");
  await dialog.getByRole("radio", { name: "Take mine" }).focus();
  await page.keyboard.press("Space");
  await expect(dialog.getByRole("radio", { name: "Take mine" })).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: "Take theirs" })).toBeChecked();
  await expect(dialog).not.toContainText("tmpl_welcome →");
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: "Another value" })).toBeChecked();
  await dialog.getByRole("textbox", { name: "The value, as JSON" }).fill('"tmpl_order_shipped');
  await expect(take).toHaveAccessibleDescription(/still open/);
  await dialog.getByRole("textbox", { name: "The value, as JSON" }).fill('"tmpl_order_shipped"');
  await shots(page, "decided");
  await take.click();
  await expect(page.getByRole("combobox", { name: "Template" })).toHaveValue("tmpl_order_shipped");
  await expect(page.getByRole("checkbox", { name: "Track clicks" })).not.toBeChecked();
  await expect(page.getByRole("banner")).toContainText("v5");
});

test("not now: nothing is changed, and the version can be brought in later", async ({ page, stack, guard }) => {
  guard.expect(/Failed to load resource/);
  await withMail(stack.simulator);
  await openWorkflow(page, "wf_12345");
  await selectNode(page, "mail_1");
  await fill(page.getByRole("combobox", { name: "Template" }), "tmpl_welcome");
  await saveOther(stack.simulator, (text) => text.replace('"templateId":"tmpl_inv_2024"', '"templateId":"tmpl_survey_nps"'));
  await comeBack(page);
  await news(page).getByRole("button", { name: "Bring it in" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Not now" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("combobox", { name: "Template" })).toHaveValue("tmpl_welcome");
  await expect(page.getByRole("banner")).toContainText("v4");
  await expect(news(page)).toContainText("v5");
});

test("an edited node was removed: it is added again, or stays away", async ({ page, stack, guard }) => {
  guard.expect(/Failed to load resource/);
  await withMail(stack.simulator);
  await openWorkflow(page, "wf_12345");
  await selectNode(page, "mail_1");
  await fill(page.getByRole("combobox", { name: "Template" }), "tmpl_welcome");
  await saveOther(stack.simulator, (text) => text.replace(`,${mail}`, ""));
  await comeBack(page);
  await news(page).getByRole("button", { name: "Bring it in" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Add the node again, with my changes" }).check();
  await expect(dialog).toContainText(/mail_1.* added/);
  await dialog.getByRole("button", { name: "Bring it in" }).click();
  await expect(page.getByRole("combobox", { name: "Template" })).toHaveValue("tmpl_welcome");
  await expect(page.getByRole("treegrid").getByText("mail_1")).toBeVisible();
});

test("both added a node of one id: mine gets another", async ({ page, stack, guard }) => {
  guard.expect(/Failed to load resource/);
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await fillTemplate(page, "tmpl_inv_2024", {
    invoiceNumber: "$workflow.data.invoiceNumber",
    customerName: "$interaction.contact.firstName",
    orderTotal: "$workflow.data.orderTotal",
  });
  await saveOther(stack.simulator, (text) =>
    text.replace('"properties":{}}]', '"properties":{}},{"id":"email_send_01","type":"sms","properties":{}}]'),
  );
  await comeBack(page);
  await news(page).getByRole("button", { name: "Bring it in" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Both: mine gets another id" }).check();
  await dialog.getByRole("textbox", { name: "The id of mine" }).fill("email_of_mine");
  await shots(page, "both-added");
  await dialog.getByRole("button", { name: "Bring it in" }).click();
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  const nodes = (JSON.parse(await stack.simulator.workflow("wf_12345")) as { nodes: { id: string; type: string }[] }).nodes;
  expect(nodes.map((node) => `${node.id}:${node.type}`)).toEqual(
    expect.arrayContaining(["email_send_01:sms", "email_of_mine:email"]),
  );
});

test("a deploy that ends in a conflict leads to the same decisions", async ({ page, stack, guard }) => {
  guard.expect(/Failed to load resource/);
  await withMail(stack.simulator);
  await openWorkflow(page, "wf_12345");
  await selectNode(page, "mail_1");
  await fillTemplate(page, "tmpl_inv_2024", {
    invoiceNumber: "$workflow.data.invoiceNumber",
    customerName: "$interaction.contact.firstName",
    orderTotal: "$workflow.data.orderTotal",
  });
  await page.getByRole("checkbox", { name: "Track clicks" }).click();
  await review(page);
  await expect(deployButton(page)).not.toHaveAttribute("aria-disabled", "true");
  await saveOther(stack.simulator, (text) => text.replace('"variables":{}', '"variables":{"orderTotal":"$workflow.data.theirs"}'));
  await deploy(page);
  await expect(ending(page)).toContainText("Somebody changed the same things");
  await page.getByRole("button", { name: "Bring in the newest version" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Take all of theirs" }).click();
  await dialog.getByRole("button", { name: "Bring it in" }).click();
  await expect(page.getByRole("combobox", { name: "Scope path for orderTotal" })).toHaveValue("$workflow.data.theirs");
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
});

test("a session that has ended is told, and the work stays", async ({ page, guard }) => {
  guard.expect(/Failed to load resource/);
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  const problem = { type: "/problems/signed-out", title: "Signed out", status: 401, detail: "Your session has ended. Nothing was changed. Sign in again." };
  await page.route("**/api/workflows/wf_12345", (route) =>
    route.fulfill({ status: 401, contentType: "application/problem+json", body: JSON.stringify(problem) }),
  );
  await comeBack(page);
  const told = page.getByRole("alert").filter({ hasText: /session/ });
  await expect(told).toContainText("your session has expired. What you have entered is kept.");
  // Once, not by each part of the page that hears of it.
  await expect(told).toHaveCount(1);
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await audit(page, "session ended");
  await shots(page, "session-ended");
});
