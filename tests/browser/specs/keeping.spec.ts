// Work under way is kept: by a reload, a crash, a closed tab, a full or held back storage, and by the end of the
// program itself.

import type { BrowserContext, Page } from "@playwright/test";
import { audit, expect, shots, test } from "../fixtures/index.ts";
import { addAfter, configureTutorialNode, deploy, ending, fill, openWorkflow, review, selectNode } from "../fixtures/journey.ts";

/** What the tutorial's node is given last. */
const lastOfTutorial = "att_inv_summary";

const back = /unsaved changes from .* are back, on version 3/i;

/** Loads the page anew and moves the mouse over it, at which the work is looked for. */
async function reloadAndMove(page: Page): Promise<void> {
  await page.reload();
  await expect(page.getByRole("treegrid", { name: "Nodes of the workflow" })).toBeVisible();
  await page.mouse.move(200, 200);
}

/** Waits until the work is on the disk, as the database says, with `last`, which was entered last. */
async function kept(page: Page, last: string): Promise<void> {
  await expect.poll(() => records(page)).toContain(last);
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("kept:")))).toBe(true);
}

/** What the database holds of work. */
async function records(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const opening = indexedDB.open("configurator");
        opening.onerror = () => resolve("");
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains("work")) {
            database.close();
            resolve("");
            return;
          }
          const reading = database.transaction("work").objectStore("work").getAll();
          reading.onsuccess = () => {
            database.close();
            resolve(JSON.stringify(reading.result));
          };
        };
      }),
  );
}

async function another(context: BrowserContext, id = "wf_12345"): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`/workflows/${id}`);
  await expect(page.getByRole("treegrid", { name: "Nodes of the workflow" })).toBeVisible();
  return page;
}

async function configure(page: Page): Promise<void> {
  await openWorkflow(page, "wf_12345");
  await configureTutorialNode(page);
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
}

test("a reload brings the work back and asks nothing; it can be put aside and had again", async ({ page }) => {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await configure(page);
  await kept(page, lastOfTutorial);
  await page.reload();
  const banner = page.getByRole("status").filter({ hasText: back });
  await expect(banner).toContainText("1 node added");
  expect(asked).toEqual([]);
  await audit(page, "brought back");
  await shots(page, "brought-back");

  await banner.getByRole("button", { name: "Look at it" }).click();
  await expect(page.getByText("Email node email_send_01 added after start_node")).toBeVisible();
  await banner.getByRole("button", { name: "Put it aside" }).click();
  await expect(page.getByRole("treegrid").getByText("email_send_01")).toBeHidden();
  await page.getByText("1 change is put aside").click();
  await expect(page.locator(".toast")).toBeHidden();
  await audit(page, "put aside");
  await shots(page, "put-aside");

  await reloadAndMove(page);
  await page.getByText("1 change is put aside").click();
  await page.getByRole("button", { name: "Go on with it" }).click();
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await expect(page.getByText("1 change is put aside")).toBeHidden();
});

test("what was put aside is discarded only after a question", async ({ page }) => {
  await configure(page);
  await kept(page, lastOfTutorial);
  await page.reload();
  await page.getByRole("status").filter({ hasText: back }).getByRole("button", { name: "Put it aside" }).click();
  await page.getByText("1 change is put aside").click();
  await page.getByRole("button", { name: "Discard", exact: true }).first().click();
  const question = page.getByRole("dialog", { name: "Discard this change for good?" });
  await expect(page.locator(".toast")).toBeHidden();
  await audit(page, "discarding");
  await question.getByRole("button", { name: "Keep as it is" }).click();
  await expect(page.getByText("1 change is put aside")).toBeVisible();
  await page.getByRole("button", { name: "Discard", exact: true }).first().click();
  await question.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("1 change is put aside")).toBeHidden();
  await expect.poll(() => records(page)).toBe("[]");
});

test("what was put aside is had again for 30 days, then forgotten", async ({ page }) => {
  await page.clock.install({ time: new Date("2026-01-01T10:00:00Z") });
  await configure(page);
  await page.clock.runFor(2_000);
  await kept(page, lastOfTutorial);
  await page.reload();
  await page.getByRole("status").filter({ hasText: back }).getByRole("button", { name: "Put it aside" }).click();
  await expect(page.getByText("1 change is put aside")).toBeVisible();
  await page.clock.setSystemTime(new Date("2026-01-30T10:00:00Z"));
  await reloadAndMove(page);
  await expect(page.getByText("1 change is put aside")).toBeVisible();
  await page.clock.setSystemTime(new Date("2026-02-02T10:00:00Z"));
  await reloadAndMove(page);
  await expect.poll(() => records(page)).toBe("[]");
  await expect(page.getByText("1 change is put aside")).toBeHidden();
});

