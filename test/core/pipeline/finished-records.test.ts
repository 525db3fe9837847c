import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { readFirehoseEvent, type FirehoseEvent } from "../../../shared/core/decode/firehose-event.ts";
import type { Document } from "../../../shared/core/document.ts";
import { newCatalog, normalizeBatch } from "../../../shared/core/normalize.ts";
import { transformEvent } from "../../../shared/core/pipeline/transform-event.ts";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../../shared/core/settings.ts";
import { SCHEMA_URL } from "../../../shared/schema/record-fields.ts";
import { documentsOf, readScenarios } from "../../../tools/generate/scenarios.ts";
import { validateRecord } from "../../record-validator.ts";
import { logEvent, ORIGIN } from "../documents.ts";
import { keptRecords, originalOf } from "../fake-bucket.ts";
import { firehoseInvocation, gz, entry, NOON, subscription } from "../payloads.ts";
import { notesOf, readRecord } from "../records.ts";
import { newWorld, type World, type WorldOptions } from "../world.ts";
import { anyCharacter } from "../../any-character.ts";

const CATALOG = newCatalog(SOURCES);

function realWorld(options: WorldOptions = {}): World {
  return newWorld({ catalog: CATALOG, ...options });
}

async function run(texts: readonly (string | Buffer)[], world = realWorld(), stream = "tributary-eks") {
  const records = texts.map((text) => Buffer.from(text));
  const event = readFirehoseEvent(firehoseInvocation(records, stream), NOON) as FirehoseEvent;
  const { results, account } = await transformEvent(event, world.pipeline, world.deadline);
  expect(conservationGap(account)).toBe(0);
  const words = results.map(({ result }) => result);
  return { words, account, data: results.map(({ data = "" }) => Buffer.from(data, "base64").toString("utf8")) };
}

/** Finished documents of a klog line, as `index` makes them. */
function finished(message: string, number = 1): Document {
  const batch = { origin: ORIGIN, events: [logEvent(message, number)] };
  const [document] = normalizeBatch(batch, CATALOG, DEFAULT_SETTINGS);
  if (document === undefined) throw new Error("no document");
  return document;
}

const KLOG = 'I1123 11:59:18.424246       1 schedule_one.go:314] "Successfully bound pod to node" pod="default/web"';
const ONE = finished(KLOG, 1);
const TWO = finished(`${KLOG} node="ip-10-0-1-11"`, 2);

describe("transformEvent, of a finished record", () => {
  it("hands it back as it is", async () => {
    const world = realWorld();
    const { words, data, account } = await run([ONE.json, `${TWO.json}\n`], world);
    expect(words).toEqual(["Ok", "Ok"]);
    expect(data).toEqual([ONE.json, TWO.json]);
    expect(account).toMatchObject({ received: 2, delivered: 2, records: 2, deliveredTo: { firehose: 2 } });
    expect([...account.bySource.values()]).toMatchObject([{ source: "eks.scheduler", records: 2 }]);
    expect(world.calls).toEqual([]);
  });

  it("does so again, should it come by again", async () => {
    const once = await run([ONE.json]);
    expect((await run(once.data)).data).toEqual([ONE.json]);
  });

  it("hands it back as a line on a stream to S3", async () => {
    const event = firehoseInvocation([Buffer.from(ONE.json), Buffer.from(TWO.json)], "tributary-archive");
    const world = realWorld();
    const { results } = await transformEvent(readFirehoseEvent(event, NOON) as FirehoseEvent, world.pipeline, NOON + 1);
    const file = Buffer.concat(results.map(({ data = "" }) => Buffer.from(data, "base64")));
    expect(gunzipSync(file).toString("utf8")).toBe(`${ONE.json}\n${TWO.json}\n`);
  });

  it("delivers several of one record by _bulk, under the ids and days that index gives them", async () => {
    const world = realWorld();
    const { words } = await run([`${ONE.json}${TWO.json}`], world);
    expect(words).toEqual(["Dropped"]);
    const stored = [...world.cluster.indices].map(([index, documents]) => [index, [...documents]]);
    expect(stored).toEqual([
      [
        ONE.index,
        [
          [ONE.id, ONE.json],
          [TWO.id, TWO.json],
        ],
      ],
    ]);
  });

  it("keeps it as it is where OpenSearch refuses it", async () => {
    const world = realWorld({ faults: { item: () => ({ status: 400, type: "mapper_parsing_exception" }) } });
    await run([`${ONE.json}\n${TWO.json}\n`], world);
    const kept = keptRecords(world.bucket);
    expect(kept.map((record) => originalOf(record).toString())).toEqual([ONE.json, TWO.json]);
    expect(kept.map(({ origin }) => [origin.holds, origin.id, origin.index])).toEqual(
      [ONE, TWO].map(({ id, index }) => ["message", id, index]),
    );
  });

  it("does not join it to the lines around it", async () => {
    const world = realWorld();
    const { data } = await run([gz(subscription([entry("a", 5)])), ONE.json, "\tat com.example.Foo", ONE.json], world);
    expect([data[1], data[3]]).toEqual([ONE.json, ONE.json]);
  });

  it("takes what CloudWatch Logs carried for a line, whatever it looks like", async () => {
    const { data } = await run([gz(subscription([entry(ONE.json, 7)]))]);
    const record = readRecord(data[0] ?? "");
    expect(data[0]).not.toBe(ONE.json);
    expect(record.attributes?.["log.record.uid"]).not.toBe(readRecord(ONE.json).attributes?.["log.record.uid"]);
  });
});

