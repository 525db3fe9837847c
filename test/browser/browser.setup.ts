import type { TestProject } from "vitest/node";
import { chromium } from "../../tools/servers/chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of a Chromium; empty where there is none. */
    chromium: string;
  }
}

/** Finds a Chromium once for all suites. Where there is none this is said; under CI it is an error. */
export default async function setup(project: TestProject): Promise<void> {
  const found = await chromium();
  if (typeof found !== "string") {
    if (process.env["CI"]) throw new Error(found.message);
    console.error(`Not run: ${found.message}`);
  }
  project.provide("chromium", typeof found === "string" ? found : "");
}
