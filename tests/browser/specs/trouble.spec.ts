// Deploys that meet trouble: nothing is lost, nothing is added twice, and the words are true.

import { audit, expect, shots, test } from "../fixtures/index.ts";
import { configureTutorialNode, deploy, deployButton, ending, openWorkflow, review, reviewTutorialNode, timeline } from "../fixtures/journey.ts";

const httpError = /Failed to load resource/;

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

test("409: somebody saves in between, and both edits are there", async ({ page, stack, guard }) => {
  guard.expect(httpError);
  await reviewTutorialNode(page);
  await stack.simulator.fault({ route: "putWorkflow", fault: { kind: "otherSave", operator: "Grace" } });
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  await expect(timeline(page)).toContainText("409");
  await expect(timeline(page)).toContainText("Put the change on the newest version");
  await shots(page, "replayed");
  const text = await stack.simulator.workflow("wf_12345");
  expect(text).toContain('"notes"');
  expect(count(text, '"id":"email_send_01"')).toBe(1);
  expect((JSON.parse(text) as { version: number }).version).toBe(5);
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(2);
});

test("a newer version is seen by the checks before anything is sent", async ({ page, stack }) => {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await stack.simulator.otherSave("wf_12345", { operator: "Grace" });
  await review(page);
  await expect(page.getByText(/Somebody saved version 4 after version 3 was opened/)).toBeVisible();
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  const text = await stack.simulator.workflow("wf_12345");
  expect(text).toContain('"notes"');
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(1);
});

test("429: the tenant's Retry-After is honoured", async ({ page, stack, guard }) => {
  guard.expect(httpError);
  await reviewTutorialNode(page);
  await stack.simulator.fault({ route: "putWorkflow", fault: { kind: "status", status: 429, retryAfter: "2" } });
  const begun = Date.now();
  await deploy(page);
  await expect(timeline(page)).toContainText(/s left/);
  await audit(page, "waiting");
  await shots(page, "waiting");
  await expect(ending(page)).toContainText("Deployed");
  expect(Date.now() - begun).toBeGreaterThanOrEqual(2_000);
  await expect(timeline(page)).toContainText("429");
  expect(count(await stack.simulator.workflow("wf_12345"), '"id":"email_send_01"')).toBe(1);
});

test("a write that commits and then drops the connection adds the node once", async ({ page, stack, guard }) => {
  guard.expect(httpError);
  await reviewTutorialNode(page);
  await stack.simulator.fault({ route: "putWorkflow", phase: "after", fault: { kind: "reset" } });
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  await expect(timeline(page)).toContainText("Read back whether the change has arrived");
  expect(count(await stack.simulator.workflow("wf_12345"), '"id":"email_send_01"')).toBe(1);
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(1);
});