test("a crashed tab: another one has the work", async ({ page, context }) => {
  await configure(page);
  await kept(page, lastOfTutorial);
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // It answers nothing: whoever would is gone.
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
  const next = await another(context);
  await expect(next.getByText(back)).toBeVisible();
  await expect(next.getByText("3 of 3 placeholders set")).toBeVisible();
});

test("a tab that is closed in the middle of a word", async ({ page, context }) => {
  await configure(page);
  await kept(page, lastOfTutorial);
  // Closed before the pause in the typing is over.
  await page.getByRole("combobox", { name: "Scope path for orderTotal" }).fill("$workflow.data.closedAtOnce");
  await page.close({ runBeforeUnload: false });
  const next = await another(context);
  await expect(next.getByText(back)).toBeVisible();
  await expect(next.getByRole("combobox", { name: "Scope path for orderTotal" })).toHaveValue("$workflow.data.closedAtOnce");
});

test("elsewhere in the app and back again: nothing is asked, nothing is lost", async ({ page }) => {
  await configure(page);
  await page.getByRole("link", { name: /all workflows/ }).click();
  await expect(page.getByRole("heading", { name: "Workflows", exact: true })).toBeVisible();
  const list = page.getByRole("region", { name: "Unfinished in this browser" });
  await expect(list).toContainText("1 node added");
  await audit(page, "home with kept work");
  await shots(page, "home-kept");
  await list.getByRole("link").first().click();
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await expect(page.getByText(back)).toBeHidden();
});

test("work that was made on an earlier version stays on it until it is brought in", async ({ page, stack }) => {
  await configure(page);
  await kept(page, lastOfTutorial);
  await page.goto("about:blank");
  await stack.simulator.otherSave("wf_12345", { operator: "Grace" });
  await page.goto("/workflows/wf_12345");
  const banner = page.getByRole("status").filter({ hasText: /made on version 3.*at version 4 now/ });
  await expect(banner).toBeVisible();
  await expect(page.getByRole("treegrid").getByText("email_send_01")).toBeHidden();
  await audit(page, "offered");
  await shots(page, "offered");
  await banner.getByRole("button", { name: "Look at it" }).click();
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("v3");
  await page.getByRole("button", { name: "Bring it in" }).click();
  await expect(page.getByRole("banner")).toContainText("v4");
  await review(page);
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed");
  expect(await stack.simulator.workflow("wf_12345")).toContain('"notes"');
});

test("what an earlier version of the app kept is brought over", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() => {
    const origin = { new: { after: { node: "start_node" } } };
    const form = {
      origin, id: "email_send_01", template_id: "tmpl_inv_2024", variables: [], attachments: [],
      delivery_mode: "standard", track_opens: true, track_clicks: true, next_key: 1,
    };
    const old = { format: 1, savedAt: Date.now() - 3_600_000, baseVersion: "3", steps: [{ draft: { form, was: null } }] };
    localStorage.setItem("change:wf_12345", JSON.stringify(old));
  });
  await page.goto("/workflows/wf_12345");
  await expect(page.getByText(back)).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Template" })).toHaveValue("tmpl_inv_2024");
  await expect.poll(() => page.evaluate(() => localStorage.getItem("change:wf_12345"))).toBeNull();
});

test("typing that never pauses is kept all the same", async ({ page, guard }) => {
  // The template of what is typed is asked for.
  guard.expect(/Failed to load resource/);
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await page.getByRole("combobox", { name: "Template" }).focus();
  let isTyping = true;
  const typed = page.keyboard.type("x".repeat(200), { delay: 100 }).then(() => (isTyping = false));
  await expect.poll(() => records(page), { timeout: 18_000 }).toContain("xxxxx");
  expect(isTyping).toBe(true);
  await typed;
});

