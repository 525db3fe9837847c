import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeAwslogsEvent } from "../../shared/core/decode/awslogs-event.ts";
import { readFirehoseEvent } from "../../shared/core/decode/firehose-event.ts";
import { readScenarios } from "../../tools/generate/scenarios.ts";

const EVENTS = join(import.meta.dirname, "../../events");
const carrier = {
  carrier: "cloudwatch",
  region: "eu-west-1",
  deliveryStream: "",
  arrivedAt: Date.UTC(2026, 10, 23),
} as const;

const readEvent = (path: string): unknown => JSON.parse(readFileSync(join(EVENTS, path), "utf8"));
const decode = (file: string) => decodeAwslogsEvent(readEvent(`cloudwatch/${file}`), carrier, 64 * 1024 * 1024);
const scenarios = (await readScenarios()).filter(({ batch }) => batch.origin.carrier === "cloudwatch");
const fileOf = ({ source, name }: (typeof scenarios)[number]): string => `${source}.${name}.json`;

describe("events/", () => {
  it.each(scenarios.map((scenario) => [fileOf(scenario), scenario] as const))(
    "cloudwatch/%s holds the lines of its samples",
    (file, { batch }) => {
      const { batches, failures } = decode(file);
      expect(failures, "run `npm run events`").toEqual([]);
      expect(
        batches.map(({ events }) => events),
        "run `npm run events`",
      ).toEqual([batch.events]);
      expect(batches[0]?.origin).toMatchObject({ logGroup: batch.origin.logGroup, logStream: batch.origin.logStream });
    },
  );

  it("cloudwatch/ has an event for each scenario, and no others but the ones that are synthetic", () => {
    const known = [...scenarios.map(fileOf), "awkward.json", "control.json"];
    const files = readdirSync(join(EVENTS, "cloudwatch")).filter((file) => !file.endsWith(".invalid.json"));
    expect(files.toSorted()).toEqual(known.toSorted());
  });

  it.each([
    ["corrupt-gzip", "gzip_corrupt"],
    ["cut-json", "envelope_invalid"],
    ["not-base64", "base64_invalid"],
    ["unknown-message-type", "envelope_invalid"],
  ])("cloudwatch/%s.invalid.json fails with %s", (name, reason) => {
    expect(decode(`${name}.invalid.json`).failures.map(({ failure }) => failure.reason)).toEqual([reason]);
  });

  it.each(["cloudwatch.json", "direct-put.json", "mixed.json"])("firehose/%s is an event of Firehose", (file) => {
    expect(readFirehoseEvent(readEvent(`firehose/${file}`), 0)?.records.length).toBeGreaterThan(5);
  });

  it("lines/ holds the files that its manifest names", () => {
    const manifest = readEvent("lines/manifest.json") as { file: string }[];
    const files = readdirSync(join(EVENTS, "lines")).filter((file) => file.endsWith(".gz"));
    expect(files.toSorted()).toEqual(manifest.map(({ file }) => file).toSorted());
    for (const file of files)
      expect(gunzipSync(readFileSync(join(EVENTS, "lines", file))).length).toBeGreaterThan(1000);
  });
});
