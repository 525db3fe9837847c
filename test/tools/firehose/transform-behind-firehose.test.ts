import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { newCatalog, normalizeBatch } from "../../../shared/core/normalize.ts";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../../shared/core/settings.ts";
import { streamToOpenSearch, streamToS3, transformation } from "../../../tools/firehose/stream-settings.ts";
import { logEvent, ORIGIN } from "../../core/documents.ts";
import { keptRecords, originalOf } from "../../core/fake-bucket.ts";
import { CONTROL, entry, gz, subscription } from "../../core/payloads.ts";
import { validateRecord } from "../../record-validator.ts";
import { documentsIn } from "./fake-cluster.ts";
import { newFunctionsWorld, type FunctionsOptions, type FunctionsWorld } from "./functions-world.ts";
import { failedRecords, failing } from "./stream-world.ts";

const CATALOG = newCatalog(SOURCES);
const WORD = /token-\d+-/g;
const tokensOf = (text: string): string[] => [...new Set(text.match(WORD))];

/** One record of a stream, and the words by which its log events are known wherever they end. */
interface Sent {
  readonly bytes: Buffer;
  readonly tokens: readonly string[];
}

/** Makes a record of a kind; `number` keeps its words apart from all others. */
type Kind = (number: number) => Sent;
const token = (number: number): string => `token-${number}-`;

function finished(message: string, number: number): string {
  const [document] = normalizeBatch({ origin: ORIGIN, events: [logEvent(message, number)] }, CATALOG, DEFAULT_SETTINGS);
  return document?.json ?? "";
}

const KINDS: Record<string, Kind> = {
  control: () => ({ bytes: gz(CONTROL), tokens: [] }),
  "one event": (number) => ({ bytes: gz(subscription([entry(token(number), number)])), tokens: [token(number)] }),
  "several events": (number) => {
    const tokens = [0, 1, 2].map((more) => token(number + more));
    return { bytes: gz(subscription(tokens.map((text, at) => entry(text, number + at)))), tokens };
  },
  "a broken event": (number) => {
    const broken = { id: "1", message: 7, note: token(number + 1) };
    return {
      bytes: gz(subscription([entry(token(number), number), broken])),
      tokens: [token(number), token(number + 1)],
    };
  },
  "corrupt gzip": (number) => ({ bytes: gz(token(number)).subarray(0, -3), tokens: [] }),
  "an agent's object": (number) => ({ bytes: Buffer.from(`{"log":"${token(number)}"}\n`), tokens: [token(number)] }),
  "an agent's lines": (number) => ({ bytes: Buffer.from(`${token(number)}\nnext line\n`), tokens: [token(number)] }),
  "objects in one record": (number) => ({
    bytes: Buffer.from(`{"log":"${token(number)}"}{"log":"${token(number + 1)}"}`),
    tokens: [token(number), token(number + 1)],
  }),
  "a finished record": (number) => ({ bytes: Buffer.from(finished(token(number), number)), tokens: [token(number)] }),
  "a false claim": (number) => ({
    bytes: Buffer.from(finished(token(number), number).replace('"body":', '"extra":1,"body":')),
    tokens: [token(number)],
  }),
  "a compressed agent": (number) => ({ bytes: gzipSync(`{"message":"${token(number)}"}`), tokens: [token(number)] }),
};

function make(kinds: readonly string[]): Sent[] {
  return kinds.map((kind, at) => KINDS[kind]?.(at * 10) ?? { bytes: Buffer.from(kind), tokens: [] });
}

const BUFFER = { maxBytes: 1024 * 1024, maxMs: 60_000, maxRecords: 4 };
const toOpenSearch = (options: FunctionsOptions = {}) => {
  const choices = { transformation: transformation({ buffer: BUFFER }), destination: { indexName: "logs-eks" } };
  return newFunctionsWorld(streamToOpenSearch("tributary-eks", choices), options);
};
const toS3 = () =>
  newFunctionsWorld(
    streamToS3("tributary-archive", {
      transformation: transformation({ buffer: BUFFER }),
      bucket: { fileExtension: ".ndjson.gz" },
    }),
  );

async function send({ stream, accounts }: FunctionsWorld, records: readonly Sent[]): Promise<void> {
  for (const { bytes } of records) await stream.put(bytes);
  await stream.flush();
  const { received, dropped, delivered } = stream.counts;
  expect(received).toBe(records.length);
  // The contract was kept: nothing was left for Firehose to fail on.
  expect(dropped + delivered).toBe(received);
  for (const account of accounts) expect(conservationGap(account)).toBe(0);
}

/** The words of all log events that failed and were kept. */
function keptTokens({ core }: FunctionsWorld): string[] {
  return keptRecords(core.bucket).flatMap((record) => tokensOf(originalOf(record).toString()));
}

