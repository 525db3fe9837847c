import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, it } from "vitest";
import { conservationGap } from "../../shared/core/accounting.ts";
import type { BulkAnswer } from "../../shared/core/delivery/judge.ts";
import { newDeliveryStream } from "../../tools/firehose/delivery-stream.ts";
import { streamToOpenSearch, streamToS3, transformation } from "../../tools/firehose/stream-settings.ts";
import { documentsOf, readScenarios } from "../../tools/generate/scenarios.ts";
import { gz, subscription } from "../core/payloads.ts";
import { keptRecords } from "../core/fake-bucket.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { newFunctionsWorld } from "../tools/firehose/functions-world.ts";
import { failedRecords, newStreamWorld } from "../tools/firehose/stream-world.ts";
import { ask, countByIndex, installTemplate, openSearchUrl, s3Access } from "./real-servers.ts";

const BUCKET = "archive";
const s3 =
  s3Access === undefined ? undefined : new S3Client({ ...s3Access, credentials: s3Access, forcePathStyle: true });

async function bulk(body: Buffer): Promise<BulkAnswer> {
  const headers = { "content-type": "application/x-ndjson" };
  const response = await fetch(`${openSearchUrl ?? ""}/_bulk`, { method: "POST", headers, body: new Uint8Array(body) });
  return { kind: "answer", status: response.status, body: await response.json() };
}

/** The functions behind a stream to the real cluster, in indices of their own. */
function worldOf(prefix: string) {
  const streams = new Map([["tributary-eks", { platform: "eks", destination: "opensearch" }]] as const);
  const choices = { transformation: transformation(), destination: { indexName: `${prefix}-eks`, retryMs: 0 } };
  return newFunctionsWorld(streamToOpenSearch("tributary-eks", choices), {
    bulk,
    pipeline: {
      bulk: (body) => bulk(Buffer.from(body)),
      settings: { ...DEFAULT_SETTINGS, streams, indexPrefix: prefix },
    },
  });
}

interface Hit {
  readonly _id: string;
  readonly _source: unknown;
}

async function hitsOf(prefix: string): Promise<Hit[]> {
  await ask("POST", `/${prefix}-*/_refresh`);
  const { body } = await ask("POST", `/${prefix}-*/_search`, { size: 1000 });
  return (body as { hits: { hits: Hit[] } }).hits.hits;
}

const inOrder = (values: readonly unknown[]): string[] => values.map((value) => JSON.stringify(value)).toSorted();
const eventsOf = (path: string) =>
  (
    JSON.parse(readFileSync(join(import.meta.dirname, "../../events/firehose", path), "utf8")) as {
      records: { data: string }[];
    }
  ).records;

