import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { decodeCarrierRecord } from "../../shared/core/decode/carrier-record.ts";
import { bulkEntry } from "../../shared/core/delivery/plan.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { payloadSets, type PayloadSet } from "./payloads.ts";

const CATALOG = newCatalog(SOURCES);
const CARRIER = {
  carrier: "cloudwatch",
  region: "eu-west-1",
  deliveryStream: "",
  arrivedAt: Date.UTC(2026, 10, 23),
} as const;

/** What is measured: a function from one payload to a number that keeps the work from being optimised away. */
const PATHS: Readonly<Record<string, (payload: Buffer) => number>> = {
  floor: (payload) => JSON.stringify(JSON.parse(gunzipSync(payload).toString("utf8"))).length,
  decode: (payload) => decodeCarrierRecord(payload, CARRIER, DEFAULT_SETTINGS.inflateMaxBytes).batches.length,
  index: (payload) => {
    let bytes = 0;
    for (const batch of decodeCarrierRecord(payload, CARRIER, DEFAULT_SETTINGS.inflateMaxBytes).batches) {
      for (const document of normalizeBatch(batch, CATALOG, DEFAULT_SETTINGS))
        bytes += bulkEntry(document, { withIds: true }).bytes;
    }
    return bytes;
  },
};

interface Measured {
  readonly name: string;
  readonly eventsPerSecond: number;
  readonly megabytesPerSecond: number;
  readonly ratioToFloor: number;
}

/** Runs all paths over a set, interleaved, and takes the median of the rounds. */
function measure(set: PayloadSet, rounds: number): Measured[] {
  const times = new Map(Object.keys(PATHS).map((name) => [name, [] as number[]]));
  let sink = 0;
  // The first round warms up the compiler and is thrown away.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, path] of Object.entries(PATHS)) {
      globalThis.gc?.();
      const start = process.hrtime.bigint();
      for (const payload of set.payloads) sink += path(payload);
      if (round > 0) times.get(name)?.push(Number(process.hrtime.bigint() - start) / 1e9);
    }
  }
  if (!Number.isFinite(sink)) throw new Error("the benchmark measured nothing");
  const median = (name: string): number =>
    times.get(name)?.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
  const floor = median("floor");
  return Object.keys(PATHS).map((name) => {
    const seconds = median(name);
    return {
      name,
      eventsPerSecond: Math.round(set.events / seconds),
      megabytesPerSecond: Math.round(set.bytes / seconds / 1e5) / 10,
      ratioToFloor: Math.round((floor / seconds) * 1000) / 1000,
    };
  });
}

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, rounds: { type: "string", default: "9" } },
});
const sets = (await payloadSets()).map((set) => ({ set, paths: measure(set, Number(values.rounds)) }));
if (values.json) {
  const report = sets.map(({ set, paths }) => ({
    name: set.name,
    events: set.events,
    bytesPerEvent: Math.round(set.bytes / set.events),
    paths,
  }));
  console.log(JSON.stringify({ node: process.version, sets: report }));
} else {
  console.log("set       bytes/event  path    events/s    MB/s   × floor");
  for (const { set, paths } of sets) {
    for (const { name, eventsPerSecond, megabytesPerSecond, ratioToFloor } of paths) {
      const bytes = String(Math.round(set.bytes / set.events)).padStart(11);
      const speed = `${eventsPerSecond.toLocaleString("en").padStart(10)}  ${megabytesPerSecond.toFixed(1).padStart(6)}`;
      console.log(
        `${set.name.padEnd(8)}  ${bytes}  ${name.padEnd(6)}  ${speed}  ${ratioToFloor.toFixed(2).padStart(8)}`,
      );
    }
  }
}
