import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { rankSources } from "../../shared/core/detect.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { newLine, type Origin } from "../../shared/sources/source.ts";
import { documentsOf, goldenPath, goldenText, readScenarios, type Scenario } from "../../tools/generate/scenarios.ts";
import { validateRecord } from "../record-validator.ts";
import { anyCharacter } from "../any-character.ts";

const FOLDER = join(import.meta.dirname, "../../shared/sources");
const scenarios = await readScenarios();
const catalog = newCatalog(SOURCES);

/** Group and stream that no source knows. */
const NOWHERE: Origin = {
  carrier: "cloudwatch",
  account: "111122223333",
  region: "eu-west-1",
  logGroup: "somewhere",
  logStream: "something",
  deliveryStream: "",
  platform: undefined,
};

function lineOf(scenario: Scenario, index: number) {
  const event = scenario.batch.events[index];
  return newLine((event?.message ?? "").replace(/[\r\n]+$/, ""), event?.timestamp ?? 0);
}

describe.each(SOURCES)("$name", (source) => {
  const own = scenarios.filter((scenario) => scenario.source === source.name);

  it("has the name of its folder, and samples", () => {
    expect(existsSync(join(FOLDER, source.name, "index.ts"))).toBe(true);
    expect(own.length).toBeGreaterThan(0);
  });

  it.each(own)("$name: gives the records that somebody has read and approved", async (scenario) => {
    const golden = await readFile(goldenPath(scenario), "utf8").catch(
      () => "no golden: run `npm run goldens`, then read it",
    );
    expect(goldenText(scenario)).toBe(golden);
  });

  it.each(own)("$name: gives records of the schema, from this source, and the same again", (scenario) => {
    const documents = documentsOf(scenario);
    expect(documents.flatMap(({ events }) => events)).toEqual(scenario.batch.events);
    for (const document of documents) {
      expect(validateRecord(JSON.parse(document.json))).toEqual([]);
      expect(document.source).toBe(source.name);
    }
    expect(documentsOf(scenario)).toEqual(documents);
  });

  it.each(own)("$name: no other source claims these lines as much", (scenario) => {
    scenario.batch.events.forEach((_, index) => {
      const [first, second] = rankSources(lineOf(scenario, index), scenario.batch.origin, SOURCES);
      expect(first?.source.name).toBe(source.name);
      expect(second?.score ?? 0, `tie with ${second?.source.name ?? ""}`).toBeLessThan(first?.score ?? 0);
    });
  });

  it("claims no line of any source with more than it says it can", () => {
    for (const { batch } of scenarios) {
      for (const origin of [batch.origin, own[0]?.batch.origin ?? NOWHERE, NOWHERE]) {
        const claim = source.detect(origin);
        if (typeof claim !== "function") continue;
        for (const { message, timestamp } of batch.events) {
          expect(claim(newLine(message, timestamp))).toBeLessThanOrEqual(claim.most ?? 1);
          expect(claim(newLine(message, timestamp, message.startsWith("{")))).toBe(claim(newLine(message, timestamp)));
        }
      }
    }
  });

  it("takes arbitrary text without throwing, and makes a record of the schema of it", () => {
    const origin = own[0]?.batch.origin ?? NOWHERE;
    const seeds = own.flatMap(({ batch }) => batch.events.map(({ message }) => message));
    const mutated = fc
      .tuple(fc.constantFrom(...seeds, ""), fc.nat(2000), fc.string({ unit: anyCharacter, maxLength: 40 }), fc.nat(60))
      .map(([text, at, insert, cut]) => text.slice(0, at) + insert + text.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: anyCharacter })), (message) => {
        const event = {
          id: "1",
          timestamp: Date.UTC(2026, 10, 23),
          message,
          bytes: undefined,
          account: undefined,
          region: undefined,
        };
        const documents = normalizeBatch({ origin, events: [event] }, catalog, DEFAULT_SETTINGS);
        expect(documents).toHaveLength(1);
        expect(validateRecord(JSON.parse(documents[0]?.json ?? ""))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the folders of sources", () => {
  let files: string[];
  beforeAll(() => {
    files = readdirSync(FOLDER, { recursive: true }).map(String);
  });

  it("hold no golden without lines, and no lines without a word on where they are from", () => {
    const known = new Set(scenarios.map((scenario) => goldenPath(scenario).slice(FOLDER.length + 1)));
    expect(files.filter((file) => file.endsWith(".expected.json") && !known.has(file))).toEqual([]);
    for (const { origin } of scenarios) expect(origin.provenance).toMatch(/^(?:real|synthetic): \S/);
  });

  it("are all in the registry", () => {
    const folders = files
      .filter((file) => /^[^/]+\/index\.ts$/.test(file))
      .map((file) => file.slice(0, -"/index.ts".length));
    expect(SOURCES.map(({ name }) => name)).toEqual(folders.toSorted());
  });
});
