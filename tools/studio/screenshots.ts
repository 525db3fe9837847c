/**
 * `npm run screenshots [-- --readme]`: pictures of each page of the studio, in both themes and two widths, in `screenshots/`, which
 * git ignores. With --readme it also makes the one picture that the README shows, `docs/studio.png`.
 */
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { chromium as driver, type Browser, type Page } from "playwright-core";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { sampleInputs } from "../cli/sample-inputs.ts";
import { chromium, CHROMIUM_ARGS } from "../servers/chromium.ts";
import { startStudio } from "./start-studio.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FOLDER = path.join(ROOT, "screenshots");
const HEIGHTS = { 1280: 860, 390: 844 } as const;

interface Shot {
  readonly name: string;
  readonly address: string;
  /** What somebody does before it is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const SHOTS: readonly Shot[] = [
  { name: "flow", address: "#/flow" },
  { name: "records", address: "#/records?q=k8s.audit.verb:create" },
  {
    name: "record",
    address: "#/records?q=source:eks.scheduler+k8s.pod.name:*",
    act: async (page) => {
      await page.getByRole("grid").getByText("eks.scheduler").first().click();
      await page.getByRole("complementary").locator(".raw").waitFor();
    },
  },
  {
    name: "try",
    address: "#/try",
    act: async (page) => {
      await page.getByRole("button", { name: "a scheduler" }).click();
      await page.getByText("Who claims the line").waitFor();
    },
  },
  {
    name: "try-secret",
    address: "#/try",
    act: async (page) => {
      await page.getByRole("button", { name: "a secret" }).click();
      await page.getByText("Who claims the line").waitFor();
    },
  },
  {
    name: "failures",
    address: "#/failures",
    act: async (page) => {
      await page.getByRole("button", { name: "Show" }).first().click();
    },
  },
  {
    name: "questions",
    address: "#/questions",
    act: async (page) => {
      await page.getByText("Athena is asked").waitFor();
    },
  },
];

const command = newCommand("screenshots", "Takes pictures of the studio's pages into screenshots/.").option(
  "--readme",
  "also write docs/studio.png",
);

await runCommand("screenshots", async () => {
  await command.parseAsync();
  const { readme } = command.opts<{ readonly readme?: true }>();
  const executablePath = await chromium();
  if (typeof executablePath !== "string") throw new Problem(executablePath.message);
  const studio = await startStudio({ port: 0, replays: [{ name: "events/", inputs: await sampleInputs() }] });
  const browser = await driver.launch({ executablePath, args: [...CHROMIUM_ARGS] });
  try {
    await studio.river.runs.settled();
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(FOLDER, { recursive: true });
    for (const width of [1280, 390] as const) {
      for (const scheme of ["light", "dark"] as const) {
        for (const shot of SHOTS) {
          const file = path.join(FOLDER, `${shot.name}-${scheme}-${width}.png`);
          await take(browser, studio.url, shot, { width, scheme, file });
          console.log(path.relative(ROOT, file));
        }
      }
    }
    if (readme === true) {
      const [flow] = SHOTS;
      const file = path.join(ROOT, "docs/studio.png");
      if (flow !== undefined) await take(browser, studio.url, flow, { width: 1280, scheme: "light", file, fold: 560 });
      console.log(path.relative(ROOT, file));
    }
  } finally {
    await browser.close();
    await studio.close();
  }
  return EXIT.done;
});

interface Look {
  readonly width: keyof typeof HEIGHTS;
  readonly scheme: "light" | "dark";
  readonly file: string;
  /** Only so much of the page, px from its top. */
  readonly fold?: number;
}

async function take(
  browser: Browser,
  url: string,
  { address, act }: Shot,
  { width, scheme, file, fold }: Look,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: fold ?? HEIGHTS[width] },
    colorScheme: scheme,
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(url + address);
  await page.locator("main#main").waitFor();
  await act?.(page);
  await page.waitForLoadState("networkidle", { timeout: 1500 }).catch(() => undefined);
  await page.screenshot({ path: file, fullPage: fold === undefined });
  await context.close();
}
