import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, Result } from "axe-core";
import { describe, expect, it } from "vitest";
import { browserPath, studioSuite } from "./studio-page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = ["flow", "records", "records?open=1", "try", "failures", "questions"];
const looks = PAGES.flatMap((page) => [
  { page, scheme: "light", width: 1280 } as const,
  { page, scheme: "dark", width: 1280 } as const,
  { page, scheme: "light", width: 390 } as const,
]);

describe.skipIf(browserPath === undefined)("the studio, by the rules of WCAG", () => {
  const { open } = studioSuite({ samples: true });

  it.each(looks)("has no serious issue on $page in $scheme at $width px", async ({ page: address, scheme, width }) => {
    const { page } = await open(`#/${address}`, { scheme, width });
    if (address === "try") {
      await page.getByRole("button", { name: "a scheduler" }).click();
      await page.getByText("Who claims the line").waitFor();
    } else if (address === "questions") await page.getByText("Athena is asked").waitFor();
    else if (address.includes("open")) await page.getByRole("complementary").waitFor();
    else if (address === "records") await page.getByRole("grid").getByRole("row").nth(3).waitFor();
    // By the debugger, which the page's own policy does not bind.
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate("axe.run(document)")) as AxeResults;
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(grave.map(told)).toEqual([]);
  });
});

function told({ id, nodes }: Result): string {
  return `${id}: ${nodes
    .slice(0, 3)
    .map(({ html, failureSummary }) => `${html.slice(0, 140)} ${failureSummary}`)
    .join(" | ")}`;
}
