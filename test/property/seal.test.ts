import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../shared/aws/linear-engine.ts";
import { normalizeBatch } from "../../shared/core/normalize.ts";
import { readRedactionRules } from "../../shared/core/redaction/read-rules.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { LATEST_MS } from "../../shared/formats/time.ts";
import { logEvent, ORIGIN } from "../core/documents.ts";
import { depthOf, longestTerm, TERM_BYTES } from "../core/flat-object-law.ts";
import { NOON } from "../core/payloads.ts";
import { readRecord } from "../core/records.ts";
import { STUB_CATALOG } from "../core/stub-sources.ts";
import { validateRecord } from "../record-validator.ts";
import { anyCharacter } from "../any-character.ts";

const awkward = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string(),
  fc.constantFrom("\ud800", "\u0000", "\\ud800", "\n", "\u2028"),
);
const name = fc.oneof(awkward, fc.constantFrom("time", "message", "labels", "stub.count", "__proto__", "a.b"));
/** What redaction takes for a secret, wherever it may have to cut. */
const secret = fc
  .tuple(
    fc.constantFrom("secret_key=", "session_token:", "Bearer ", "eyJ"),
    awkward,
    fc.constantFrom("A".repeat(80), "a".repeat(40)),
  )
  .map((parts) => parts.join(""));
const scalar = fc.oneof(
  awkward,
  secret,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.maxSafeInteger(),
);
const tree = fc.object({ key: name, values: [scalar], maxDepth: 3, maxKeys: 4 });
const time = fc
  .date({ min: new Date(-1e13), max: new Date(LATEST_MS + 1e11), noInvalidDate: true })
  .map((date) => ({ time: date.toISOString() }));

/** Lines of JSON, of text, and of JSON that has lost a piece. */
const message = fc.oneof(
  awkward,
  tree.map((value) => JSON.stringify(value)),
  fc.tuple(tree, time).map(([value, at]) => JSON.stringify({ ...value, ...at })),
  fc.tuple(tree, fc.nat(200)).map(([value, cut]) => JSON.stringify(value).slice(0, cut)),
);
const carrierTime = fc.oneof(fc.constant(NOON), fc.double(), fc.integer({ min: 0, max: LATEST_MS - 1 }));
const bytes = fc.option(
  fc.uint8Array({ maxLength: 20 }).map((raw) => Buffer.from(raw)),
  { nil: undefined },
);

describe("a record, of any line", () => {
  it("is one line that says each name once, is valid by the schema, and is no different the second time", () => {
    fc.assert(
      fc.property(message, carrierTime, bytes, (text, timestamp, raw) => {
        const event = logEvent(text, 1, { timestamp, bytes: raw });
        const documents = normalizeBatch({ origin: ORIGIN, events: [event] }, STUB_CATALOG, DEFAULT_SETTINGS);
        expect(documents).toHaveLength(1);
        const [{ json, index, day } = { json: "", index: "", day: "" }] = documents;
        expect(json).not.toMatch(/[\r\n]/);
        expect(JSON.stringify(JSON.parse(json))).toBe(json);
        expect(json.isWellFormed()).toBe(true);
        const record = readRecord(json);
        expect(JSON.stringify(record)).not.toMatch(/(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/);
        expect(index).toMatch(/^logs-eks-\d{4}-\d\d-\d\d$/);
        expect(index.endsWith(day)).toBe(true);
        for (const flat of [record.payload, record.labels]) {
          expect(longestTerm(flat ?? {}, "payload")).toBeLessThanOrEqual(TERM_BYTES);
          expect(depthOf(flat ?? {})).toBeLessThanOrEqual(64);
        }
        expect(validateRecord(asIfOfARealSource(record))).toEqual([]);
        const again = normalizeBatch({ origin: ORIGIN, events: [event] }, STUB_CATALOG, DEFAULT_SETTINGS);
        expect(again).toEqual(documents);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps all that by rules of an operator, too, and passes through under the same rules as it is", () => {
    const rules = readRedactionRules(JSON.stringify(RULES), compilePattern);
    if (!rules.ok) throw new Error(rules.problems.join("; "));
    const settings = { ...DEFAULT_SETTINGS, redactions: rules.rules };
    const again = { ...ORIGIN, carrier: "firehose" } as const;
    fc.assert(
      fc.property(message, bytes, (text, raw) => {
        const event = logEvent(text, 1, { bytes: raw });
        const [made] = normalizeBatch({ origin: ORIGIN, events: [event] }, STUB_CATALOG, settings);
        const record = readRecord(made?.json ?? "");
        expect(validateRecord(asIfOfARealSource(record))).toEqual([]);
        expect(depthOf(record.payload ?? {})).toBeLessThanOrEqual(64);
        const back = logEvent(made?.json ?? "");
        const [passed] = normalizeBatch({ origin: again, events: [back] }, STUB_CATALOG, settings);
        expect(passed?.json).toBe(made?.json);
      }),
      { numRuns: 300 },
    );
  });
});

/** Rules that are hard to bring to rest: they find names, what others leave, what they themselves put in. */
const RULES = [
  { name: "letters", pattern: "[f-h]+", replacement: "g" },
  { name: "digits", pattern: "[0-9]([0-9])", replacement: "$1" },
  { name: "grows", pattern: "x", replacement: "xx" },
  { name: "odd", pattern: "[^ -~]", replacement: "?" },
  { name: "named", members: "^(?:message|body|a[.]b|stub[.]count)$" },
  { name: "within", members: "t", pattern: "[!-&]+" },
];

/** The schema knows the real sources and their fields only. */
function asIfOfARealSource(record: ReturnType<typeof readRecord>): unknown {
  const known = Object.entries(record.attributes ?? {}).filter(([field]) => !field.startsWith("stub."));
  return { ...record, attributes: Object.fromEntries(known), event: { dataset: "other.generic" } };
}
