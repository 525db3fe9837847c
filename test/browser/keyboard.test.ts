import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { browserPath, studioSuite } from "./studio-page.ts";

/** Presses Tab until something with this name has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(
      "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.labels?.[0]?.innerText ?? document.activeElement?.innerText ?? '')",
    );
    if (name.test(String(focused))) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

describe.skipIf(browserPath === undefined)("somebody who has only a keyboard", () => {
  const { open } = studioSuite({ samples: true });

  it("skips to the content, searches, walks through the table, opens a record and comes back to the table", async () => {
    const { page, complaints } = await open();
    await tabTo(page, /^Records$/);
    await page.keyboard.press("Enter");
    await page.getByRole("grid").waitFor();
    await tabTo(page, /^Search the records$/);
    await page.keyboard.type("source:eks.audit");
    const grid = page.getByRole("grid");
    await expect.poll(async () => grid.getByRole("row").nth(2).innerText()).toContain("eks.audit");
    await tabTo(page, /^Records, the newest first$/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    const last = Number(await grid.getAttribute("aria-rowcount")) - 2;
    expect(await grid.getAttribute("aria-activedescendant")).toBe(`row-${last}`);
    await expect.poll(() => page.locator(`#row-${last}`).innerText()).toContain("eks.audit");
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "The record that is open" });
    await panel.waitFor();
    await tabTo(page, /^Fields$/);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.getByRole("tab", { selected: true }).innerText()).toBe("JSON");
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate("document.activeElement?.getAttribute('role')")).toBe("grid");
    expect(complaints).toEqual([]);
  });

  it("zooms the timeline and takes the zoom back", async () => {
    const { page } = await open();
    await tabTo(page, /^Zoom in$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain("from=");
    await tabTo(page, /^Reset$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).not.toContain("from=");
  });

  it("switches a fault on and off", async () => {
    const { page } = await open("#/failures");
    const fault = page.getByRole("switch", { name: "S3 is slow" });
    await fault.waitFor();
    for (let presses = 0; presses < 40 && (await fault.and(page.locator(":focus")).count()) === 0; presses++) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Space");
    await expect.poll(() => fault.getAttribute("aria-checked")).toBe("true");
    await page.keyboard.press("Space");
    await expect.poll(() => fault.getAttribute("aria-checked")).toBe("false");
  });
});
