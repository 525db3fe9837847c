import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePayloadPieces } from "../../shared/core/decode/payload-pieces.ts";
import { attributeTable } from "../../shared/core/record/field-table.ts";
import { writeFlatObject } from "../../shared/core/record/flat-object.ts";
import { quote } from "../../shared/core/record/quote.ts";
import { seal, sealContext } from "../../shared/core/record/seal.ts";
import { endOfValue, NO_PROOF, withoutHtmlEscapes } from "../../shared/formats/json-scan.ts";
import { newDraft, type Json, type JsonObject } from "../../shared/schema/draft.ts";
import application from "../../shared/sources/eks.application/index.ts";
import audit from "../../shared/sources/eks.audit/index.ts";
import { newLine, type Source } from "../../shared/sources/source.ts";
import { readLines } from "../../tools/bench/lines.ts";
import { anyCharacter } from "../any-character.ts";
import { ORIGIN } from "../core/documents.ts";
import { NOON } from "../core/payloads.ts";

const LINES = await readLines();
const messagesOf = (kind: "audit" | "kubernetes"): string[] => LINES[kind].flatMap(({ messages }) => messages);

/** Go's way of writing `<`, `>` and `&`, which API servers have. */
const asGo = (json: string): string =>
  json
    .replaceAll("<", String.raw`\u003c`)
    .replaceAll(">", String.raw`\u003e`)
    .replaceAll("&", String.raw`\u0026`);

const text = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 12 }),
  fc.constantFrom(
    "",
    "<a&b>",
    'a "quoted" \\ word',
    "x".repeat(5000),
    "\u2028",
    "\u0000",
    "\ud800",
    "2026-11-23T09:00:00Z",
  ),
);
const key = fc.oneof(
  fc.constantFrom("name", "f:app", 'k:{"type":"Ready"}', "__proto__", "7", "7a", "username", "k".repeat(200), ""),
  fc.string({ unit: anyCharacter, maxLength: 8 }),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0.5, 1e21, 1e-7),
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, text, number, fc.boolean(), fc.constant(null), tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
})).value;
const written = fc.oneof(
  value.map((one) => JSON.stringify(one)),
  value.map((one) => asGo(JSON.stringify(one))),
  value.map((one) => JSON.stringify(one, undefined, 1)),
);

/** JSON text with a piece of it replaced: mostly no JSON any more, sometimes JSON in another form. */
const damaged = fc
  .tuple(
    written,
    fc.nat(400),
    fc.nat(3),
    fc.constantFrom("", '"', "\\", ",", "}", "{", "0", "1e5", "-0", "\n", ":", "[", " "),
  )
  .map(
    ([json, at, cut, insert]) =>
      json.slice(0, at % (json.length + 1)) + insert + json.slice((at % (json.length + 1)) + cut),
  );

describe("the scan of JSON text", () => {
  it("proves only what JSON.stringify would write, and what a flat_object takes as it is", () => {
    let proven = 0;
    fc.assert(
      fc.property(fc.oneof(written, damaged), (json) => {
        if (endOfValue(json, 0, 1, 0) !== json.length) return;
        proven++;
        const plain = withoutHtmlEscapes(json);
        const parsed = JSON.parse(json) as Json;
        expect(plain).toBe(JSON.stringify(parsed));
        const notes: string[] = [];
        expect(writeFlatObject({ a: parsed }, "payload", notes)).toBe(`{"a":${plain}}`);
        expect(notes).toEqual([]);
      }),
      { numRuns: 3000 },
    );
    expect(proven).toBeGreaterThan(300);
  });

  it.each([
    ["a key twice", '{"a":1,"b":{},"a":2}'],
    ["a key twice, once escaped", String.raw`{"a":1,"\u0061":2}`],
    ["keys that an object would sort", '{"b":1,"7":2}'],
    ["__proto__", '{"__proto__":1}'],
    ["a number that a double changes", '{"a":12345678901234567890}'],
    ["nesting", `${'{"a":'.repeat(40)}1${"}".repeat(40)}`],
    ["blank space", '{"a": 1}'],
    ["half a pair", String.raw`{"a":"\ud83d"}`],
    ["a long text", JSON.stringify({ a: "x".repeat(40_000) })],
  ])("proves nothing of %s", (_, json) => {
    expect(endOfValue(json, 0, 1, 0)).toBe(NO_PROOF);
  });
});

