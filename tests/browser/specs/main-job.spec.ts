// The main job, end to end: open a workflow, add an email node, see it validated and diffed, deploy it.

import { audit, expect, shots, test } from "../fixtures/index.ts";
import { configureTutorialNode, deploy, ending, openWorkflow, review, timeline, tutorialNode } from "../fixtures/journey.ts";

interface Workflow {
  version: number;
  lastUpdatedTimestamp: number;
  nodes: { id: string }[];
  transitions: object[];
}

test("the tutorial's node goes into wf_12345 and nothing else changes", async ({ page, stack }) => {
  const before = await stack.simulator.workflow("wf_12345");
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await expect(page.getByText("1 node added, 1 transition added")).toBeVisible();
  await expect(page.getByText("0 errors")).toBeVisible();
  await audit(page, "editor with a new node");
  await shots(page, "editor");

  await review(page);
  await expect(page.getByText("Email node email_send_01 added after start_node")).toBeVisible();
  await expect(page.getByText("Version 3 is still the newest.")).toBeVisible();
  await expect(page.getByText("`tmpl_inv_2024` exists, and its 3 placeholders are filled.".replaceAll("`", ""))).toBeVisible();
  const why = "Invoices go out by mail: ticket 4711, für Ana";
  await page.getByRole("textbox", { name: "Why (optional)" }).fill(why);
  await audit(page, "review");
  await shots(page, "review");

  await deploy(page);
  await expect(ending(page).getByRole("heading", { name: "Deployed" })).toBeVisible();
  await expect(timeline(page).getByRole("listitem")).toHaveCount(2);
  await audit(page, "receipt");
  await shots(page, "receipt");

  const history = await page.request.get("/api/workflows/wf_12345/history");
  const { versions } = (await history.json()) as { versions: { version: string; note?: string }[] };
  expect(versions[0]).toMatchObject({ version: "4", note: why });

  const text = await stack.simulator.workflow("wf_12345");
  const [old, now] = [JSON.parse(before) as Workflow, JSON.parse(text) as Workflow];
  const added = {
    id: tutorialNode.id,
    type: "email",
    properties: {
      templateId: tutorialNode.template,
      variables: tutorialNode.variables,
      attachments: [
        { fileId: "att_inv_terms", fileName: "terms-and-conditions.pdf" },
        { fileId: "att_inv_summary", fileName: "invoice-summary.pdf" },
      ],
      deliveryMode: "standard",
      trackOpens: true,
      trackClicks: true,
    },
  };
  const way = { id: "t_start_node_email_send_01", from: "start_node", to: tutorialNode.id };
  expect(now.version).toBe(old.version + 1);
  expect(now.lastUpdatedTimestamp).toBeGreaterThan(old.lastUpdatedTimestamp);
  // Byte for byte: what the tenant holds now is what it held before, with exactly these four changes.
  expect(text).toBe(
    before
      .replace('"properties":{}}]', () => `"properties":{}},${JSON.stringify(added)}]`)
      .replace('"transitions":[]', () => `"transitions":[${JSON.stringify(way)}]`)
      .replace(`"version":${old.version}`, `"version":${now.version}`)
      .replace(`${old.lastUpdatedTimestamp}`, `${now.lastUpdatedTimestamp}`),
  );
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(1);
});

test("a deploy leaves a receipt, an audit event and an offer to register the webhook", async ({ page }) => {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  await expect(ending(page)).toContainText("Recorded in the activity");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download receipt" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^receipt-op_[0-9a-f]{32}\.json$/);
  const receipt = JSON.parse(await (await import("node:fs/promises")).readFile(await file.path(), "utf8")) as Record<string, unknown>;
  expect(receipt).toMatchObject({ workflowId: "wf_12345", nodeIds: ["email_send_01"], outcome: "deployed", changed: true, version: "4", attempts: 1 });

  const url = page.getByRole("textbox", { name: "URL" });
  await url.fill("hooks.example.com");
  await page.getByRole("button", { name: "Register webhook" }).click();
  await expect(url).toHaveAttribute("aria-invalid", "true");
  await url.fill("http://127.0.0.1:9/hooks");
  await page.getByRole("button", { name: "Register webhook" }).click();
  await expect(page.getByText("The proxy keeps the secret that signs its deliveries")).toBeVisible();
  await audit(page, "webhook registered");
  await shots(page, "webhook");

  await page.getByRole("link", { name: "activity", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Activity" })).toBeVisible();
  await expect(page.getByText("email_send_01").first()).toBeVisible();
  await audit(page, "activity");
  await shots(page, "activity");
  const exported = await page.request.get("/api/audit?format=jsonl");
  const events = (await exported.text()).trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  const configured = events.find((event) => event.event === "workflow_email_node_configured");
  expect(configured).toMatchObject({
    org: "acme",
    deploy: { workflowId: "wf_12345", nodeIds: ["email_send_01"], templateIds: ["tmpl_inv_2024"], status: 200, webhookRegistered: true },
  });
  expect((configured?.deploy as { latencyMs: number }).latencyMs).toBeGreaterThanOrEqual(0);
  expect(await exported.text()).not.toContain("whsec_");
});

test("the whole job with the keyboard alone", async ({ page, stack }) => {
  await openWorkflow(page, "wf_12345");
  const tabTo = async (name: RegExp, role: "treegrid" | "button" | "combobox" | "link") => {
    const target = page.getByRole(role, { name }).first();
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press("Tab");
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`the Tab key never reaches ${role} ${name}`);
  };
  await tabTo(/Nodes of the workflow/, "treegrid");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await tabTo(/Add an email node after this/, "button");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Template" }).waitFor();
  await tabTo(/^Template/, "combobox");
  await page.keyboard.type("tmpl_inv");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Template" })).toHaveValue("tmpl_inv_2024");
  for (const [name, path] of Object.entries(tutorialNode.variables)) {
    await page.getByRole("combobox", { name: `Scope path for ${name}` }).waitFor();
    await tabTo(new RegExp(`^Scope path for ${name}`), "combobox");
    await page.keyboard.type(path);
    await page.keyboard.press("Escape");
  }
  await tabTo(/Review & deploy/, "button");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Review and deploy" })).toBeFocused();
  await expect(page.getByRole("button", { name: "Deploy", exact: true })).not.toHaveAttribute("aria-disabled", "true");
  await tabTo(/^Deploy$/, "button");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Deployed" })).toBeFocused();
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(1);
});

test("a double click is one deploy", async ({ page, stack }) => {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await review(page);
  await stack.simulator.fault({ route: "putWorkflow", fault: { kind: "delay", ms: 300 } });
  const button = page.getByRole("button", { name: "Deploy", exact: true });
  await expect(button).not.toHaveAttribute("aria-disabled", "true");
  await button.dblclick();
  await expect(ending(page)).toContainText("Deployed");
  expect(await stack.simulator.writes("wf_12345")).toHaveLength(1);
});
