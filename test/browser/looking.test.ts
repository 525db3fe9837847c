import { describe, expect, it } from "vitest";
import { browserPath, studioSuite, sumOn } from "./studio-page.ts";

describe.skipIf(browserPath === undefined)("somebody who looks at the studio", () => {
  const { open } = studioSuite({ samples: true });

  it("sees the sum of all samples, and that nothing was lost", async () => {
    const { page, complaints } = await open();
    const { received = 0, indexed = 0, duplicate = 0, filtered = 0, failed = 0 } = await sumOn(page);
    expect(received).toBeGreaterThan(1000);
    expect(received).toBe(indexed + duplicate + filtered + failed);
    await page.getByText("nothing lost").waitFor();
    expect(complaints).toEqual([]);
  });

  it("finds a record by a typed field, and sees which part of the line became it", async () => {
    const { page, complaints } = await open("#/records");
    await page.getByLabel("Search the records").fill("source:eks.scheduler k8s.pod.name:*");
    const grid = page.getByRole("grid");
    await grid.getByText("eks.scheduler").first().click();
    const panel = page.getByRole("complementary", { name: "The record that is open" });
    const pod = panel.getByRole("row").filter({ hasText: "k8s.pod.name" }).first();
    await pod.hover();
    const value = await pod.getByRole("cell").last().innerText();
    expect(value).not.toBe("");
    expect(await panel.locator(".raw .part.active").first().innerText()).toContain(value);
    expect(complaints).toEqual([]);
  });
});
