// Attachments: picked, uploaded, put in order, and weighed against the limits.

import { audit, expect, shots, test } from "../fixtures/index.ts";
import { addAfter, fill, openWorkflow } from "../fixtures/journey.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import type { Page } from "@playwright/test";

const MiB = 1024 * 1024;
const file = (name: string, size: number) => ({ name, mimeType: "application/pdf", buffer: Buffer.alloc(size, 65) });
const names = (page: Page) => page.getByRole("textbox", { name: "File name" });
const picker = (page: Page) => page.locator("input[type=file]");
const uploads = (page: Page) => page.getByRole("list", { name: "Uploads" });

async function begin(page: Page): Promise<void> {
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await expect(page.getByRole("button", { name: "Upload files…" })).toBeVisible();
}

async function attach(page: Page, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await page.getByRole("button", { name: "Add an attachment" }).click();
    await fill(page.getByRole("combobox", { name: "File id" }).last(), id);
  }
}

test("files are picked by name, with their size and type, and weighed against both limits", async ({ page }) => {
  await begin(page);
  await page.getByRole("button", { name: "Add an attachment" }).click();
  await page.getByRole("combobox", { name: "File id" }).fill("lookbook");
  await expect(page.getByRole("listbox", { name: "Suggestions" }).getByRole("option")).toHaveCount(3);
  await expect(page.getByRole("listbox", { name: "Suggestions" }).getByRole("option").first()).toContainText("lookbook-spring.pdf");
  await expect(page.getByRole("listbox", { name: "Suggestions" }).getByRole("option").first()).toContainText("9.5 MiB · application/pdf");
  await shots(page, "form-file-picker");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(names(page)).toHaveValue("lookbook-spring.pdf");
  await attach(page, "att_lookbook_summer");
  await expect(page.getByText("2 files, 18.5 MiB of 25 MiB")).toBeVisible();
  await expect(page.getByRole("img", { name: /^Files: 18.5 MiB of 25 MiB. lookbook-spring.pdf 9.5 MiB and lookbook-summer.pdf 9 MiB/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^As a mail \(base64\): 24.7 MiB of 25 MiB/ })).toBeVisible();
  await attach(page, "att_catalogue_hires");
  await expect(page.getByText("3 files, 29.5 MiB of 25 MiB")).toBeVisible();
  await audit(page, "attachments over the limits");
  await shots(page, "form-budget");
});

test("files are uploaded by the button, several at once, and attached", async ({ page, stack }) => {
  await begin(page);
  await picker(page).setInputFiles([file("terms & more.pdf", 3000), file("größe.pdf", 2 * MiB), file("three.txt", 10)]);
  await expect(names(page)).toHaveCount(3);
  for (const name of ["terms & more.pdf", "größe.pdf", "three.txt"]) {
    expect(await names(page).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toContain(name);
  }
  await expect(page.getByText("3 files, 2 MiB of 25 MiB")).toBeVisible();
  await expect(uploads(page)).toBeHidden();
  const sent = (await stack.simulator.requests()).filter((request) => request.method === "POST" && request.path.includes("attachments"));
  expect(sent).toHaveLength(3);
  await audit(page, "uploaded files");
  await shots(page, "form-uploaded");
});

test("files are dropped on the section", async ({ page }) => {
  await begin(page);
  const transfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["hello"], "dropped.txt", { type: "text/plain" }));
    return transfer;
  });
  await page.dispatchEvent(".drop-zone", "dragenter", { dataTransfer: transfer });
  await expect(page.getByText("Drop the files to upload and attach them")).toBeVisible();
  await shots(page, "form-drop");
  await page.dispatchEvent(".drop-zone", "drop", { dataTransfer: transfer });
  await expect(names(page)).toHaveValue("dropped.txt");
  await expect(page.getByText("Drop the files to upload and attach them")).toBeHidden();
});

