import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, describe, expect, it } from "vitest";
import { ATHENA_MACROS } from "../../../tools/ask/athena-macros.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'");
for (const macro of ATHENA_MACROS) await connection.run(macro);

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const seen = new Set<string>();

async function evaluate(expression: string): Promise<unknown> {
  for (const [name] of expression.matchAll(/\w+(?=\()/g)) seen.add(name);
  const read = await connection.runAndReadAll(`SELECT ${expression}`);
  return read.getRows()[0]?.[0];
}

// What Trino's manual says that these functions give.
describe("Athena's functions in DuckDB", () => {
  it.each([
    ["element_at(MAP {'a.b': 'x'}, 'a.b')", "x"],
    ["element_at(MAP {'a.b': 'x'}, 'c')", null],
    ["element_at(CAST(NULL AS MAP(VARCHAR, VARCHAR)), 'c')", null],
    ["regexp_like('1a 2b 14m', '\\d+b')", true],
    ["regexp_like('1a 2b 14m', '^2b')", false],
    [`json_extract_scalar('{"a": {"b": "x"}, "n": 1.5, "t": true}', '$.a.b')`, "x"],
    [`json_extract_scalar('{"n": 1.5}', '$.n')`, "1.5"],
    [`json_extract_scalar('{"n": 1.5}', '$.m')`, null],
    ["json_extract_scalar(NULL, '$.m')", null],
    ["to_iso8601(from_iso8601_timestamp('2026-11-23T08:59:18.424999Z'))", "2026-11-23T08:59:18.424Z"],
    ["to_iso8601(from_iso8601_timestamp('2026-11-23T08:59:18Z'))", "2026-11-23T08:59:18.000Z"],
    [
      "from_iso8601_timestamp_nanos('2026-11-23T08:59:18.5Z') > from_iso8601_timestamp_nanos('2026-11-23T08:59:18Z')",
      true,
    ],
    ["date_format(from_iso8601_timestamp('2026-11-23T23:59:18Z'), '%Y-%m-%d')", "2026-11-23"],
    ["date_format(from_iso8601_timestamp('2026-11-23T23:59:18Z'), '%H:%i:%s')", "23:59:18"],
  ])("%s", async (expression, value) => {
    expect(await evaluate(expression)).toBe(value);
  });

  it("are all tried", () => {
    const defined = ATHENA_MACROS.map((macro) => /^CREATE MACRO (\w+)\(/.exec(macro)?.[1]);
    expect(defined.filter((name) => name === undefined || !seen.has(name))).toEqual([]);
  });
});