const scenarios = await readScenarios();

describe("every record that a source makes", () => {
  it.each(scenarios.map((scenario) => [`${scenario.source} ${scenario.name}`, scenario] as const))(
    "comes by again unchanged: %s",
    async (_, scenario) => {
      const made = documentsOf(scenario).map(({ json }) => json);
      // The response of one invocation may not hold them all.
      const { data, words } = await run(made.slice(0, 200));
      expect(words.every((word) => word === "Ok")).toBe(true);
      expect(data).toEqual(made.slice(0, 200));
    },
  );
});

type Changed = (record: Record<string, unknown>) => unknown;
const attributes =
  (more: Record<string, unknown>): Changed =>
  (record) => ({
    ...record,
    attributes: { ...(record["attributes"] as object), ...more },
  });
const member =
  (name: string, value: unknown): Changed =>
  (record) => ({ ...record, [name]: value });
const without =
  (name: string): Changed =>
  (record) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);

/** Texts that claim to be a finished record, with what does not hold about them. */
const FALSE: [what: string, change: Changed][] = [
  ["@timestamp", member("@timestamp", "yesterday")],
  ["@timestamp", member("@timestamp", "2026-11-23T12:00:00+01:00")],
  ["@timestamp", member("@timestamp", "2300-01-01T00:00:00Z")],
  ["@timestamp", member("@timestamp", "2026-02-30T00:00:00Z")],
  ["@timestamp", member("@timestamp", NOON)],
  ["@timestamp", without("@timestamp")],
  ["observedTimestamp", without("observedTimestamp")],
  ["severity", member("severity", { number: 25, text: "FATAL" })],
  ["severity", member("severity", { number: 9, text: "info" })],
  ["severity", member("severity", { number: 9 })],
  ["severity", member("severity", { number: 9, text: "INFO", more: 1 })],
  ["severity", member("severity", "INFO")],
  ["body", member("body", 7)],
  ["body", member("body", null)],
  ["body", without("body")],
  ["event", member("event", { dataset: "eks.unheard-of" })],
  ["event", member("event", { dataset: "eks.scheduler", kind: "event" })],
  ["event", without("event")],
  ["traceId", member("traceId", "0".repeat(32))],
  ["traceId", member("traceId", "A".repeat(32))],
  ["spanId", member("spanId", 1)],
  ["resource", without("resource")],
  ["resource", member("resource", {})],
  ["resource", member("resource", { attributes: {}, schemaUrl: "x" })],
  ["resource", member("resource", { attributes: [] })],
  ["resource.no.such.name", member("resource", { attributes: { "no.such.name": "x" } })],
  ["resource.host.ip", member("resource", { attributes: { "host.ip": "10.0.0.1" } })],
  ["attributes", member("attributes", [])],
  ["attributes.http", attributes({ http: { response: { status_code: 200 } } })],
  ["attributes.http.response.status_code", attributes({ "http.response.status_code": "200" })],
  ["attributes.http.response.status_code", attributes({ "http.response.status_code": 2 ** 31 })],
  ["attributes.client.port", attributes({ "client.port": 1.5 })],
  ["attributes.user.name", attributes({ "user.name": null })],
  ["attributes.user.groups", attributes({ "user.groups": ["a", 1] })],
  ["attributes.__proto__", attributes(JSON.parse('{"__proto__":"x"}') as Record<string, unknown>)],
  ["labels", member("labels", "app=web")],
  ["payload", member("payload", [])],
  ["payload", member("payload", { long: "x".repeat(40_000) })],
  ["payload", member("payload", { ["k".repeat(11_000)]: 1 })],
  ["nesting", member("payload", nested(65))],
  ["nesting", member("body", nested(1000))],
  ["original", member("original", { line: "x" })],
  ["message", member("message", "an unknown member")],
  ["constructor", member("constructor", "x")],
  ["unclean", member("body", "token Bearer abcdefghijklmnopqrstuvwxyz")],
  ["unclean", member("payload", { secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" })],
  ["unclean", member("body", "half a pair \ud800")],
];

/** Texts that our writer does not write. */
const MISWRITTEN: [what: string, text: string][] = [
  ["pretty-printed", JSON.stringify(JSON.parse(ONE.json), undefined, 2)],
  ["with a space", ONE.json.replace('"body":', '"body": ')],
  ["with a name twice", ONE.json.replace('"body":', '"body":"other","body":')],
  ["with a name twice in its payload", ONE.json.replace(',"schemaUrl"', ',"payload":{"a":1,"a":2},"schemaUrl"')],
  [
    "with a number that no double holds",
    ONE.json.replace(',"schemaUrl"', `,"payload":{"a":${"9".repeat(400)}},"schemaUrl"`),
  ],
  ["with an escape that need not be", ONE.json.replace("Successfully", String.raw`Succ\u0065ssfully`)],
];

describe("a record that merely claims to be finished", () => {
  it.each(FALSE)("is an agent's object like any other where it does not hold: %s (%#)", async (what, change) => {
    const text = JSON.stringify(change(JSON.parse(ONE.json) as Record<string, unknown>));
    const { words, data, account } = await run([text]);
    expect(words).toEqual(["Ok"]);
    expect(account).toMatchObject({ received: 1, delivered: 1 });
    const [json = ""] = data;
    expect(json).not.toBe(text);
    const record = readRecord(json);
    expect(notesOf(record)).toContain(`not_finished:${what}`);
    expect(validateRecord(record)).toEqual([]);
    expect(record.event.dataset).toBe("eks.generic");
  });

  it.each(MISWRITTEN)("is an agent's object like any other %s", async (_, text) => {
    const { data } = await run([text]);
    const record = readRecord(data[0] ?? "");
    expect(data[0]).not.toMatch(/[\r\n]/);
    expect(notesOf(record)).toContain("not_finished:form");
    expect(validateRecord(record)).toEqual([]);
  });

  it("is one where its bytes are no UTF-8", async () => {
    const bytes = Buffer.from(ONE.json);
    bytes[bytes.indexOf("Successfully")] = 0xff;
    const record = readRecord((await run([bytes])).data[0] ?? "");
    expect(notesOf(record)).toEqual(expect.arrayContaining(["not_finished:invalid_utf8", "invalid_utf8"]));
  });

  it("may hold credentials where the operator wants them kept", async () => {
    const text = JSON.stringify({ ...JSON.parse(ONE.json), body: "Bearer abcdefghijklmnopqrstuvwxyz" });
    expect((await run([text], realWorld({ settings: { redact: false } }))).data).toEqual([text]);
  });

  it.each([
    ["another schema", `{"body":"x","schemaUrl":"urn:tributary:record:2"}`],
    ["no schema but its name", `{"log":"${SCHEMA_URL}"}`],
    ["a text that speaks of it", `schemaUrl ${SCHEMA_URL} is ours`],
    ["half a record", ONE.json.slice(0, -1)],
    ["nesting that nobody can write", `{"schemaUrl":"${SCHEMA_URL}","a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
  ])("is not taken for one: %s", async (_, text) => {
    const { data, words } = await run([text]);
    expect(words).toEqual(["Ok"]);
    const record = readRecord(data[0] ?? "");
    expect(record.schemaUrl).toBe(SCHEMA_URL);
    expect(validateRecord(record)).toEqual([]);
  });
});

describe("whatever claims to be a finished record", () => {
  const names = [...Object.keys(JSON.parse(ONE.json) as object), "labels", "payload", "original", "traceId", "odd"];
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.record({ attributes: fc.dictionary(fc.constantFrom("host.ip", "host.name", "odd"), fc.jsonValue()) }),
    fc.dictionary(fc.constantFrom("number", "text", "dataset", "__proto__"), fc.jsonValue({ maxDepth: 1 })),
    fc.string({ unit: anyCharacter, maxLength: 20 }),
  );

  it("goes on only as a record of the schema, and unchanged only if it is one", async () => {
    const changes = fc.array(fc.tuple(fc.constantFrom(...names), value), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(changes, async (made) => {
        const text = JSON.stringify({ ...(JSON.parse(ONE.json) as object), ...Object.fromEntries(made) });
        const { data, words } = await run([text]);
        expect(words).toEqual(["Ok"]);
        const record = readRecord(data[0] ?? "");
        expect(validateRecord(record)).toEqual([]);
        const claims = text.includes(`"schemaUrl":"${SCHEMA_URL}"`);
        const noted = notesOf(record).some((note) => note.startsWith("not_finished:"));
        expect(data[0] === text).toBe(claims && !noted);
      }),
      { numRuns: 300 },
    );
  });
});
