// What the form has no field for, and the whole node as JSON, in step with the form.

import { audit, expect, shots, test } from "../fixtures/index.ts";
import { deploy, ending, fill, openWorkflow, review, selectNode, turnTo } from "../fixtures/journey.ts";
import { tabTo } from "../fixtures/keyboard.ts";
import type { Locator, Page } from "@playwright/test";

const whole = (page: Page) => page.getByRole("textbox", { name: "Node as JSON" });
const template = (page: Page) => page.getByRole("combobox", { name: "Template" });
const property = (page: Page, key: string) => page.getByRole("textbox", { name: `JSON of ${key}` });

async function open(page: Page): Promise<void> {
  await openWorkflow(page, "wf_legacy_fields");
  await selectNode(page, "mail_A");
}

/** Replaces a part of a text area's text. */
async function edit(area: Locator, from: string, to: string): Promise<void> {
  const text = await area.inputValue();
  expect(text).toContain(from);
  await area.fill(text.replace(from, () => to));
}

test("properties that the form does not know are shown, edited as JSON and deployed without touching a byte more", async ({ page, stack }) => {
  const before = await stack.simulator.workflow("wf_legacy_fields");
  await open(page);
  await expect(property(page, "x-priority")).toHaveValue("1.0");
  await expect(property(page, "owner")).toHaveValue("null");
  await property(page, "x-priority").fill("[1E5,\n  2.50,\n  x]");
  await expect(page.getByText("Line 3, column 3: expected a value.")).toBeVisible();
  await expect(property(page, "x-priority")).toHaveAttribute("aria-invalid", "true");
  await audit(page, "property with an error");
  await shots(page, "form-property-error");
  await property(page, "x-priority").fill("[1E5, 2.50]");
  await expect(page.getByText("Line 3, column 3")).toBeHidden();

  await page.getByRole("button", { name: "Add a property" }).click();
  await page.getByRole("textbox", { name: "Key of the new property" }).fill("trackOpens");
  await expect(page.getByText("The form has a field for this.")).toBeVisible();
  await page.getByRole("textbox", { name: "Key of the new property" }).fill("campaign");
  await page.keyboard.press("Enter");
  await expect(property(page, "campaign")).toBeFocused();
  await property(page, "campaign").fill('{"id": 7, "big": 340282366920938463463374607431768211456}');
  await page.getByRole("button", { name: "Remove owner" }).click();
  await expect(property(page, "owner")).toBeHidden();
  await audit(page, "other properties");
  await shots(page, "form-other");

  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  const [after, [write]] = [await stack.simulator.workflow("wf_legacy_fields"), await stack.simulator.writes("wf_legacy_fields")];
  expect(write).toBeDefined();
  const plain = (text: string) => text.replace(/"version": \d+/, "").replace(/"lastUpdatedTimestamp": \d+/, "");
  expect(plain(after)).toBe(
    plain(before)
      .replace('"x-priority":1.0', '"x-priority":[1E5,2.50]')
      .replace('"templateId":"tmpl_inv_\\u0032024"', '"templateId":"tmpl_inv_\\u0032024","campaign":{"id":7,"big":340282366920938463463374607431768211456}')
      .replace(',"owner":null', ""),
  );
});

test("form and JSON follow each other, and what is not touched keeps its spelling", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  await expect(whole(page)).toBeFocused();
  const laidOut = await whole(page).inputValue();
  expect(laidOut).toContain('"checksum": 340282366920938463463374607431768211456');
  expect(laidOut).toContain('"templateId": "tmpl_inv_\\u0032024"');
  await expect(page.getByText("EDITED")).toBeHidden();

  await edit(whole(page), '"trackOpens": false', '"trackOpens": true');
  await expect(page.getByRole("checkbox", { name: "Track opens" })).toBeChecked();
  await edit(whole(page), '"tmpl_inv_\\u0032024"', '"tmpl_welcome"');
  await expect(template(page)).toHaveValue("tmpl_welcome");
  await edit(whole(page), '"x-priority": 1.0', '"x-priority":    2E3');
  await expect(property(page, "x-priority")).toHaveValue("2E3");

  await page.getByRole("checkbox", { name: "Track clicks" }).uncheck();
  await expect(whole(page)).toHaveValue(/"trackClicks": false/);
  // The layout that was typed stays.
  await expect(whole(page)).toHaveValue(/"x-priority": {4}2E3/);
  await property(page, "owner").fill('"me"');
  await expect(whole(page)).toHaveValue(/"owner": "me"/);
  await audit(page, "node as JSON");
  await shots(page, "form-json");

  await page.getByRole("button", { name: "Undo edits" }).click();
  await expect(template(page)).toHaveValue("tmpl_inv_2024");
  await expect(page.getByText("EDITED")).toBeHidden();
});

test("JSON that is not valid stays as it is typed while the form shows its last state, and both are put together", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  await edit(whole(page), '"trackOpens": false,', '"trackOpens": tru,');
  await expect(whole(page)).toHaveAttribute("aria-invalid", "true");
  const notice = page.getByText("The JSON below is not valid, so the form shows the node as it last was.");
  await expect(notice).toBeVisible();
  const described = await whole(page).getAttribute("aria-describedby");
  await expect(page.locator(`[id="${described}"]`)).toContainText(/Line \d+, column \d+: expected true, false or null/);
  await expect(page.locator(".json-mark")).toBeVisible();
  await audit(page, "node with an error in its JSON");
  await shots(page, "form-json-error");

  // The form goes on meanwhile, and so does the text when somebody looks elsewhere and comes back.
  await page.getByRole("checkbox", { name: "Track clicks" }).uncheck();
  await expect(page.getByText("The form was edited meanwhile.")).toBeVisible();
  await selectNode(page, "queue_node");
  await selectNode(page, "mail_A");
  await expect(notice).toBeVisible();
  await expect(whole(page)).toHaveValue(/"trackOpens": tru,/);
  await edit(whole(page), '"trackOpens": tru,', '"trackOpens": true,');
  await expect(notice).toBeHidden();
  await expect(page.getByRole("checkbox", { name: "Track opens" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Track clicks" })).not.toBeChecked();
  await expect(whole(page)).toHaveValue(/"trackClicks": false/);

  await edit(whole(page), '"type": "email"', '"type": "sms"');
  await expect(page.getByText(/the type of an email node is email/)).toBeVisible();
  await page.getByRole("button", { name: "Take the form's text" }).first().click();
  await expect(whole(page)).toHaveValue(/"type": "email"/);
  await expect(notice).toBeHidden();
});

test("the JSON is edited with the keyboard alone at 320 px, and the Tab key leads on", async ({ page }) => {
  await open(page);
  await page.setViewportSize({ width: 320, height: 640 });
  // The pane with the focus is the one that stays.
  await turnTo(page, "Form");
  await fill(template(page), "tmpl_inv_2024");
  await tabTo(page, page.getByRole("button", { name: /^Show Node as JSON/ }));
  await page.keyboard.press("Enter");
  await tabTo(page, whole(page));
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type('"note": "by hand",');
  await expect(whole(page)).toHaveValue(/^\{\n {2}"note": "by hand",\n/);
  await expect(property(page, "note")).toHaveValue('"by hand"');
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Format" })).toBeFocused();
  await shots(page, "form-json-keyboard");
});
