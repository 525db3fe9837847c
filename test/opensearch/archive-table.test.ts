import { describe, expect, it } from "vitest";
import { archiveColumns, archiveName, serdeParameters } from "../../shared/opensearch/archive-table.ts";
import schema from "../../shared/schema/record.gen.schema.json" with { type: "json" };
import { glueColumns } from "../../tools/generate/glue-columns.ts";
import { duckType } from "../../tools/ask/archive-table.ts";
import { defineSource } from "../../shared/sources/source.ts";
import { keyword } from "../../shared/schema/field.ts";

describe("the archive's table", () => {
  it("has a column for each member of the record, and no other", () => {
    const keys = archiveColumns().map(({ key }) => key);
    expect(keys.toSorted()).toEqual(Object.keys(schema.properties).toSorted());
  });

  it("has names that Glue does not change, and maps each to its member", () => {
    const columns = archiveColumns();
    expect(columns.filter(({ name }) => !/^[a-z_]+$/.test(name))).toEqual([]);
    expect(serdeParameters(columns)).toEqual({
      "case.insensitive": "FALSE",
      "mapping.event_time": "@timestamp",
      "mapping.observed_timestamp": "observedTimestamp",
      "mapping.trace_id": "traceId",
      "mapping.span_id": "spanId",
      "mapping.schema_url": "schemaUrl",
    });
  });

  it.each([
    ["@timestamp", "event_time"],
    ["observedTimestamp", "observed_timestamp"],
    ["body", "body"],
  ])("calls %s %s", (key, name) => {
    expect(archiveName(key)).toBe(name);
  });

  it.each([
    ["string", "VARCHAR"],
    ["map<string,string>", "MAP(VARCHAR, VARCHAR)"],
    ["struct<number:int,text:string>", 'STRUCT("number" INTEGER, "text" VARCHAR)'],
    ["struct<attributes:map<string,string>>", 'STRUCT("attributes" MAP(VARCHAR, VARCHAR))'],
    ["struct<a:map<string,bigint>,b:double>", 'STRUCT("a" MAP(VARCHAR, BIGINT), "b" DOUBLE)'],
  ])("%s is DuckDB's %s", (glue, duck) => {
    expect(duckType(glue)).toBe(duck);
  });

  it("knows no other types", () => {
    expect(() => duckType("uniontype<int>")).toThrow("uniontype<int> is no type of the archive's table");
  });

  it("refuses names that the SerDe might fold", () => {
    const source = defineSource({
      name: "eks.shouting",
      platform: "eks",
      description: "",
      detect: () => 0,
      fields: { "x.Loud": keyword("", "") },
      normalize: () => undefined,
    });
    expect(() => glueColumns([source])).toThrow("x.Loud");
  });
});
