import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFirehoseKey } from "../../../shared/core/redrive/firehose-key.ts";
import { readEntries, readRedrivable } from "../../../shared/core/redrive/read-object.ts";
import { newDeliveryStream, type DeliveryStream } from "../../../tools/firehose/delivery-stream.ts";
import {
  LAMBDA_ARN,
  streamToOpenSearch,
  streamToS3,
  transformation,
  type FailedDialect,
  type StreamChoices,
} from "../../../tools/firehose/stream-settings.ts";
import { documentsIn } from "./fake-cluster.ts";
import { answering, failedRecords, failing, newStreamWorld, NOON, type StreamWorld } from "./stream-world.ts";

const MIB = 1024 * 1024;

function openSearchStream(more: StreamChoices & { destination?: object } = {}, world = newStreamWorld()) {
  const { destination, ...rest } = more;
  const settings = streamToOpenSearch("tributary-eks", {
    transformation: transformation(),
    destination: { indexName: "logs-eks", ...destination },
    ...rest,
  });
  return { world, stream: newDeliveryStream(settings, world.ports) };
}

function accounted({ counts, buffered }: DeliveryStream): number {
  const { dropped, processingFailed, delivered, deliveryFailed, lost } = counts;
  return dropped + processingFailed + delivered + deliveryFailed + lost + buffered();
}

const texts = ({ objects }: StreamWorld): string[] => [...objects.values()].map(String);