const EVERY_KIND = Object.keys(KINDS);

describe("the transform function behind Firehose, to OpenSearch", () => {
  it("survives a mixture of everything: one result for each record, and every log event in one place", async () => {
    const world = toOpenSearch();
    const records = make([...EVERY_KIND, ...EVERY_KIND.toReversed()]);
    await send(world, records);
    const stored = documentsIn(world.streams.cluster);
    for (const json of stored) expect(validateRecord(JSON.parse(json))).toEqual([]);
    const found = [...stored.flatMap(tokensOf), ...keptTokens(world)];
    expect(found.toSorted()).toEqual(records.flatMap(({ tokens }) => tokens).toSorted());
    expect(
      keptRecords(world.core.bucket)
        .map(({ reason }) => reason)
        .toSorted(),
    ).toEqual(["gzip_corrupt", "gzip_corrupt", "log_event_invalid", "log_event_invalid"]);
    expect([...world.streams.objects]).toEqual([]);
    expect([...world.streams.cluster.indices.keys()]).toEqual(["logs-eks-2026-11-23"]);
  });

  it("stores finished records as they were sent", async () => {
    const world = toOpenSearch();
    const records = make(Array<string>(9).fill("a finished record"));
    await send(world, records);
    expect(documentsIn(world.streams.cluster)).toEqual(records.map(({ bytes }) => bytes.toString()));
  });

  it("leaves to Firehose what it could not keep itself, as it came in", async () => {
    const world = toOpenSearch();
    world.core.bucket.fails = () => true;
    const [corrupt, sound] = make(["corrupt gzip", "one event"]);
    for (const record of [corrupt, sound]) await world.stream.put(record?.bytes ?? Buffer.alloc(0));
    await world.stream.flush();
    expect(world.stream.counts).toMatchObject({ processingFailed: 1, delivered: 1 });
    const [left] = failedRecords(world.streams, "processing-failed/");
    expect(left).toMatchObject({
      rawData: corrupt?.bytes.toString("base64"),
      errorCode: "Lambda.ProcessingFailedStatus",
    });
  });

  it("stores nothing twice where the answer is lost and the function invoked again", async () => {
    let invocations = 0;
    const world = toOpenSearch({
      between: (invoke) => async (event) => {
        const answer = await invoke(event);
        return ++invocations % 2 === 1 ? failing("Lambda.FunctionRequestTimedOut") : answer;
      },
    });
    const records = make(EVERY_KIND);
    await send(world, records);
    const found = [...documentsIn(world.streams.cluster).flatMap(tokensOf), ...keptTokens(world)];
    expect(found.toSorted()).toEqual(records.flatMap(({ tokens }) => tokens).toSorted());
  });

  it("has its documents delivered by Firehose though OpenSearch is down for a while", async () => {
    const world = toOpenSearch();
    world.streams.cluster.fault = (number) => (number < 4 ? { kind: "no-answer", detail: "ECONNREFUSED" } : undefined);
    const records = make(["one event", "an agent's object", "a finished record"]);
    await send(world, records);
    expect(documentsIn(world.streams.cluster).flatMap(tokensOf)).toEqual(records.flatMap(({ tokens }) => tokens));
  });

  it("has every log event in one place, whatever is mixed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...EVERY_KIND), { maxLength: 20 }), async (kinds) => {
        const world = toOpenSearch();
        const records = make(kinds);
        await send(world, records);
        const found = [...documentsIn(world.streams.cluster).flatMap(tokensOf), ...keptTokens(world)];
        expect(found.toSorted()).toEqual(records.flatMap(({ tokens }) => tokens).toSorted());
      }),
      { numRuns: 40 },
    );
  });
});

describe("the transform function behind Firehose, to S3", () => {
  it("makes an object that gunzip reads whole, one line a record", async () => {
    const world = toS3();
    const records = make([...EVERY_KIND, ...EVERY_KIND]);
    await send(world, records);
    const [[key, body] = ["", Buffer.alloc(0)], ...more] = world.streams.objects;
    expect(more).toEqual([]);
    expect(key).toMatch(/^2026\/11\/23\/12\/tributary-archive-1-2026-11-23-12-00-00-.*\.ndjson\.gz$/);
    const lines = gunzipSync(body).toString("utf8").trimEnd().split("\n");
    for (const line of lines) expect(validateRecord(JSON.parse(line))).toEqual([]);
    const found = [...lines.flatMap(tokensOf), ...keptTokens(world)];
    expect(found.toSorted()).toEqual(records.flatMap(({ tokens }) => tokens).toSorted());
    expect(world.streams.cluster.bodies).toEqual([]);
  });
});
