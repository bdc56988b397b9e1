// Bad input and bad days: every state has its own plain words, and nothing is lost.

import { audit, expect, shots, test } from "../fixtures/index.ts";
import { addAfter, configureTutorialNode, deploy, ending, fill, openWorkflow, review, reviewTutorialNode, selectNode } from "../fixtures/journey.ts";

const httpError = /Failed to load resource/;

test("the list of workflows", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByText("Order Confirmation Workflow").first()).toBeVisible();
  await audit(page, "home");
  await shots(page, "home");
  await page.getByRole("searchbox").or(page.getByLabel(/filter/i)).first().fill("no such workflow");
  await expect(page.getByText(/no workflow/i).first()).toBeVisible();
  await shots(page, "home-empty");
});

test("an unknown workflow", async ({ page, guard }) => {
  guard.expect(httpError);
  await page.goto("/workflows/wf_nowhere");
  await expect(page.getByRole("alert").first()).toContainText(/wf_nowhere/);
  await audit(page, "unknown workflow");
  await shots(page, "unknown-workflow");
});

test("malformed JSON is told with line and column, and can be loaded again", async ({ page, stack }) => {
  const fine = await stack.simulator.workflow("wf_12345");
  await stack.simulator.store("wf_12345", '{\n  "id": "wf_12345",\n  "nodes": [,]\n}');
  await page.goto("/workflows/wf_12345");
  await expect(page.getByRole("alert").first()).toContainText("line 3, column 13");
  await shots(page, "malformed");
  await stack.simulator.store("wf_12345", fine);
  await page.getByRole("button", { name: /again/i }).first().click();
  await expect(page.getByRole("treegrid")).toBeVisible();
});