test("400: the template compiler's words stand beside the field, after one write", async ({ page, stack, guard }) => {
  guard.expect(httpError);
  await reviewTutorialNode(page);
  await expect(deployButton(page)).not.toHaveAttribute("aria-disabled", "true");
  // Somebody adds a placeholder to the template after it was checked.
  await stack.simulator.template("tmpl_inv_2024", {
    name: "Invoice",
    subject: "Your invoice {{invoiceNumber}}",
    html: "<p>Hello {{customerName}}, {{orderTotal}}.</p>\n<p>Pay by {{dueDate}}.</p>",
    text: "",
  });
  await deploy(page);
  await expect(ending(page)).toContainText("The tenant refused it");
  await expect(ending(page)).toContainText("Nothing was written");
  await audit(page, "refused");
  await shots(page, "refused");
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(1);

  await page.getByRole("link", { name: "Correct it in the editor" }).click();
  const template = page.getByRole("combobox", { name: "Template" });
  await expect(template).toHaveAccessibleDescription(/cannot resolve `?dueDate/);
  await expect(template).toHaveAccessibleDescription(/line 2, column/);
  await shots(page, "refused-field");
});

test("waiting can be cancelled, and the receipt says that nothing was written", async ({ page, stack, guard }) => {
  guard.expect(httpError);
  const before = await stack.simulator.workflow("wf_12345");
  await reviewTutorialNode(page);
  await stack.simulator.fault({ route: "putWorkflow", fault: { kind: "status", status: 429, retryAfter: "40" } });
  await deploy(page);
  await expect(timeline(page)).toContainText(/s left/);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(ending(page)).toContainText("Cancelled");
  await expect(ending(page)).toContainText("Nothing was written");
  expect(await stack.simulator.workflow("wf_12345")).toBe(before);
  await page.getByRole("button", { name: "Review again" }).click();
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
});

test("the outcome is not known: reading back does not work either", async ({ page, stack, guard }) => {
  guard.expect(httpError);
  await reviewTutorialNode(page);
  await stack.simulator.fault({ route: "putWorkflow", phase: "after", fault: { kind: "reset" } });
  await expect(deployButton(page)).not.toHaveAttribute("aria-disabled", "true");
  // The first read of the deploy goes through, every later one fails.
  await stack.simulator.fault({ route: "getWorkflow", fault: { kind: "delay", ms: 0 } });
  await stack.simulator.fault({ route: "getWorkflow", times: 20, fault: { kind: "status", status: 503 } });
  await deploy(page);
  await expect(ending(page)).toContainText("The outcome is not known");
  await audit(page, "outcome unknown");
  await shots(page, "unknown");
});

test("another node took the id in the meantime: a conflict, and nothing is written", async ({ page, stack }) => {
  await reviewTutorialNode(page);
  await expect(deployButton(page)).not.toHaveAttribute("aria-disabled", "true");
  const theirs = (await stack.simulator.workflow("wf_12345"))
    .replace('"version":3', '"version":4')
    .replace('"properties":{}}]', '"properties":{}},{"id":"email_send_01","type":"sms","properties":{}}]');
  await stack.simulator.store("wf_12345", theirs);
  await deploy(page);
  await expect(ending(page)).toContainText("Somebody changed the same things");
  await audit(page, "conflict");
  await shots(page, "conflict");
  expect(await stack.simulator.workflow("wf_12345")).toBe(theirs);
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(0);
});

test("a token that ends in mid-deploy is renewed without anyone noticing", async ({ page, stack }) => {
  await reviewTutorialNode(page);
  await stack.simulator.fault({ route: "putWorkflow", fault: { kind: "expireTokens" } });
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
});

test.describe("with a wrong secret", () => {
  test.use({ settings: { CXONE_CLIENT_SECRET: "wrong-secret-canary" } });

  test("the list and the workflow say so, and the secret is nowhere", async ({ page, stack, guard }) => {
    guard.expect(httpError);
    await page.goto("/");
    await expect(page.getByText(/refuses the client id or secret/i).first()).toBeVisible();
    await audit(page, "wrong secret");
    await shots(page, "wrong-secret");
    await page.goto("/workflows/wf_12345");
    await expect(page.getByText(/refuses the client id or secret/i).first()).toBeVisible();
    expect(await page.content()).not.toContain("wrong-secret-canary");
    expect(stack.proxy.log).not.toContain("wrong-secret-canary");
  });
});

test("a deploy that a closed page interrupts is found out at the next visit, and was written once", async ({ page, stack }) => {
  await reviewTutorialNode(page);
  await stack.simulator.fault({ route: "putWorkflow", phase: "after", fault: { kind: "delay", ms: 25_000 } });
  page.on("dialog", (dialog) => void dialog.accept());
  await deploy(page);
  await expect.poll(async () => (await stack.simulator.writes("wf_12345")).length).toBe(1);
  await page.goto("/workflows/wf_12345");
  const notice = page.getByRole("alert").filter({ hasText: "was interrupted" });
  await expect(notice).toBeVisible();
  await audit(page, "interrupted");
  await shots(page, "interrupted");
  await notice.getByRole("link", { name: "Find out" }).click();
  await shots(page, "interrupted-review");
  await page.getByRole("button", { name: "Find out" }).click();
  await expect(ending(page)).toContainText("Deployed");
  await shots(page, "interrupted-found-out");
  expect(count(await stack.simulator.workflow("wf_12345"), '"id":"email_send_01"')).toBe(1);
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(1);
  await page.goto("/workflows/wf_12345");
  await expect(page.getByRole("treegrid").getByText("email_send_01")).toBeVisible();
  await expect(notice).toBeHidden();
});
