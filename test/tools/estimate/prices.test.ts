import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PRICED, readPrices } from "../../../tools/estimate/prices.ts";

interface Table {
  date: unknown;
  regions: Record<string, Record<string, unknown>>;
  instances: Record<string, unknown>;
}

function table(): Table {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../../../tools/estimate/prices.json"), "utf8")) as Table;
}

function problemOf(change: (copy: Table) => void, region = "us-east-1"): string | undefined {
  const copy = table();
  change(copy);
  const read = readPrices(copy, region);
  return "problem" in read ? read.problem : undefined;
}

describe("the price table", () => {
  it("has a price, a page and a judgement of everything that is reckoned with", () => {
    const prices = readPrices(table(), "us-east-1");
    expect(prices).not.toHaveProperty("problem");
    for (const name of PRICED)
      expect(table().regions["us-east-1"]?.[name]).toMatchObject({
        source: expect.any(String),
        sure: expect.any(Boolean),
      });
  });

  it.each<[string, (copy: Table) => void, string]>([
    ["without a date", (copy) => (copy.date = "November"), "date: wanted is 2026-11-23"],
    ["without a price", (copy) => delete copy.regions["us-east-1"]?.["firehoseGb"], "regions.us-east-1.firehoseGb: "],
    [
      "with a price that is text",
      (copy) => (copy.regions["us-east-1"]!["crossZoneGb"] = { price: "0.02" }),
      "regions.us-east-1.crossZoneGb: ",
    ],
    [
      "with a negative price",
      (copy) => (copy.regions["us-east-1"]!["crossZoneGb"] = { price: -1 }),
      "regions.us-east-1.crossZoneGb: ",
    ],
    [
      "with tiers that fall back",
      (copy) =>
        (copy.regions["us-east-1"]!["firehoseGb"] = {
          tiers: [{ upToGbMonth: 5, price: 1 }, { upToGbMonth: 4, price: 1 }, { price: 1 }],
        }),
      "regions.us-east-1.firehoseGb: ",
    ],
    ["without instances", (copy) => (copy.instances["us-east-1"] = []), "instances.us-east-1: wanted is a list"],
    [
      "with an instance without memory",
      (copy) => (copy.instances["us-east-1"] = [{ type: "x", hour: 1, vcpus: 1, memoryGib: 0, maxGp3Gib: 1 }]),
      "instances.us-east-1[0]: vcpus, memoryGib",
    ],
    [
      "with small instances alone",
      (copy) =>
        (copy.instances["us-east-1"] = [{ type: "x", hour: 1, vcpus: 1, memoryGib: 1, maxGp3Gib: 1, use: "small" }]),
      'instances.us-east-1: one has to be of use "any"',
    ],
  ])("%s is refused, naming the place", (_, change, problem) => {
    expect(problemOf(change)?.startsWith(problem)).toBe(true);
  });

  it("says which regions it has", () => {
    expect(problemOf(() => undefined, "eu-west-1")).toBe(
      "no prices of eu-west-1, only of us-east-1; --prices takes a table of yours",
    );
  });

  it.each([[null], [[]], ["x"], [{}]])("that is %j is refused", (value) => {
    expect(readPrices(value, "us-east-1")).toHaveProperty("problem");
  });
});
