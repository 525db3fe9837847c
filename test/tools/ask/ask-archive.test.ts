import { rmSync, mkdirSync, renameSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import { QUESTIONS } from "../../../shared/opensearch/all-questions.ts";
import { columnsOf, type Window } from "../../../shared/opensearch/question.ts";
import { exampleValues, type ParamValue } from "../../../shared/opensearch/question-params.ts";
import { askArchive } from "../../../tools/ask/ask-archive.ts";
import { archiveFiles } from "../../../tools/ask/archive-files.ts";
import { createArchiveTable } from "../../../tools/ask/archive-table.ts";
import { declaredAttributes } from "../../../tools/generate/declared.ts";
import { documentsOf, readScenarios } from "../../../tools/generate/scenarios.ts";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { RESOURCE_FIELDS } from "../../../shared/schema/resource-fields.ts";
import type { Fields } from "../../../shared/schema/field.ts";
import { recordOf, writeArchive, type Kept } from "./sample-archive.ts";

const samples = (await readScenarios()).flatMap((scenario) => documentsOf(scenario));
const folders: string[] = [];

function archiveOf(records: readonly Kept[]): string {
  const folder = writeArchive(records);
  folders.push(folder);
  return folder;
}

const archive = archiveOf(samples);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

interface With {
  readonly values?: Readonly<Record<string, ParamValue>>;
  readonly window?: Window;
  readonly limit?: number;
}

async function ask(name: string, folder: string, { values, window, limit = 100 }: With = {}) {
  const question = QUESTIONS.find((one) => one.name === name)!;
  return askArchive(question, { values: { ...exampleValues(question.params), ...values }, window, limit }, folder);
}

describe("asking an archive", () => {
  it.each(QUESTIONS.map(({ name }) => name))("%s runs, and gives its columns", async (name) => {
    const question = QUESTIONS.find((one) => one.name === name)!;
    const { total, rows } = await ask(name, archive);
    expect(rows.length).toBe(Math.min(total, 100));
    for (const row of rows) expect(Object.keys(row)).toEqual(columnsOf(question));
  });

  it("counts all, shows the newest, and says nothing where there is nothing", async () => {
    const every = await ask("ssh-logins", archive, { limit: 1000 });
    const two = await ask("ssh-logins", archive, { limit: 2 });
    expect(every.total).toBeGreaterThan(10);
    expect(two).toEqual({ total: every.total, rows: every.rows.slice(0, 2) });
    const times = every.rows.map(({ time }) => Date.parse(String(time)));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(await ask("ssh-logins", archive, { values: { user: "nobody's" } })).toEqual({ total: 0, rows: [] });
  });

  it("orders by the time, not by its text", async () => {
    const times = ["2026-11-23T09:00:00.5Z", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00.123456789Z"];
    const folder = archiveOf(times.map((time) => recordOf("eks", time, "id abc-1")));
    const { rows } = await ask("request-trace", folder, { values: { id: "ABC-1" } });
    expect(rows.map(({ time }) => time)).toEqual([times[0], times[2], times[1]]);
  });

  it("looks back as far as it is told", async () => {
    const now = new Date().toISOString();
    const folder = archiveOf([
      recordOf("eks", "2020-01-01T00:00:00Z", "old", { severity: 17 }),
      recordOf("eks", now, "new", { severity: 17, resource: { "service.name": "shop" } }),
      recordOf("lambda", now, "new, and no error", { severity: 9 }),
    ]);
    const recent = await ask("errors-by-service", folder, { window: { count: 2, unit: "h" } });
    expect(recent).toEqual({
      total: 1,
      rows: [{ source: "eks.generic", service: "shop", errors: 1, latest: now }],
    });
    expect((await ask("errors-by-service", folder)).total).toBe(2);
  });

  it("tells words apart as OpenSearch does", async () => {
    const said = [
      "Node is NotReady",
      "Node became not ready",
      "The node became, not-ready",
      "Node became nothing; ready",
      "Node ip-10-0-1-11 status is now: NodeNotReady",
      "MyNodeNotReadyHandler",
    ];
    const folder = archiveOf([
      ...said.map((body) => recordOf("eks", "2026-11-23T09:00:00Z", body, { dataset: "eks.controller-manager" })),
      recordOf("eks", "2026-11-23T09:00:00Z", "Event occurred", {
        dataset: "eks.controller-manager",
        payload: { reason: "NodeNotReady" },
      }),
    ]);
    const { rows } = await ask("nodes-not-ready", folder);
    expect(new Set(rows.map(({ message }) => message))).toEqual(new Set([said[1], said[2], said[4], "Event occurred"]));
    expect(rows).toHaveLength(4);
  });

  it("reads the layout of the bucket", async () => {
    const folder = archiveOf([recordOf("eks", "2026-11-23T09:00:00Z", "id abc", { dataset: "lambda.application" })]);
    const [file = ""] = readdirSync(folder).filter((name) => name.endsWith(".ndjson"));
    const partition = path.join(folder, "platform=lambda/day=2026-11-24/hour=01");
    mkdirSync(partition, { recursive: true });
    renameSync(path.join(folder, file), path.join(partition, "stream-1-2026-11-24-01-00-00-uuid.ndjson"));
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await createArchiveTable(connection, await archiveFiles(folder));
    const read = await connection.runAndReadAll("SELECT platform, day, hour FROM logs");
    expect(read.getRows()).toEqual([["lambda", "2026-11-24", "01"]]);
    instance.closeSync();
  });

  it("refuses a folder without an archive, and a file that is none", async () => {
    await expect(ask("pod-node", path.join(archive, "missing"))).rejects.toThrow("no such file or directory");
    const broken = archiveOf([]);
    await expect(ask("pod-node", broken)).rejects.toThrow("no *.ndjson or *.ndjson.gz there");
    writeFileSync(path.join(broken, "logs-eks-2026-11-23.ndjson"), '{"body":');
    await expect(ask("pod-node", broken)).rejects.toThrow(/^--archive .*Malformed JSON/);
  });
});

describe("the archive's table over every sample", () => {
  it("reads each record, and each value as the type that is declared", async () => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    await createArchiveTable(connection, await archiveFiles(archive));
    const all = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();

    const whole =
      "event_time IS NOT NULL AND body IS NOT NULL AND event.dataset IS NOT NULL AND schema_url IS NOT NULL";
    expect(await all(`SELECT count(*), count(*) FILTER (WHERE ${whole}) FROM logs`)).toEqual([
      [BigInt(samples.length), BigInt(samples.length)],
    ]);
    expect(await all("SELECT body FROM logs WHERE TRY_CAST(event_time AS TIMESTAMPTZ) IS NULL")).toEqual([]);
    expect(await all("SELECT payload FROM logs WHERE payload IS NOT NULL AND json_type(payload) <> 'OBJECT'")).toEqual(
      [],
    );

    const types = {
      integer: "integer",
      long: "bigint",
      double: "double",
      boolean: "boolean",
      date: "TIMESTAMPTZ",
    } as const;
    const fields = [
      ...declaredAttributes(SOURCES).map(({ name, field }) => ["attributes", name, field] as const),
      ...Object.entries(RESOURCE_FIELDS as Fields).map(
        ([name, field]) => ["resource.attributes", name, field] as const,
      ),
    ];
    const checks = fields.flatMap(([map, name, { type }]) =>
      type in types
        ? [
            `count(*) FILTER (WHERE element_at(${map}, '${name}') IS NOT NULL AND TRY_CAST(element_at(${map}, '${name}') AS ${types[type as keyof typeof types]}) IS NULL)`,
          ]
        : [],
    );
    expect(checks.length).toBeGreaterThan(50);
    const [wrong = []] = await all(`SELECT ${checks.join(", ")} FROM logs`);
    expect(checks.filter((_, position) => wrong[position] !== 0n)).toEqual([]);
    instance.closeSync();
  });
});
