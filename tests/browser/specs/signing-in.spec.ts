// Signing in: the start link, an OpenID provider, name and password, roles, sessions, and a session that ends in the middle.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { programs } from "../fixtures/program.ts";
import { addAfter, reviewTutorialNode, selectNode } from "../fixtures/journey.ts";

const httpError = /Failed to load resource/;
const folder = mkdtempSync(path.join(tmpdir(), "configurator-people-"));
const password = "correct-horse-battery";

/** A password file with one operator for each role. */
function operators(): string {
  const file = path.join(folder, `operators-${process.pid}`);
  for (const role of ["viewer", "editor", "administrator"]) {
    const args = ["operator", "add", role, "--role", role, "--operators-file", file];
    execFileSync(path.join(programs, "cxone-proxy"), args, { input: `${password}\n`, cwd: folder });
  }
  return file;
}

test.describe("with a start link", () => {
  const file = path.join(folder, `start-link-${process.pid}-${Math.random()}`);
  test.use({ settings: { CXONE_AUTH: "link", CXONE_START_LINK_FILE: file } });

  test("the link lets in once, and each later try is told why not", async ({ page, guard, stack }) => {
    guard.expect(httpError);
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Start link" })).toBeVisible();
    await audit(page, "sign in");
    await shots(page, "sign-in-link");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("Paste the start link")).toBeVisible();
    await page.getByRole("textbox", { name: "Start link" }).fill("something else");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("not one of the proxy's");
    await audit(page, "sign in refused");

    const link = readFileSync(file, "utf8").trim();
    expect(link).toContain(`${stack.url}/sign-in#token=`);
    await page.goto(link);
    await expect(page.getByText("Order Confirmation Workflow").first()).toBeVisible();
    expect(page.url(), "the token is gone from the address").toBe(`${stack.url}/`);

    await page.getByRole("button", { name: /^Account/ }).click();
    await expect(page.getByText("Signed in with a start link.")).toBeVisible();
    await audit(page, "account");
    await shots(page, "account");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

    await page.goto(link);
    await expect(page.getByRole("alert")).toContainText("each is good once");
    await page.getByRole("button", { name: "Print a new start link" }).click();
    await expect(page.getByText("A new start link was printed")).toBeVisible();
    const printed = [...stack.proxy.log.matchAll(/http\S+#token=\S+/g)].at(-1)?.[0] ?? "";
    expect(printed).not.toBe(link);
    await page.getByRole("textbox", { name: "Start link" }).fill(printed);
    await page.getByRole("textbox", { name: "Start link" }).press("Enter");
    await expect(page.getByText("Order Confirmation Workflow").first()).toBeVisible();
  });
});

test.describe("at an OpenID provider", () => {
  test.use({
    settings: {
      CXONE_AUTH: "oidc",
      CXONE_OIDC_ISSUER: "{tenant}",
      CXONE_OIDC_CLIENT_ID: "demo-client",
      CXONE_OIDC_CLIENT_SECRET: "demo-secret",
      CXONE_OIDC_NAME: "Example",
      CXONE_ROLES_OTHERS: "editor",
    },
  });

  test("one goes there, comes back to the page that one wanted, and may work", async ({ page, guard, stack }) => {
    guard.expect(httpError, new RegExp(`^request to ${stack.simulator.url}$`));
    await page.goto("/workflows/wf_12345");
    const way = page.getByRole("button", { name: "Sign in with Example" });
    await expect(way).toBeVisible();
    await audit(page, "sign in at a provider");
    await shots(page, "sign-in-provider");
    await way.click();
    await expect(page.getByRole("treegrid"), "where one wanted to go").toBeVisible();
    await page.getByRole("button", { name: /^Account/ }).click();
    await expect(page.getByText("Signed in by single sign-on.")).toBeVisible();
    await shots(page, "account-provider");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(way).toBeVisible();
  });
});

test.describe("with passwords", () => {
  test.use({ settings: { CXONE_AUTH: "password", CXONE_OPERATORS_FILE: operators() } });

  const signIn = async (page: import("@playwright/test").Page, name: string, word = password) => {
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByLabel("Password").fill(word);
    await page.getByLabel("Password").press("Enter");
  };

  test("a wrong password is told, a right one lets in", async ({ page, guard }) => {
    guard.expect(httpError);
    await page.goto("/workflows/wf_12345");
    await expect(page.getByRole("textbox", { name: "Name" })).toBeVisible();
    await audit(page, "sign in by password");
    await shots(page, "sign-in-password");
    await signIn(page, "editor", "not the password");
    await expect(page.getByRole("alert")).toContainText("The name or the password is wrong");
    await signIn(page, "editor");
    await expect(page.getByRole("treegrid"), "where one wanted to go").toBeVisible();
  });

  test("a viewer may look and is told why not more", async ({ page, guard }) => {
    guard.expect(httpError);
    await page.goto("/workflows/wf_12345");
    await signIn(page, "viewer");
    await expect(page.getByRole("treegrid")).toBeVisible();
    await reviewTutorialNode(page);
    const deploy = page.getByRole("button", { name: "Deploy", exact: true });
    await expect(deploy).toHaveAttribute("aria-disabled", "true");
    await expect(page.getByText("This needs the role editor")).toBeAttached();
  });

  test("sessions are listed and ended; work in one that ends is kept", async ({ page, guard, browser, stack }) => {
    guard.expect(httpError);
    await page.goto("/workflows/wf_12345");
    await signIn(page, "editor");
    await expect(page.getByRole("treegrid")).toBeVisible();
    await addAfter(page, "start_node");
    const template = page.getByRole("combobox", { name: "Template" });
    await template.fill("tmpl_inv_2024");
    await template.press("Escape");

    const other = await browser.newContext({ baseURL: stack.url });
    const admin = await other.newPage();
    await admin.goto("/sessions");
    await signIn(admin, "administrator");
    await expect(admin.getByRole("cell", { name: /^editor/ }).first()).toBeVisible();
    await audit(admin, "sessions");
    await shots(admin, "sessions");
    await admin.getByRole("button", { name: /^End the session of editor/ }).click();
    await admin.getByRole("dialog").getByRole("button", { name: "End session" }).click();
    await expect(admin.getByRole("cell", { name: /^editor/ })).toHaveCount(0);
    await other.close();

    // What the proxy has checked a moment ago it believes for a few seconds.
    await expect(async () => {
      await page.evaluate(() => fetch("/api/templates/tmpl_inv_2024"));
      expect((await page.evaluate(async () => (await fetch("/api/session")).status))).toBe(401);
    }).toPass();
    await page.getByRole("combobox", { name: "Template" }).fill("tmpl_order_shipped");
    await page.getByRole("combobox", { name: "Template" }).press("Escape");
    const over = page.getByRole("alert").filter({ hasText: "What you have entered is kept" });
    await expect(over).toBeVisible();
    await audit(page, "session over");
    await shots(page, "session-over");
    await page.getByRole("button", { name: "Sign in again" }).click();
    const dialog = page.getByRole("dialog", { name: "Sign in" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("editor");
    await dialog.getByLabel("Password").fill(password);
    await shots(page, "sign-in-again");
    await dialog.getByLabel("Password").press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText("What you have entered is kept")).toHaveCount(0);
    await expect(page.getByRole("combobox", { name: "Template" })).toHaveValue(/tmpl_order_shipped/);
    await selectNode(page, "start_node");
  });
});