test("what is too large is told and never sent", async ({ page, stack }) => {
  await begin(page);
  await attach(page, "att_lookbook_spring", "att_lookbook_summer");
  await expect(page.getByText("2 files, 18.5 MiB of 25 MiB")).toBeVisible();
  await stack.simulator.clearRequests();
  await picker(page).setInputFiles([file("huge.pdf", 10 * MiB + 1), file("much.pdf", 7 * MiB), file("empty.pdf", 0)]);
  const told = uploads(page).getByRole("listitem");
  await expect(told).toHaveCount(3);
  await expect(told.nth(0)).toContainText("Not sent: it has 10 MiB, and a file may have 10 MiB at most.");
  await expect(told.nth(1)).toContainText("Not sent: with it the attachments would have 25.5 MiB, and may have 25 MiB in all.");
  await expect(told.nth(2)).toContainText("Not sent: the file is empty.");
  await audit(page, "files that are too large");
  await shots(page, "form-too-large");
  expect((await stack.simulator.requests()).filter((request) => request.method === "POST" && request.path.includes("attachments"))).toEqual([]);
  // With room made, the one that was too much can go.
  await page.getByRole("button", { name: "Remove lookbook-spring.pdf" }).click();
  await page.getByRole("button", { name: "Try much.pdf again" }).click();
  await expect(names(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Dismiss huge.pdf" }).click();
  await expect(told).toHaveCount(1);
});

test("an upload that fails is told with a way to try again", async ({ page, stack, guard }) => {
  guard.expect(/status of 500/);
  await stack.simulator.fault({ route: "uploadAttachment", fault: { kind: "status", status: 500 } });
  await begin(page);
  await picker(page).setInputFiles([file("report.pdf", 4000)]);
  await expect(uploads(page)).toContainText("The tenant had a problem of its own (status 500).");
  await expect(uploads(page)).toContainText("nothing was attached");
  await audit(page, "failed upload");
  await shots(page, "form-upload-failed");
  await page.getByRole("button", { name: "Try report.pdf again" }).click();
  await expect(names(page)).toHaveValue("report.pdf");
  await expect(uploads(page)).toBeHidden();
});

test("an upload is followed and taken back with the keyboard alone", async ({ page, stack }) => {
  await stack.simulator.fault({ route: "uploadAttachment", fault: { kind: "delay", ms: 60_000 } });
  await begin(page);
  await picker(page).setInputFiles([file("slow.pdf", 4000)]);
  await expect(page.getByRole("progressbar", { name: "Upload of slow.pdf" })).toBeVisible();
  await audit(page, "upload under way");
  await shots(page, "form-uploading");
  await tabTo(page, page.getByRole("button", { name: "Cancel the upload of slow.pdf" }));
  await page.keyboard.press("Enter");
  await expect(uploads(page)).toContainText("Cancelled. Nothing was attached.");
  await expect(page.getByRole("button", { name: "Try slow.pdf again" })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Dismiss slow.pdf" }));
  await page.keyboard.press("Enter");
  await expect(uploads(page)).toBeHidden();
  await expect(names(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Add an attachment" })).toBeFocused();
});

test("a tenant that takes no uploads is believed for the rest of the session", async ({ page, stack, guard }) => {
  guard.expect(/status of 40[45]/);
  await stack.simulator.fault({ route: "uploadAttachment", fault: { kind: "status", status: 405 } });
  await begin(page);
  await picker(page).setInputFiles([file("a.pdf", 10)]);
  await expect(uploads(page)).toContainText("This tenant takes no uploads. Nothing was attached");
  await expect(page.getByRole("button", { name: "Upload files…" })).toBeHidden();
});

test("files are put in order with the keyboard and with the pointer", async ({ page }) => {
  await begin(page);
  await attach(page, "att_inv_terms", "att_inv_summary", "att_price_list");
  const order = () => names(page).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await expect.poll(order).toEqual(["terms-and-conditions.pdf", "invoice-summary.pdf", "price-list-2024.xlsx"]);
  const handle = page.getByRole("button", { name: /^Move terms-and-conditions.pdf/ });
  await handle.focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(order).toEqual(["invoice-summary.pdf", "terms-and-conditions.pdf", "price-list-2024.xlsx"]);
  await expect(handle).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: "terms-and-conditions.pdf is now 2 of 3" })).toHaveCount(1);
  await page.keyboard.press("End");
  await expect.poll(order).toEqual(["invoice-summary.pdf", "price-list-2024.xlsx", "terms-and-conditions.pdf"]);

  const [from, to] = [await handle.boundingBox(), await page.getByRole("button", { name: /^Move invoice-summary.pdf/ }).boundingBox()];
  await page.mouse.move(from!.x + 8, from!.y + 16);
  await page.mouse.down();
  await page.mouse.move(to!.x + 8, to!.y + 10, { steps: 8 });
  await page.mouse.up();
  await expect.poll(order).toEqual(["terms-and-conditions.pdf", "invoice-summary.pdf", "price-list-2024.xlsx"]);
});
