import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { CHROMIUM_ARGS } from "../../tools/servers/chromium.ts";
import { sampleInputs } from "../../tools/cli/sample-inputs.ts";
import { startStudio, type RunningStudio } from "../../tools/studio/start-studio.ts";

/** Path of a Chromium; undefined where there is none, and then the suites say so. */
export const browserPath = inject("chromium") || undefined;

export interface Opened {
  readonly page: Page;
  /** What the page complained about: scripts that failed or were refused. */
  readonly complaints: readonly string[];
}

interface Look {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
  readonly locale?: string;
}

/**
 * A studio and a browser for the tests of a file: started before the first, stopped after the last.
 *
 * @param samples also replays the samples of the repository, as `npm run studio` does.
 */
export function studioSuite({ samples }: { readonly samples: boolean }) {
  let browser: Browser;
  let studio: RunningStudio;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    const inputs = samples ? await sampleInputs() : [];
    [browser, studio] = await Promise.all([
      chromium.launch({ executablePath: browserPath ?? "", args: [...CHROMIUM_ARGS] }),
      startStudio({ port: 0, replays: samples ? [{ name: "events/", inputs }] : [] }),
    ]);
    await studio.river.runs.settled();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    await studio.close();
  });
  return {
    studio: () => studio,
    open: async (address = "", { scheme = "light", width = 1280, locale = "en-GB" }: Look = {}): Promise<Opened> => {
      const context = await browser.newContext({
        viewport: { width, height: 860 },
        colorScheme: scheme,
        locale,
        reducedMotion: "reduce",
        permissions: ["clipboard-read", "clipboard-write"],
      });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(`${studio.url}${address}`);
      await page.locator("main#main").waitFor();
      return { page, complaints };
    },
  };
}

/** The whole numbers of the sum that is always in sight, by name. */
export async function sumOn(page: Page): Promise<Record<string, number>> {
  const text = await page.locator(".equation").innerText();
  const terms = [...text.replaceAll(",", "").matchAll(/(\d+)\s+([a-z]+)/g)];
  expect(terms.length).toBe(5);
  return Object.fromEntries(terms.map(([, number, name]): [string, number] => [name ?? "", Number(number)]));
}
