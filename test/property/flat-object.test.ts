import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeFlatObject } from "../../shared/core/record/flat-object.ts";
import type { JsonObject } from "../../shared/schema/draft.ts";
import { depthOf, longestTerm, nothingLost, TERM_BYTES } from "../core/flat-object-law.ts";
import { anyCharacter } from "../any-character.ts";

const key = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: anyCharacter, maxLength: 8 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("", "__proto__", "constructor", "toString", "a.b", "0", "\ud800", "\udfff\ud800"),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("k", "é", "€", "😀"), fc.integer({ min: 600, max: 20_000 })).map(repeated),
  },
);

const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: anyCharacter, maxLength: 30 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("x", "é", "€", "😀", "\ud800", "\u0000", '"'), fc.integer({ min: 8_000, max: 70_000 }))
      .map(repeated),
  },
);

function repeated([unit, times]: [string, number]): string {
  return unit.repeat(times);
}

/** Wraps a value in objects and lists, so many levels. */
function buried([value, levels]: [unknown, number]): unknown {
  let wrapped = value;
  for (let level = 0; level < levels; level++) wrapped = level % 3 === 0 ? [wrapped] : { [`${level}`]: wrapped };
  return wrapped;
}

const { value: json } = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 4, arbitrary: tie("leaf") },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 5 }) },
    { weight: 3, arbitrary: fc.dictionary(key, tie("value"), { maxKeys: 5 }) },
    { weight: 1, arbitrary: fc.tuple(tie("leaf"), fc.integer({ min: 30, max: 150 })).map(buried) },
  ),
}));

/** A map as it comes out of JSON: `__proto__` is a name like any other, and there is no -0. */
const map = fc.dictionary(key, json, { maxKeys: 6 }).map((given) => JSON.parse(JSON.stringify(given)) as JsonObject);

describe("writeFlatObject, for any JSON", () => {
  it("keeps every term and the depth within the limits, loses nothing, and is valid JSON that says each name once", () => {
    fc.assert(
      fc.property(map, (given) => {
        const notes: string[] = [];
        const written = writeFlatObject(given, "payload", notes);
        if (written === undefined) return Object.keys(given).length === 0;
        const value: unknown = JSON.parse(written);
        expect(JSON.stringify(value)).toBe(written);
        expect(longestTerm(value, "payload")).toBeLessThanOrEqual(TERM_BYTES);
        expect(depthOf(value)).toBeLessThanOrEqual(64);
        expect(nothingLost(given, value)).toBe(true);
        expect(written === JSON.stringify(given) || notes.length > 0).toBe(true);
        return notes.every((note) => note.length < 300);
      }),
      { numRuns: 300 },
    );
  });
});