describe("a stream to OpenSearch", () => {
  it("buffers for the transformation by size, and for the cluster by time", async () => {
    const { world, stream } = openSearchStream();
    const large = JSON.stringify({ a: "x".repeat(0.6 * MIB) });
    await stream.put(Buffer.from(large));
    expect(world.events).toEqual([]);
    await stream.put(Buffer.from(large));
    expect(world.events.map(({ records }) => records.length)).toEqual([1]);
    world.clock.now += 60_000;
    await stream.tick();
    expect(world.events.map(({ records }) => records.length)).toEqual([1, 1]);
    expect(world.cluster.bodies).toEqual([]);
    world.clock.now += 300_000;
    await stream.tick();
    expect(world.cluster.bodies).toHaveLength(1);
    expect(stream.counts).toMatchObject({ received: 2, delivered: 2 });
  });

  it("gives each record an id of its own, which is the document's", async () => {
    const { world, stream } = openSearchStream();
    const ids = [await stream.put(Buffer.from('{"n":1}')), await stream.put(Buffer.from('{"n":1}'))];
    await stream.flush();
    expect(new Set(ids).size).toBe(2);
    expect([...(world.cluster.indices.get("logs-eks-2026-11-23")?.keys() ?? [])]).toEqual(ids);
    expect(ids.every((id) => /^49\d{60}$/.test(id))).toBe(true);
  });

  it("puts what the transformation failed on into processing-failed, as it came in", async () => {
    const { world, stream } = openSearchStream({ bucket: { prefix: "backup/" } });
    world.invoke = (event) =>
      answering(
        event.records.map(({ recordId, data }, at) => ({
          recordId,
          result: at === 0 ? "ProcessingFailed" : "Ok",
          data,
        })),
      );
    await stream.put(Buffer.from("raw"));
    await stream.put(Buffer.from('{"n":1}'));
    world.clock.now += 60_000;
    await stream.flush();
    const key = [...world.objects.keys()][0] ?? "";
    expect(key.startsWith("backup/processing-failed/2026/11/23/12/tributary-eks-1-2026-11-23-12-00-00-")).toBe(true);
    expect(readFirehoseKey(key)).toEqual({ deliveryStream: "tributary-eks", at: NOON });
    expect(failedRecords(world, "processing-failed/")).toEqual([
      {
        attemptsMade: 1,
        arrivalTimestamp: NOON,
        errorCode: "Lambda.ProcessingFailedStatus",
        errorMessage: "ProcessingFailed status set for record",
        attemptEndingTimestamp: NOON + 60_000,
        rawData: "cmF3",
        lambdaArn: LAMBDA_ARN,
        data: "raw",
      },
    ]);
    expect(stream.counts).toMatchObject({ processingFailed: 1, delivered: 1 });
  });

  it("puts a batch that could not be transformed there as a whole", async () => {
    const { world, stream } = openSearchStream();
    world.invoke = () => failing("Lambda.FunctionTimedOut");
    await stream.put(Buffer.from("one"));
    await stream.put(Buffer.from("two"));
    await stream.flush();
    expect(stream.invocations()).toBe(4);
    expect(failedRecords(world, "processing-failed/").map(({ data, attemptsMade }) => [data, attemptsMade])).toEqual([
      ["one", 4],
      ["two", 4],
    ]);
  });

  it("puts what OpenSearch refused beside it, as it was sent, with id and index", async () => {
    const { world, stream } = openSearchStream({ bucket: { compression: "gzip" } });
    world.invoke = (event) =>
      answering(
        event.records.map(({ recordId }, at) => ({
          recordId,
          result: "Ok",
          data: Buffer.from(`{"n":${at}}`).toString("base64"),
        })),
      );
    world.cluster.refuses = (json) =>
      json === '{"n":1}' ? { status: 400, type: "mapper_parsing_exception" } : undefined;
    const ids = [await stream.put(Buffer.from("a")), await stream.put(Buffer.from("b"))];
    await stream.flush();
    const [key = ""] = world.objects.keys();
    expect(key).toMatch(/^AmazonOpenSearchService-failed\/2026\/11\/23\/12\/tributary-eks-1-.*\.gz$/);
    expect(failedRecords(world, "AmazonOpenSearchService-failed/")).toEqual([
      {
        attemptsMade: world.cluster.bodies.length,
        arrivalTimestamp: NOON,
        errorCode: "400",
        errorMessage: '{"type":"mapper_parsing_exception"}',
        attemptEndingTimestamp: world.clock.now,
        esDocumentId: ids[1],
        esIndexName: "logs-eks-2026-11-23",
        esTypeName: "",
        rawData: Buffer.from('{"n":1}').toString("base64"),
        data: '{"n":1}',
      },
    ]);
  });

  it("writes failed records in each way that AWS's pages leave open", async () => {
    const { world, stream } = openSearchStream({
      dialect: { separator: "", numbers: "text", lambda: "lambdaARN", openSearchFolder: "elasticsearch-failed" },
    });
    world.invoke = (event) =>
      answering(
        event.records.map(({ recordId, data }, at) => ({ recordId, result: at < 2 ? "ProcessingFailed" : "Ok", data })),
      );
    for (const text of ["a", "b", "no JSON"]) await stream.put(Buffer.from(text));
    await stream.flush();
    const [processing = "", delivery = ""] = texts(world);
    expect(processing).toMatch(/^\{"attemptsMade":"1",.*"lambdaARN":"arn:[^"]*"\}\{"attemptsMade":"1",[^{]*\}$/);
    expect(JSON.parse(delivery)).toMatchObject({ arrivalTimestamp: String(NOON), errorCode: "400" });
    expect([...world.objects.keys()].at(-1)).toMatch(/^elasticsearch-failed\//);
  });

  it.each<Partial<FailedDialect>>([
    {},
    { separator: "" },
    { numbers: "text" },
    { lambda: "lambdaARN" },
    { openSearchFolder: "AmazonOpenSearchService_failed" },
    { openSearchFolder: "elasticsearch-failed", separator: "", numbers: "text" },
  ])("writes failed records that a redrive reads: %j", async (dialect) => {
    const settings = streamToS3("s");
    const { world, stream } = openSearchStream({
      dialect: { ...settings.dialect, ...dialect },
      bucket: { compression: "gzip" },
    });
    world.invoke = (event) =>
      answering(
        event.records.map(({ recordId, data }, at) => ({
          recordId,
          result: at === 0 ? "ProcessingFailed" : "Ok",
          data,
        })),
      );
    const ids: string[] = [];
    for (const text of ["raw\n", "no JSON", "none either"]) ids.push(await stream.put(Buffer.from(text)));
    await stream.flush();
    const read = [...world.objects].flatMap(([key, body]) => {
      const entries = readEntries(body, MIB);
      return entries.ok ? entries.value.map((text) => readRedrivable(text, key)) : [];
    });
    expect(read).toMatchObject([
      { kind: "carrier-record", bytes: Buffer.from("raw\n") },
      { kind: "document", id: ids[1], index: "logs-eks-2026-11-23", bytes: Buffer.from("no JSON") },
      { kind: "document", id: ids[2], index: "logs-eks-2026-11-23", bytes: Buffer.from("none either") },
    ]);
    expect(read).toMatchObject(read.map(() => ({ place: { deliveryStream: "tributary-eks", arrivedAt: NOON } })));
  });

  it("keeps all source records where it is told so, untransformed and with nothing between them", async () => {
    const { world, stream } = openSearchStream({ destination: { backup: "AllDocuments" }, bucket: { prefix: "all/" } });
    world.invoke = (event) => answering(event.records.map(({ recordId }) => ({ recordId, result: "Dropped" })));
    for (const text of ["one", "two"]) await stream.put(Buffer.from(text));
    await stream.flush();
    expect([...world.objects.keys()]).toEqual([expect.stringMatching(/^all\/2026\/11\/23\/12\/tributary-eks-1-/)]);
    expect(texts(world)).toEqual(["onetwo"]);
    expect(stream.counts).toMatchObject({ received: 2, dropped: 2 });
  });

  it("refuses prefixes that Firehose refuses", () => {
    expect(() => openSearchStream({ bucket: { prefix: "!{timestamp:yyyy}/" } })).toThrow("ErrorOutputPrefix is needed");
  });
});

describe("a stream to S3", () => {
  it("concatenates records without anything between them, named after the oldest", async () => {
    const world = newStreamWorld();
    const stream = newDeliveryStream(streamToS3("archive", { bucket: { fileExtension: ".ndjson" } }), world.ports);
    await stream.put(Buffer.from("one"));
    world.clock.now += 1000;
    await stream.put(Buffer.from("two\n"));
    world.clock.now += 300_000;
    await stream.tick();
    expect(texts(world)).toEqual(["onetwo\n"]);
    expect([...world.objects.keys()]).toEqual([expect.stringMatching(/archive-1-2026-11-23-12-00-00-.*\.ndjson$/)]);
    expect(stream.counts).toMatchObject({ received: 2, delivered: 2 });
  });

  it("compresses an object as a whole", async () => {
    const world = newStreamWorld();
    const stream = newDeliveryStream(streamToS3("archive", { bucket: { compression: "gzip" } }), world.ports);
    for (const text of ["a", "b"]) await stream.put(Buffer.from(text));
    await stream.flush();
    expect([...world.objects.values()].map((body) => gunzipSync(body).toString())).toEqual(["ab"]);
  });

  it("loses what S3 has not taken for 24 hours, and says so", async () => {
    const world = newStreamWorld();
    const stream = newDeliveryStream(streamToS3("archive"), world.ports);
    world.bucketFails = () => true;
    await stream.put(Buffer.from("a"));
    await stream.flush();
    expect(stream.counts).toMatchObject({ received: 1, lost: 1, delivered: 0 });
  });
});

describe("any stream, whatever the function and the cluster do", () => {
  const fate = fc.constantFrom("Ok", "Ok", "Dropped", "ProcessingFailed", "missing", "twice");
  const json = fc.constantFrom('{"a":1}', '{"b":2}', "no JSON", '{"a":1}\n');

  it("has each record in one place, and all it delivered is in the index", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(json, fate), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(3),
        async (records, maxRecords, failures) => {
          const buffer = { maxBytes: MIB, maxMs: 1000, maxRecords };
          const { world, stream } = openSearchStream({ transformation: transformation({ buffer }) });
          const fates: string[] = [];
          world.invoke = (event, number) => {
            if (number <= failures) return failing("Lambda.InvokeLimitExceeded");
            return answering(
              event.records.flatMap(({ recordId, data }) => {
                const result = fates[Number(recordId.slice(-10, -6))] ?? "";
                if (result === "missing") return [];
                if (result === "twice")
                  return [
                    { recordId, result: "Ok", data },
                    { recordId, result: "Ok", data },
                  ];
                return [{ recordId, result, data }];
              }),
            );
          };
          for (const [text, fated] of records) {
            fates.push(fated);
            await stream.put(Buffer.from(text));
            expect(accounted(stream)).toBe(stream.counts.received);
          }
          await stream.flush();
          expect(stream.buffered()).toBe(0);
          expect(accounted(stream)).toBe(records.length);
          expect(documentsIn(world.cluster).length).toBeGreaterThanOrEqual(stream.counts.delivered);
          const failed = [
            ...failedRecords(world, "processing-failed/"),
            ...failedRecords(world, "AmazonOpenSearchService-failed/"),
          ];
          expect(failed).toHaveLength(stream.counts.processingFailed + stream.counts.deliveryFailed);
        },
      ),
      { numRuns: 150 },
    );
  });
});
