// A change as a file: saved with words first, looked at before it is opened, and put on another version.

import { readFile, writeFile } from "node:fs/promises";
import type { Page, TestInfo } from "@playwright/test";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { configureTutorialNode, deploy, ending, openWorkflow, review } from "../fixtures/journey.ts";

async function save(page: Page): Promise<string> {
  await page.getByRole("tab", { name: /Changes/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save this change as a file" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("wf_12345-change.json");
  return readFile(await download.path(), "utf8");
}

async function open(page: Page, info: TestInfo, text: string): Promise<void> {
  const path = info.outputPath("change.json");
  await writeFile(path, text);
  await page.getByRole("tab", { name: /Changes/ }).click();
  await page.locator("#change-file").setInputFiles(path);
}

test("a change goes out as a file and comes in on a newer version", async ({ page, stack }, info) => {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await expect(page.getByText("1 node added, 1 transition added")).toBeVisible();
  const text = await save(page);
  const file = JSON.parse(text) as { format: string; summary: string[]; workflow: string; baseVersion: number };
  expect(Object.keys(file).slice(0, 3)).toEqual(["format", "formatVersion", "summary"]);
  expect(file).toMatchObject({ format: "cxone-email-change", workflow: "wf_12345", baseVersion: 3 });
  expect(file.summary.join(" ")).toContain("email_send_01");

  await page.getByRole("button", { name: "Discard", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await stack.simulator.otherSave("wf_12345", { operator: "Grace" });
  await openWorkflow(page, "wf_12345");
  await page.mouse.move(300, 300);
  await open(page, info, text);
  const dialog = page.getByRole("dialog", { name: "Open this change?" });
  await expect(dialog).toContainText("made on version 3; version 4 is shown");
  await expect(dialog).toContainText("email_send_01");
  await audit(page, "before opening a file");
  await shots(page, "change-file");
  await dialog.getByRole("button", { name: "Open it" }).click();
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  expect(await stack.simulator.workflow("wf_12345")).toContain('"notes"');
});

test("what cannot be opened is told with its place, and nothing is changed", async ({ page }, info) => {
  await openWorkflow(page, "wf_12345");
  await page.mouse.move(300, 300);
  const alert = page.getByRole("region", { name: "Save this change as a file" }).getByRole("alert");
  await open(page, info, '{\n  "format": ,\n}');
  await expect(alert).toContainText("line 2, column 13");
  await open(page, info, "[1, 2]");
  await expect(alert).toContainText("no saved change");
  await open(page, info, '{"format":"cxone-email-change","formatVersion":9}');
  await expect(alert).toContainText("format version 9");
  await audit(page, "refused file");
  await shots(page, "refused-file");
  await expect(page.getByText("No changes").first()).toBeVisible();
});
