// The app loads, is served as promised, and deep links work.

import { expect, test } from "../fixtures/index.ts";

test("the app starts and says what it is", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/cxone email configurator/i);
});