test("a full storage is told; nothing is lost while the page is open, and leaving asks", async ({ page, context, stack }) => {
  await openWorkflow(page, "wf_large_10k");
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: stack.url, quotaSize: 1_000 });
  await page.evaluate(() => {
    // The small storage is full as well.
    let size = 1 << 20;
    for (let key = 0; size > 0; ) {
      try {
        localStorage.setItem(`fill-${key}`, "x".repeat(size));
        key += 1;
      } catch {
        size >>= 1;
      }
    }
  });
  await page.getByLabel("Filter the nodes").first().fill("email");
  await page.getByRole("treegrid").getByRole("row", { name: /_mail/ }).first().click();
  await page.getByRole("checkbox", { name: "Track opens" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not kept at the moment" })).toBeVisible();
  await audit(page, "storage full");
  await shots(page, "storage-full");
  const asked = new Promise<string>((resolve) => {
    page.once("dialog", (dialog) => {
      resolve(dialog.type());
      void dialog.dismiss();
    });
  });
  void page.close({ runBeforeUnload: true });
  expect(await asked).toBe("beforeunload");
  // Once there is room, it is kept without being asked for.
  await page.evaluate(() => localStorage.clear());
  await session.send("Storage.overrideQuotaForOrigin", { origin: stack.url });
  await expect(page.getByRole("alert").filter({ hasText: "not kept at the moment" })).toBeHidden();
  await kept(page, "_mail");
});

test("a storage that is switched off is told", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", { get: () => undefined });
  });
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await expect(page.getByText(/storage is switched off or private/)).toBeVisible();
  await fill(page.getByRole("combobox", { name: "Template" }), "tmpl_inv_2024");
  await expect(page.getByText("0 of 3 placeholders set")).toBeVisible();
});

test("a storage that another page holds back is told, and kept to once it is free", async ({ page, context }) => {
  const holder = await context.newPage();
  await holder.goto("/");
  await holder.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("configurator", 1);
        opening.onsuccess = () => {
          // Never closed, so that deleting waits, and whoever opens it waits for that.
          (window as unknown as { held: IDBDatabase }).held = opening.result;
          indexedDB.deleteDatabase("configurator");
          resolve();
        };
      }),
  );
  await openWorkflow(page, "wf_12345");
  await addAfter(page, "start_node");
  await expect(page.getByText(/another tab holds the browser's storage back/)).toBeVisible({ timeout: 20_000 });
  await holder.close();
  await expect(page.getByText(/another tab holds the browser's storage back/)).toBeHidden({ timeout: 20_000 });
  await kept(page, "email_send_01");
});

test("a journal of a large workflow is on the disk before its write leaves", async ({ page, stack }) => {
  await openWorkflow(page, "wf_large_10k");
  await page.getByLabel("Filter the nodes").first().fill("email");
  await page.getByRole("treegrid").getByRole("row", { name: /_mail/ }).first().click();
  await page.getByRole("checkbox", { name: "Track opens" }).click();
  await review(page);
  let journal = -1;
  await page.route("**/api/workflows/wf_large_10k", async (route) => {
    if (route.request().method() === "PUT") {
      journal = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const opening = indexedDB.open("configurator");
            opening.onsuccess = () => {
              const reading = opening.result.transaction("deploys").objectStore("deploys").getAll();
              reading.onsuccess = () => {
                opening.result.close();
                resolve(String(reading.result[0] ?? "").length);
              };
            };
          }),
      );
    }
    await route.continue();
  });
  await deploy(page);
  await expect(ending(page)).toContainText("Deployed", { timeout: 30_000 });
  expect(journal).toBeGreaterThan(1_000_000);
  expect(await stack.simulator.writes("wf_large_10k")).toHaveLength(1);
});

test("the program ends: a calm page, and loading again brings the work back", async ({ page, guard }) => {
  guard.expect(/./);
  await page.addInitScript(() => {
    const instances: WebAssembly.Instance[] = [];
    (window as unknown as { instances: WebAssembly.Instance[] }).instances = instances;
    const streaming = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = async (source, imports) => {
      const result = await streaming(source, imports);
      instances.push(result.instance);
      return result;
    };
  });
  await configure(page);
  await kept(page, lastOfTutorial);
  await page.evaluate(() => {
    const { instances } = window as unknown as { instances: WebAssembly.Instance[] };
    for (const instance of instances) {
      for (const exported of Object.values(instance.exports)) {
        if (exported instanceof WebAssembly.Memory) new Uint8Array(exported.buffer).fill(0xff, 1 << 16);
      }
    }
    // At once, before a timer of the program ends it and the tab is gone.
    document.getElementById("preview-tab-json")?.click();
  });
  await expect(page.getByRole("heading", { name: "The configurator has stopped" })).toBeFocused();
  await expect(page.getByText("Your changes are kept in this browser")).toBeVisible();
  await page.getByText("Details for whoever looks into it").click();
  await expect(page.locator("main pre")).toContainText("/workflows/wf_12345");
  await audit(page, "the program has ended");
  await shots(page, "crash");
  await page.getByRole("link", { name: "Load again" }).click();
  await expect(page.getByText(back)).toBeVisible();
  await selectNode(page, "email_send_01");
  await expect(page.getByText("3 of 3 placeholders set")).toBeVisible();
});
