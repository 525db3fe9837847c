import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFirehoseEvent, type FirehoseEvent } from "../../shared/core/decode/firehose-event.ts";
import { newCatalog } from "../../shared/core/normalize.ts";
import { transformEvent } from "../../shared/core/pipeline/transform-event.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import table from "../../shared/opensearch/glue-columns.gen.json" with { type: "json" };
import { duckType } from "../../tools/ask/archive-table.ts";
import { readScenarios, type Scenario } from "../../tools/generate/scenarios.ts";
import { firehoseInvocation, gz, subscription } from "../core/payloads.ts";
import { newWorld } from "../core/world.ts";

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
type Record_ = Readonly<Record<string, Value>>;

/** What an archive stream gets: subscriptions' payloads, and what agents put into Firehose themselves. */
function carried({ batch }: Scenario): Buffer[] {
  const { carrier, account: owner, logGroup, logStream } = batch.origin;
  if (carrier === "firehose") return batch.events.map(({ message }) => Buffer.from(message));
  const events = batch.events.map(({ id, timestamp, message }) => ({ id, timestamp, message }));
  return [gz(subscription(events, { owner, logGroup, logStream }))];
}

/** The object that the transform function's answers make in the bucket: members of gzip, one after the other. */
async function archiveObject(scenarios: readonly Scenario[]): Promise<Buffer> {
  const { pipeline, deadline, bucket } = newWorld({ catalog: newCatalog(SOURCES), settings: { keepOriginal: true } });
  const members: Buffer[] = [];
  for (const scenario of scenarios) {
    const event = readFirehoseEvent(firehoseInvocation(carried(scenario), "tributary-archive"), 0) as FirehoseEvent;
    const { results } = await transformEvent(event, pipeline, deadline);
    for (const { result, data } of results) {
      if (result !== "Ok" || data === undefined) throw new Error(`${scenario.source}/${scenario.name}: ${result}`);
      members.push(Buffer.from(data, "base64"));
    }
  }
  expect(bucket.objects.size).toBe(0);
  return Buffer.concat(members);
}

const MAPPING = new Map(
  Object.entries(table.SerdeInfo.Parameters)
    .filter(([name]) => name.startsWith("mapping."))
    .map(([name, key]) => [name.slice("mapping.".length), key]),
);
const COLUMNS = table.Columns.map(({ Name: name, Type: type }) => ({ name, type, key: MAPPING.get(name) ?? name }));

const folder = mkdtempSync(path.join(tmpdir(), "tributary-glue-"));
let instance: DuckDBInstance;
let connection: DuckDBConnection;
let records: readonly Record_[];

beforeAll(async () => {
  const object = await archiveObject(await readScenarios());
  const file = path.join(folder, "tributary-archive-1-2026-11-23-12-00-00-uuid.ndjson.gz");
  writeFileSync(file, object);
  records = gunzipSync(object)
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record_);
  const types = COLUMNS.map(({ key, type }) => `'${key}': '${duckType(type)}'`).join(", ");
  const names = COLUMNS.map(({ key, name }) => `"${key}" AS ${name}`).join(", ");
  instance = await DuckDBInstance.create(":memory:");
  connection = await instance.connect();
  await connection.run(`CREATE TABLE logs AS SELECT ${names} FROM read_json('${file}',
    format = 'newline_delimited', compression = 'gzip', columns = {${types}})`);
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

/** What a column of a Glue type holds of a JSON value: the SerDe renders all that stands in a string or a map as text. */
function held(value: Value | undefined, type: string): unknown {
  if (value === undefined || value === null) return null;
  if (type === "string") return typeof value === "string" ? value : JSON.stringify(value);
  const map = /^map<string,(.*)>$/.exec(type)?.[1];
  const members = Object.entries(value as { [name: string]: Value });
  if (map !== undefined) return Object.fromEntries(members.map(([name, one]) => [name, held(one, map)]));
  const struct = /^struct<(.*)>$/.exec(type)?.[1];
  if (struct === undefined) return value;
  const parts = struct.match(/\w+:[^,<]+(?:<[^>]*>)?/g) ?? [];
  return Object.fromEntries(
    parts.map((part) => {
      const colon = part.indexOf(":");
      return [
        part.slice(0, colon),
        held((value as { [name: string]: Value })[part.slice(0, colon)], part.slice(colon + 1)),
      ];
    }),
  );
}

/** A value of DuckDB as JSON has it. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? Number(value) : value;
  if ("entries" in value && Array.isArray(value.entries)) {
    const entries = value.entries as readonly (
      | { readonly key: unknown; readonly value: unknown }
      | readonly [unknown, unknown]
    )[];
    return Object.fromEntries(
      entries.map((one) => ("key" in one ? [String(one.key), plain(one.value)] : [String(one[0]), plain(one[1])])),
    );
  }
  if ("entries" in value && typeof value.entries === "object" && value.entries !== null) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, one]) => [name, plain(one)]));
  }
  return value;
}

describe("the Glue table over what the transform function archives of every sample", () => {
  it("has each record, from every source", async () => {
    const read = await connection.runAndReadAll("SELECT count(*), count(DISTINCT event.dataset) FROM logs");
    const datasets = new Set(records.map(({ event }) => (event as { dataset: string }).dataset));
    expect(read.getRows()).toEqual([[BigInt(records.length), BigInt(datasets.size)]]);
    expect([...datasets].toSorted()).toEqual(SOURCES.map(({ name }) => name).toSorted());
  });

  it("has the types that Glue says", async () => {
    const described = await connection.runAndReadAll("SELECT column_name, column_type FROM (DESCRIBE logs)");
    const unquoted = (type: string): string => type.replaceAll('"', "");
    expect(described.getRows().map(([name, type]) => [name, unquoted(String(type))])).toEqual(
      COLUMNS.map(({ name, type }) => [name, unquoted(duckType(type))]),
    );
  });

  it.each(COLUMNS.map(({ name, type, key }) => [name, type, key] as const))(
    "%s: %s holds what each record has under %s",
    async (name, type, key) => {
      const read = await connection.runAndReadAll(`SELECT ${name} FROM logs`);
      const found = read.getRows().map(([value]) => plain(value));
      // JSON text may be spaced and escaped in its own way.
      const meant = (value: unknown): unknown =>
        type === "string" && typeof value === "string" && /^[{[]/.test(value) && key !== "body" && key !== "original"
          ? JSON.parse(value)
          : value;
      expect(found.map(meant)).toEqual(records.map((record) => meant(held(record[key], type))));
      expect(found.some((value) => value !== null)).toBe(true);
    },
  );
});
