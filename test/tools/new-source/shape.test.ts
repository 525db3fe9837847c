import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newLine } from "../../../shared/sources/source.ts";
import { continuing, hasShape, shapeOf, shapeWords } from "../../../tools/new-source/shape.ts";

const linesOf = (...texts: string[]) => texts.map((text) => newLine(text, 0));

describe("the shape of text lines", () => {
  it.each([
    [
      "words in common, and what stands behind them",
      ["refund of pay_81 by al", "refund of pay_82 by bo"],
      String.raw`^refund of (\S+)`,
      "refund",
    ],
    [
      "a number behind a word",
      ["order 17 placed at once", "order 4 placed later"],
      String.raw`^order (\d+) placed`,
      "order",
    ],
    [
      "behind time and level, which are never the same",
      ["2026-11-23 09:00:00,123 INFO [ledger.audit] ok", "2026-11-23 09:00:00,123 INFO [ledger.audit] bad"],
      String.raw`^\d+-\d+-\d+ \d+:\d+:\d+,\d+ \S+ \[ledger\.audit\] (\S+)`,
      "subject",
    ],
    ["a key", ["audit: user=al did this", "audit: user=bo did that"], String.raw`^audit: user=(\S*) did`, "user"],
    ["a key of a single line", ["audit: user=al"], String.raw`^audit: user=(\S*)`, "user"],
    [
      "the program behind a syslog header",
      ["Nov 23 09:00:00 h app[1]: started", "Nov 24 09:00:00 h app[22]: started"],
      String.raw`^\S+ \d+ \d+:\d+:\d+ h app\[\d+\]:? started`,
      undefined,
    ],
    ["columns", ["GET   /a  x", "GET  /b x"], String.raw`^GET\s+(\S+)`, "GET"],
    ["no more than three words", ["one two three four five six"], "^one two three", undefined],
  ])("is %s", (_, lines, pattern, about) => {
    expect(shapeOf(linesOf(...lines))).toEqual({ kind: "text", pattern, about });
  });

  it.each([
    ["nothing in common", ["order 17 placed", "payment 4711 captured"]],
    ["only numbers and levels", ["17 INFO", "17 INFO"]],
    ["only short words", ["a b c", "a b c"]],
    [
      "a stack trace, whose lines look like no other",
      ["order 1 failed", "order 2 failed", "\tat com.example.Shop.order(Shop.java:42)"],
    ],
  ])("is none of lines with %s", (_, lines) => {
    expect(shapeOf(linesOf(...lines))).toBeUndefined();
  });
});

describe("the shape of JSON and logfmt lines", () => {
  it.each([
    [
      "members that no logger writes of itself",
      ['{"level":"info","action":"a","id":"1","x":1}', '{"action":"b","id":"2","level":"warn"}'],
      { kind: "json", names: ["action", "id"], values: [] },
    ],
    [
      "keys",
      ["level=info action=a id=1", "level=info action=b id=2 x=3"],
      { kind: "logfmt", names: ["action", "id"], values: [] },
    ],
    [
      "four at most",
      ['{"aa":1,"bb":1,"cc":1,"dd":1,"ee":1}'],
      { kind: "json", names: ["aa", "bb", "cc", "dd"], values: [] },
    ],
    [
      "who speaks, where nothing else tells",
      ['{"level":30,"name":"cart","msg":"a"}', '{"level":50,"name":"cart","msg":"b"}'],
      { kind: "json", names: ["level", "msg"], values: [["name", "cart"]] },
    ],
    [
      "a rare member with usual ones",
      ['{"level":30,"cart":"1","msg":"a"}'],
      { kind: "json", names: ["cart", "level", "msg"], values: [] },
    ],
  ])("is %s", (_, lines, shape) => {
    expect(shapeOf(linesOf(...lines))).toEqual(shape);
  });

  it.each([
    ["what every logger writes", ['{"level":"info","msg":"a"}', '{"level":"info","msg":"b"}']],
    ["different speakers", ['{"msg":"a","name":"cart"}', '{"msg":"b","name":"shop"}']],
    ["no members", ["{}"]],
  ])("is none of lines with %s", (_, lines) => {
    expect(shapeOf(linesOf(...lines))).toBeUndefined();
  });

  it.each([
    ['{"action":"a","id":"1"}', '{"id":2,"action":null}', true],
    ['{"action":"a","id":"1"}', '{"action":"a"}', false],
    ['{"action":"a","id":"1"}', "action=a id=1", false],
    ["action=a id=1", "id=4 action=b", true],
    ["action=a id=1", '{"action":"a","id":"1"}', false],
  ])("of %s: %s has it: %s", (given, other, has) => {
    const shape = shapeOf(linesOf(given))!;
    expect(hasShape(shape, newLine(other, 0))).toBe(has);
  });
});

describe("a shape", () => {
  it("is that of all lines that it was made of", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "audit",
        "INFO",
        "user=a",
        "17",
        "[x.y]",
        "app[7]:",
        "app[x]:",
        "2026-11-23T09:00:00Z",
        "(",
        "é",
        "\u3000",
        "\u2028",
        "a=",
        "",
      ),
      fc.string({ maxLength: 6 }),
    );
    const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" ").replaceAll("\n", " "));
    const json = fc
      .dictionary(fc.constantFrom("action", "id", "name", "level"), fc.jsonValue({ maxDepth: 1 }))
      .map((value) => JSON.stringify(value));
    const given = fc.oneof(
      fc.array(text, { minLength: 1, maxLength: 4 }),
      fc.array(json, { minLength: 1, maxLength: 4 }),
    );
    fc.assert(
      fc.property(given, (texts) => {
        const shape = shapeOf(linesOf(...texts));
        const strangers = texts.filter((line) => shape !== undefined && !hasShape(shape, newLine(line, 0)));
        expect(strangers).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [["action=a id=1"], "logfmt lines with action and id"],
    [['{"a1":1,"b1":1,"c1":1}'], "JSON lines with a1, b1 and c1"],
    [["order 17 placed"], String.raw`text lines that begin like /^order (\d+) placed/`],
  ])("of %j is, in words, %s", (lines, words) => {
    expect(shapeWords(shapeOf(linesOf(...lines))!)).toBe(words);
  });

  it("names the line that goes on with the one before it", () => {
    expect(continuing(linesOf("order 1 failed", "Caused by: java.io.IOException"))).toBe(2);
    expect(continuing(linesOf("order 1 failed", "order 2 failed"))).toBeUndefined();
  });
});