/** The record that a source makes of a line, once with pieces of the line and once by parsing it. */
function both(source: Source, message: string): [spliced: string, parsed: string, wasSpliced: boolean] {
  const context = sealContext({
    dataset: source.name,
    attributes: attributeTable([audit, application]),
    resource: {},
    redact: true,
  });
  let wasSpliced = false;
  const recordOf = (spliceable: boolean): string => {
    const line = newLine(message, NOON, spliceable);
    const draft = newDraft(message);
    source.normalize(line, draft, ORIGIN);
    if (line.jsonNotes.length > 0) draft.notes.push(...line.jsonNotes);
    wasSpliced ||= line.json === undefined;
    return seal(draft, { carrierTime: NOON, text: message, bytes: undefined, uid: "1" }, context).json;
  };
  return [recordOf(true), recordOf(false), wasSpliced];
}

/** Real lines with members changed, added or taken away at any depth up to three. */
function changed(messages: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    path: fc.array(fc.nat(40), { minLength: 1, maxLength: 3 }),
    name: key,
    value,
    kind: fc.nat(3),
  });
  return fc
    .tuple(fc.constantFrom(...messages), fc.array(change, { maxLength: 2 }), fc.boolean())
    .map(([message, changes, go]) => {
      let line: JsonObject;
      try {
        line = JSON.parse(message) as JsonObject;
      } catch {
        return message;
      }
      for (const { path, name, value: next, kind } of changes) {
        let place = line;
        for (const step of path.slice(0, -1)) {
          const inner = Object.values(place)[step % Math.max(1, Object.keys(place).length)];
          if (typeof inner === "object" && inner !== null && !Array.isArray(inner)) place = inner;
        }
        const known = Object.keys(place)[(path.at(-1) ?? 0) % Math.max(1, Object.keys(place).length)] ?? name;
        if (kind === 0) Reflect.deleteProperty(place, known);
        else place[kind === 1 ? name : known] = next as Json;
      }
      const json = JSON.stringify(line);
      return go ? asGo(json) : json;
    });
}

describe.each([
  ["an audit event", audit, messagesOf("audit")],
  ["a container's line", application, messagesOf("kubernetes")],
] as const)("%s that is spliced", (_, source, messages) => {
  it("is the same record, byte by byte, as when it is parsed", () => {
    let count = 0;
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...messages), changed(messages)), (message) => {
        const [spliced, parsed, wasSpliced] = both(source, message);
        expect(spliced).toBe(parsed);
        if (wasSpliced) count++;
      }),
      { numRuns: 1500 },
    );
    // A test of two slow paths would prove nothing.
    expect(count).toBeGreaterThan(500);
  });
});

describe("parsePayloadPieces", () => {
  const entry = fc.record({
    id: fc.string(),
    timestamp: fc.integer(),
    message: fc.string({ unit: anyCharacter, maxLength: 300 }),
  });
  const odd = fc.oneof(value, fc.constantFrom('},{"id":', { x: [{}, { id: 1 }] }, { logEvents: [1] }));

  it("gives what JSON.parse gives, or leaves it to it", () => {
    let taken = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof(entry, odd), { maxLength: 20 }),
        fc.constantFrom("", "\n", ',"more":1}', "}"),
        (some, end) => {
          const entries = Array.from({ length: 200 }, (__, index) => ({
            ...(some[index % Math.max(1, some.length)] as object),
          }));
          const head = { messageType: "DATA_MESSAGE", owner: "1", logGroup: "g", logStream: "s" };
          const json = JSON.stringify({
            ...head,
            logEvents: entries.map((one, id) => ({ id, fill: "x".repeat(400), ...one })),
          });
          const raw = Buffer.from(end.startsWith(",") ? json.slice(0, -1) + end : json + end);
          const pieces = parsePayloadPieces(raw);
          if (pieces === undefined) return;
          taken++;
          expect(pieces).toEqual(JSON.parse(raw.toString("utf8")));
        },
      ),
      { numRuns: 60 },
    );
    expect(taken).toBeGreaterThan(5);
  });
});

describe("quote", () => {
  it("writes what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: anyCharacter })), (any) => {
        expect(quote(any)).toBe(JSON.stringify(any));
      }),
    );
  });
});
