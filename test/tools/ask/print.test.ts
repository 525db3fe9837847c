import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { cellOf } from "../../../tools/ask/answer.ts";
import { csvText, tableText } from "../../../tools/ask/print.ts";

const answer = (...rows: Record<string, string | number | boolean | null>[]) => ({ total: rows.length, rows });

describe("a table", () => {
  it("aligns columns, numbers to the right", () => {
    const text = tableText(
      ["code", "who"],
      answer({ code: 200, who: "a" }, { code: 1.23456789, who: null }),
      new PassThrough(),
    );
    expect(text).toBe("   code  who\n    200  a\n1.23457\n");
  });

  it("lets no control sequence through, nor text that would tear it apart", () => {
    const text = tableText(["m"], answer({ m: `\u001b[31mred\r\n\u202e${"x".repeat(200)}` }), new PassThrough());
    expect(text).toBe(`m\n [31mred ${"x".repeat(90)}…\n`);
  });

  it("is nothing when there are no rows", () => {
    expect(tableText(["m"], answer(), new PassThrough())).toBe("");
  });
});

describe("CSV", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ["two\nlines", '"two\nlines"'],
    [null, ""],
    [0.5, "0.5"],
    [false, "false"],
  ])("%j is %s", (cell, text) => {
    expect(csvText(["a"], answer({ a: cell }))).toBe(`a\r\n${text}\r\n`);
  });
});

describe("a cell", () => {
  it.each([
    [12n, 12],
    [undefined, null],
    [null, null],
    [["a", 1], '["a",1]'],
    [{ a: 1 }, '{"a":1}'],
    ["text", "text"],
    [true, true],
  ])("%s is %j", (value, cell) => {
    expect(cellOf(value)).toBe(cell);
  });
});
