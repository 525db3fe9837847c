import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { goldenPath, goldenText, readScenarios } from "../generate/scenarios.ts";

const scenarios = await readScenarios();

describe("the samples", () => {
  it.each(scenarios)("$source $name give the records that somebody has read", async (scenario) => {
    expect(goldenText(scenario)).toBe(await readFile(goldenPath(scenario), "utf8"));
  });
});