test("bytes that are no text are refused with their place, not replaced", async ({ page }) => {
  const body = Buffer.concat([Buffer.from('{"id":"wf_12345",\n"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  await page.route("**/api/workflows/wf_12345", (route) => route.fulfill({ contentType: "application/json", body }));
  await page.goto("/workflows/wf_12345");
  await expect(page.getByRole("alert").first()).toContainText("line 2, column 9");
});

test("a document without nodes is shown and cannot be edited", async ({ page, stack }) => {
  await stack.simulator.store("wf_12345", '{"id":"wf_12345","name":"Empty","version":3}');
  await page.goto("/workflows/wf_12345");
  await expect(page.getByText(/no usable list of nodes/).first()).toBeVisible();
  await audit(page, "without nodes");
  await shots(page, "without-nodes");
});

test("a page in place of JSON, a refusal and an outage each have their own words", async ({ page, stack, guard }) => {
  guard.expect(httpError);
  const said = new Set<string>();
  for (const fault of [
    { kind: "html", status: 200 },
    { kind: "status", status: 403, body: { error: "FORBIDDEN", message: "The token lacks the scope workflow:view." } },
    { kind: "status", status: 401 },
    { kind: "status", status: 503 },
    { kind: "reset" },
    { kind: "truncate", bytes: 40 },
  ] as const) {
    await stack.simulator.fault({ route: "getWorkflow", times: 2, fault });
    await page.goto("/workflows/wf_12345");
    const alert = page.getByRole("alert").first();
    await expect(alert).toBeVisible();
    said.add(await alert.innerText());
    await page.goto("about:blank");
    while ((await stack.simulator.waitingFaults()).length > 0) {
      await page.request.get(`${stack.url}/api/workflows/wf_12345`).catch(() => undefined);
    }
  }
  expect(said.size).toBe(6);
});

test.describe("with a small limit", () => {
  test.use({ settings: { CXONE_LIMITS_WORKFLOW_BYTES: "600" } });

  test("a body over the limit is told, and the change is kept", async ({ page, stack, guard }) => {
    guard.expect(httpError);
    const before = await stack.simulator.workflow("wf_12345");
    await reviewTutorialNode(page);
    await deploy(page);
    await expect(ending(page)).toContainText(/413/);
    await expect(ending(page)).toContainText("Nothing was written");
    expect(await stack.simulator.workflow("wf_12345")).toBe(before);
    await page.getByRole("link", { name: "Correct it in the editor" }).click();
    await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  });
});

test.describe("with a dead upstream", () => {
  test.use({ settings: { CXONE_BASE_URL: "http://127.0.0.1:9" } });

  test("the list and a workflow say that the tenant cannot be reached", async ({ page, guard }) => {
    guard.expect(httpError);
    await page.goto("/");
    await expect(page.getByText(/could not connect/i).first()).toBeVisible();
    await audit(page, "dead upstream");
    await shots(page, "dead-upstream");
    await page.goto("/workflows/wf_12345");
    await expect(page.getByRole("alert").first()).toContainText(/could not connect/i);
  });
});

test("a lost connection: what is typed stays, and loading goes on afterwards", async ({ page, context, guard }) => {
  guard.expect(httpError);
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await context.setOffline(true);
  await review(page);
  await expect(page.getByText(/no connection|offline/i).first()).toBeVisible();
  await shots(page, "offline");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Check again" }).click();
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
});

test("unsaved work survives a reload", async ({ page }) => {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByText(/unsaved changes .* are back/i)).toBeVisible();
  await selectNode(page, "email_send_01");
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await shots(page, "restored");
});

test("problems stand beside their fields while typing", async ({ page }) => {
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await fill(page.getByRole("combobox", { name: "Template" }), "tmpl_inv_2024");
  const path = page.getByRole("combobox", { name: "Scope path for orderTotal" });
  await fill(path, "workflow.data.orderTotal");
  await expect(path).toHaveAttribute("aria-invalid", "true");
  await expect(path).toHaveAccessibleDescription(/\$/);
  await page.getByRole("button", { name: "Add an attachment" }).click();
  await fill(page.getByRole("combobox", { name: "File id" }), "att_catalogue_hires");
  await expect(page.getByText(/10 MiB/).first()).toBeVisible();
  await page.getByRole("tab", { name: /Problems/ }).click();
  await audit(page, "problems");
  await shots(page, "problems");
});

test("a branching workflow: the email goes on one branch, which keeps its condition", async ({ page, stack }) => {
  const before = JSON.parse(await stack.simulator.workflow("wf_order_status")) as Workflow;
  const branch = before.transitions.find((way) => way.condition !== undefined)!;
  await openWorkflow(page, "wf_order_status");
  await selectNode(page, branch.from);
  await page.getByRole("button", { name: `On the way to ${branch.to}` }).first().click();
  await shots(page, "branch");
  await fill(page.getByRole("combobox", { name: "Template" }), "tmpl_inv_2024");
  for (const name of ["customerName", "orderTotal", "invoiceNumber"]) {
    await fill(page.getByRole("combobox", { name: `Scope path for ${name}` }), `$workflow.data.${name}`);
  }
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  const after = JSON.parse(await stack.simulator.workflow("wf_order_status")) as Workflow;
  const node = after.nodes.find((found) => !before.nodes.some((old) => old.id === found.id))!;
  expect(after.transitions.find((way) => way.id === branch.id)).toEqual({ ...branch, to: node.id });
  expect(after.transitions.filter((way) => way.from === node.id).map((way) => way.to)).toEqual([branch.to]);
});

interface Workflow {
  nodes: { id: string }[];
  transitions: { id: string; from: string; to: string; condition?: unknown }[];
}

test("an existing email node is edited, and every odd spelling around it stays", async ({ page, stack }) => {
  const before = JSON.parse(await stack.simulator.workflow("wf_legacy_fields")) as { nodes: { id: string; type: string }[] };
  const node = before.nodes.find((found) => found.type === "email")!;
  await openWorkflow(page, "wf_legacy_fields");
  await selectNode(page, node.id);
  await page.getByRole("checkbox", { name: "Track clicks" }).click();
  await shots(page, "existing");
  const text = await stack.simulator.workflow("wf_legacy_fields");
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  const after = await stack.simulator.workflow("wf_legacy_fields");
  // Every odd spelling is still there: only the flag, the version and the timestamp differ.
  const neutral = (document: string) =>
    document.replace(/"trackClicks"\s*:\s*(true|false)/, "").replace(/"version"\s*:\s*\d+/, "").replace(/"lastUpdatedTimestamp"\s*:\s*\d+/, "");
  expect(neutral(after)).toBe(neutral(text));
  expect(after).not.toBe(text);
});

test("a workflow of 10,000 nodes opens and stays usable", async ({ page, stack }) => {
  await openWorkflow(page, "wf_large_10k");
  const grid = page.getByRole("treegrid", { name: "Nodes of the workflow" });
  await expect(grid).toHaveAttribute("aria-rowcount", "10000");
  expect(await grid.getByRole("row").count()).toBeLessThan(120);
  await grid.focus();
  await page.keyboard.press("End");
  await page.getByRole("searchbox", { name: "Filter the nodes" }).or(page.getByLabel("Filter the nodes")).first().fill("email");
  await expect(grid).not.toHaveAttribute("aria-rowcount", "10000");
  await grid.getByRole("row").first().click();
  await page.getByRole("checkbox", { name: "Track opens" }).click();
  await expect(page.getByText("1 node changed").first()).toBeVisible();
  await page.getByRole("tab", { name: "JSON" }).click();
  await shots(page, "large");
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed", { timeout: 30_000 });
  expect(await stack.simulator.writes("wf_large_10k")).toHaveLength(1);
});

test("an address that leads nowhere", async ({ page }) => {
  await page.goto("/no/such/page");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await audit(page, "not found");
});

test.describe("without credentials", () => {
  test.use({ settings: { CXONE_CLIENT_ID: "", CXONE_CLIENT_SECRET: "", CXONE_BASE_URL: "" } });

  test("every page says DEMO", async ({ page }) => {
    for (const address of ["/", "/workflows/wf_12345", "/workflows/wf_12345/review", "/activity", "/nowhere"]) {
      await page.goto(address);
      await expect(page.getByText("DEMO", { exact: true })).toBeVisible();
    }
    await page.goto("/workflows/wf_12345/review");
    await expect(page.getByText("Nothing to deploy")).toBeVisible();
    await audit(page, "nothing to deploy");
    await shots(page, "nothing-to-deploy");
  });
});