describe.skipIf(openSearchUrl === undefined)("Firehose in front of a real OpenSearch", () => {
  it("stores what transform hands back and what it delivers beside, each log event once", async () => {
    await installTemplate("hosed", "strict");
    const world = worldOf("hosed");
    for (const path of ["mixed.json", "direct-put.json", "cloudwatch.json"]) {
      for (const { data } of eventsOf(path)) await world.stream.put(Buffer.from(data, "base64"));
    }
    await world.stream.flush();
    const { received, dropped, delivered } = world.stream.counts;
    expect(dropped + delivered).toBe(received);
    const sums = { records: 0, failed: 0, duplicate: 0 };
    for (const account of world.accounts) {
      expect(conservationGap(account)).toBe(0);
      for (const key of ["records", "failed", "duplicate"] as const) sums[key] += account[key];
    }
    const stored = await countByIndex("hosed");
    expect(Object.values(stored).reduce((sum, count) => sum + count, 0)).toBe(sums.records - sums.duplicate);
    expect(keptRecords(world.core.bucket)).toHaveLength(sums.failed);
    expect(Object.keys(stored).every((index) => /^hosed-eks-\d{4}-\d\d-\d\d$/.test(index))).toBe(true);
    expect(world.streams.objects.size).toBe(0);
  });

  it("stores the records that index puts into it as index makes them, under Firehose's ids", async () => {
    await installTemplate("poured", "strict");
    const world = worldOf("poured");
    const scenarios = (await readScenarios()).filter(
      ({ source }) => source === "eks.audit" || source === "eks.scheduler",
    );
    const made: unknown[] = [];
    for (const scenario of scenarios) {
      const { account: owner, logGroup, logStream } = scenario.batch.origin;
      const logEvents = scenario.batch.events.map(({ id, timestamp, message }) => ({ id, timestamp, message }));
      await world.index(gz(subscription(logEvents, { owner, logGroup, logStream })));
      made.push(...documentsOf(scenario).map(({ json }) => JSON.parse(json) as unknown));
    }
    await world.stream.flush();
    const hits = await hitsOf("poured");
    const regionless = (records: readonly unknown[]): string[] =>
      inOrder(records).map((json) => json.replace(/"cloud.region":"[^"]*"/, ""));
    expect(regionless(hits.map(({ _source }) => _source)).toSorted()).toEqual(regionless(made).toSorted());
    expect(hits.every(({ _id }) => /^49\d{60}$/.test(_id))).toBe(true);
    expect(world.stream.counts).toMatchObject({ processingFailed: 0, deliveryFailed: 0 });
  });

  it("keeps each document that a mapping refuses, with id, index and data", async () => {
    await ask("PUT", "/_index_template/unmapped", {
      index_patterns: ["unmapped-*"],
      priority: 902,
      template: { mappings: { properties: { schemaUrl: { type: "integer" } } } },
    });
    const world = worldOf("unmapped");
    const [one = Buffer.alloc(0)] = eventsOf("direct-put.json").map(({ data }) => Buffer.from(data, "base64"));
    const id = await world.stream.put(one);
    await world.stream.flush();
    const [failed] = failedRecords(world.streams, "AmazonOpenSearchService-failed/");
    expect(failed).toMatchObject({
      errorCode: "400",
      esDocumentId: id,
      esIndexName: "unmapped-eks-2026-11-23",
      attemptsMade: 1,
    });
    expect(String(failed?.["errorMessage"])).toContain("mapper_parsing_exception");
    expect(JSON.parse(failed?.data ?? "")).toHaveProperty("schemaUrl");
  });

  it.each<[string, string, string]>([
    ["two documents on two lines", '{"a":1}\n{"b":2}', "OS.MalformedData"],
    ["one document on several lines", '{\n"a":1\n}', "OS.MalformedData"],
    ["a line end behind it", '{"a":1}\n', "OS.MalformedData"],
    ["a command of its own", '{"a":1}\n{"index":{"_index":"pasted-x"}}\n{"b":2}', "OS.ResponseEntryCountMismatch"],
    ["no JSON", "not JSON", "400"],
    ["a name twice", '{"a":1,"a":2}', "400"],
  ])("does not take a record that is %s", async (_, text, code) => {
    const world = newStreamWorld();
    const settings = streamToOpenSearch("raw", { destination: { indexName: "pasted", retryMs: 0 } });
    const stream = newDeliveryStream(settings, { ...world.ports, bulk });
    await stream.put(Buffer.from(text));
    await stream.flush();
    expect(stream.counts).toMatchObject({ received: 1, deliveryFailed: 1 });
    expect(failedRecords(world, "-failed/").map(({ errorCode, data }) => [errorCode, data])).toEqual([[code, text]]);
  });
});

describe.skipIf(s3 === undefined)("Firehose in front of a real S3", () => {
  beforeAll(async () => {
    await s3?.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });

  it("holds an object that gunzip reads whole", async () => {
    const choices = { transformation: transformation(), bucket: { prefix: "logs/", fileExtension: ".ndjson.gz" } };
    const world = newFunctionsWorld(streamToS3("tributary-archive", choices), {
      putObject: async (Key, Body) => {
        await s3?.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
      },
    });
    for (const { data } of eventsOf("cloudwatch.json")) await world.stream.put(Buffer.from(data, "base64"));
    await world.stream.flush();
    const { Contents = [] } = (await s3?.send(new ListObjectsV2Command({ Bucket: BUCKET }))) ?? {};
    const [{ Key } = {}] = Contents;
    expect(Key).toMatch(/^logs\/2026\/11\/23\/12\/tributary-archive-1-.*\.ndjson\.gz$/);
    const object = await s3?.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    const lines = gunzipSync((await object?.Body?.transformToByteArray()) ?? new Uint8Array())
      .toString()
      .trimEnd()
      .split("\n");
    const records = world.accounts.reduce((sum, account) => sum + account.records, 0);
    expect(lines).toHaveLength(records);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty("schemaUrl");
  });
});
