import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKlogHeader, parseKlog, type KlogPair } from "../../shared/formats/klog.ts";
import { anyText, damaged } from "./damaged-lines.ts";
import { goQuote } from "./go-quoting.ts";
import { freeLines, header, structuredLines, trace } from "./klog-lines.ts";
import { anyCharacter } from "../any-character.ts";

const allLines = [...structuredLines.map(([, line]) => line), ...freeLines.map(([, line]) => line)];

describe("parseKlog", () => {
  it("reads the header", () => {
    expect(parseKlog('I1123 08:59:17.433268   10648 flags.go:64] FLAG: --admission-control="[]"')).toEqual({
      level: "I",
      month: 11,
      day: 23,
      time: "08:59:17.433268",
      threadId: 10648,
      file: "flags.go",
      line: 64,
      message: 'FLAG: --admission-control="[]"',
      pairs: [],
      structured: false,
    });
  });

  it.each([
    ["a short thread id", "W0823 08:55:54.330840       1 httplog.go:132] x", { level: "W", month: 8, threadId: 1 }],
    [
      "a long one",
      "E0101 00:00:00.000001 1234567890 a/b.go:9] x",
      { level: "E", threadId: 1234567890, file: "a/b.go" },
    ],
    [
      "nanoseconds",
      "F0101 00:00:00.123456789 7 ???:1] x",
      { level: "F", time: "00:00:00.123456789", file: "???", line: 1 },
    ],
    ["no message", "I0101 00:00:00.1 7 a.go:1] ", { message: "", structured: false }],
    ["no message and no space", "I0101 00:00:00.1 7 a.go:1]", { message: "" }],
    ["line breaks at the end", "I0101 00:00:00.1 7 a.go:1] x\r\n", { message: "x" }],
  ])("takes %s", (_, line, expected) => {
    expect(isKlogHeader(line)).toBe(true);
    expect(parseKlog(line)).toMatchObject(expected);
  });

  it.each([
    "",
    "D0101 00:00:00.1 7 a.go:1] x",
    " I0101 00:00:00.1 7 a.go:1] x",
    "I0101 00:00:00 7 a.go:1] x",
    "I0101 00:00:00.1234567890 7 a.go:1] x",
    "I0101 00:00:00.1 7 a.go] x",
    "I0101 00:00:00.1 7 a.go:x] x",
    "I0101 00:00:00.1 7 a.go:1 x",
    "I0101 00:00:00.1 a.go:1] x",
    "I0101 00:00:00.1 7 a b.go:1] x",
    "Trace[1802395760]: [9.794s] [9.794s] END",
    "2026-11-23T08:58:18Z vm cron[9244]: x",
  ])("does not parse %j", (line) => {
    expect(parseKlog(line)).toBeUndefined();
  });

  it.each(structuredLines)("reads the pairs of %s", (_, line, message, pairs, tail) => {
    const parsed = parseKlog(line);
    expect(parsed).toMatchObject({ structured: true, message });
    expect(parsed?.pairs.map(({ key, value, kind }) => [key, value, kind])).toEqual(pairs);
    expect(parsed?.tail).toBe(tail);
  });

  it.each(freeLines)("leaves %s a text", (_, line, message) => {
    expect(parseKlog(line)).toMatchObject({ structured: false, message, pairs: [] });
    expect(parseKlog(line)).not.toHaveProperty("tail");
  });

  it("keeps the lines of a trace in the message", () => {
    expect(parseKlog(trace)?.message.split("\n")).toEqual([
      'Trace[1802395760]: "Scheduling" namespace:dra-6628,name:tester-1 (12-Aug-2025 02:17:54.394) (total time: 9794ms):',
      'Trace[1802395760]: ---"Computing predicates done" 9794ms (02:18:04.188)',
    ]);
  });

  it("gives back what klog wrote", () => {
    const key = fc.stringMatching(/^[A-Za-z_][\w./-]{0,20}$/);
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.array(fc.tuple(key, value)), (message, values) => {
        const line = header + goQuote(message) + values.map(([name, { written }]) => ` ${name}=${written}`).join("");
        const parsed = parseKlog(line);
        expect(parsed).toMatchObject({ structured: true, message });
        expect(parsed?.pairs).toEqual(values.map(([name, { read }]) => ({ key: name, ...read })));
        expect(parsed).not.toHaveProperty("tail");
      }),
    );
  });

  it("never throws, and finds a header exactly where the cheap test may", () => {
    const withHeader = anyText.map((text) => header + text);
    const quoted = anyText.map((text) => `${header}"m" k=${text}`);
    fc.assert(
      fc.property(fc.oneof(anyText, withHeader, quoted, damaged(allLines)), (text) => {
        const parsed = parseKlog(text);
        if (parsed === undefined) return;
        expect(isKlogHeader(text)).toBe(true);
        expect(parsed.structured || parsed.pairs.length === 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("loses no letter of a damaged structured line", () => {
    const letters = (text: string): number => text.replace(/[^a-z0-9]/gi, "").length;
    const lines = structuredLines.map(([, line]) => line).filter((line) => !line.includes("\\"));
    fc.assert(
      fc.property(damaged(lines), (text) => {
        const parsed = parseKlog(text);
        if (parsed === undefined || text.includes("\\")) return;
        const body = text.slice(text.indexOf("]") + 1);
        const said = [
          parsed.message,
          ...parsed.pairs.flatMap(({ key, value: told }) => [key, told]),
          parsed.tail ?? "",
        ];
        expect(letters(said.join(""))).toBe(letters(body));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    "a=[ ",
    'a=["',
    'a=["\\" ',
    '" b=[",',
    "a=<x ",
    'a={ " ',
    'a=" ',
    "a=<\n\tx\n > ",
    "a=[1,1,",
    "a=map[x:1",
    'b=["} ',
    "a=",
    "a ",
    "[",
    "(",
    "<",
    '{"a":',
    "\\",
    '"',
    "\t",
    " ",
    "\n",
    "a b c=",
  ])("gets through a megabyte of %j", (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    expect(parseKlog(`${header}"m" k=${text}`)).toMatchObject({ structured: true, message: "m" });
    expect(parseKlog(header + text)).toMatchObject({ level: "I" });
    expect(parseKlog(`${header}"m" k={ "${'\\"'.repeat(100_000)}`)?.pairs).toHaveLength(1);
  });
});

/** What klog's serialize package writes for a value, and what should be read again. */
const value: fc.Arbitrary<{ written: string; read: Omit<KlogPair, "key"> }> = fc.oneof(
  fc.string({ unit: anyCharacter }).map((text) => stringValue(text)),
  fc.array(fc.string(), { minLength: 2, maxLength: 4 }).map((parts) => stringValue(parts.join("\n"))),
  fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)).map((word) => raw(String(word), "bare")),
  fc
    .oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()))
    .map((json) => raw(JSON.stringify(json), "json")),
  fc
    .constantFrom("map[IPv4:172.20.188.198]", "[a b]", "&Foo{Bar:[1 2] Baz:<nil>}", "{A:x B:y z}", "[::1]")
    .map((go) => raw(go, "go")),
);

function stringValue(text: string): { written: string; read: Omit<KlogPair, "key"> } {
  if (!text.includes("\n")) return { written: goQuote(text), read: { value: text, kind: "quoted" } };
  // A line break at the end is not marked: klog writes the same block with and without it.
  const lines = text.replace(/\n$/, "").split("\n");
  return {
    written: `<\n${lines.map((line) => `\t${line}\n`).join("")} >`,
    read: { value: lines.join("\n"), kind: "block" },
  };
}

function raw(text: string, kind: KlogPair["kind"]): { written: string; read: Omit<KlogPair, "key"> } {
  return { written: text, read: { value: text, kind } };
}
