import { describe, expect, it } from "vitest";
import { writeFlatObject } from "../../../shared/core/record/flat-object.ts";
import { depthOf, longestTerm, nothingLost, TERM_BYTES } from "../flat-object-law.ts";

/** Long enough that the whole is not safe by its length alone. */
const LONG = "x".repeat(12_000);

type Map = Readonly<Record<string, unknown>>;

/** What is written, with the laws held. */
function write(map: Map): { written: Map; notes: string[] } {
  const notes: string[] = [];
  const text = writeFlatObject(map, "payload", notes) ?? "{}";
  const written = JSON.parse(text) as Map;
  expect(longestTerm(written, "payload")).toBeLessThanOrEqual(TERM_BYTES);
  expect(depthOf(written)).toBeLessThanOrEqual(64);
  expect(nothingLost(map, written)).toBe(true);
  expect(JSON.stringify(written)).toBe(text);
  return { written, notes };
}

function nested(depth: number, leaf: unknown = 1): unknown {
  let value = leaf;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

describe("writeFlatObject", () => {
  it("writes nothing of an empty map", () => {
    expect(writeFlatObject({}, "payload", [])).toBeUndefined();
  });

  it.each<[string, Map]>([
    ["scalars", { a: 1, b: "x", c: null, d: true, e: -0.5 }],
    ["lists", { a: [1, "x", [2], { b: 3 }], c: [] }],
    ["empty keys and values", { "": "", a: { "": { "": 1 } } }],
    ["keys of JavaScript's own", JSON.parse('{"__proto__":{"x":1},"constructor":1,"toString":2}') as Map],
    ["keys with dots", { "a.b": 1, a: { b: 2 } }],
    ["63 levels", { a: nested(63) }],
    ["text up to the limit", { a: "x".repeat(TERM_BYTES - "payload.a".length - 2) }],
    ["long text that is not one leaf", { a: Array.from({ length: 400 }, (_, n) => `${n}${"x".repeat(1000)}`) }],
  ])("leaves %s as they are", (_, map) => {
    const { written, notes } = write(map);
    expect(JSON.stringify(written)).toBe(JSON.stringify(map));
    expect(notes).toEqual([]);
  });

  it.each([
    ["ASCII", "x".repeat(100_000)],
    ["three bytes a character", "€".repeat(40_000)],
    ["surrogate pairs", "😀".repeat(40_000)],
    ["a shifted surrogate pair", `x${"😀".repeat(40_000)}`],
    ["just above the limit", "x".repeat(TERM_BYTES - "payload.long".length)],
    ["controls", "\u0000".repeat(40_000)],
  ])("splits a long text of %s, between characters", (_, text) => {
    const { written, notes } = write({ long: text, short: 1 });
    const pieces = written["long"] as string[];
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(written["short"]).toBe(1);
    expect(notes).toEqual(["split:payload.long"]);
  });

  it("splits within lists", () => {
    const { written, notes } = write({ a: ["x", "y".repeat(50_000)] });
    expect((written["a"] as unknown[])[0]).toBe("x");
    expect(notes).toEqual(["split:payload.a"]);
  });

  it.each([64, 65, 200, 2000])("writes a branch of %i levels as text", (depth) => {
    const { written, notes } = write({ deep: nested(depth), flat: 1 });
    expect(written["flat"]).toBe(1);
    expect(notes).toEqual([expect.stringMatching(/^as_text:payload\.deep/)]);
  });

  it.each<[string, Map]>([
    ["keys", Object.fromEntries(Array.from({ length: 150_000 }, (_, number) => [`k${number}`, number]))],
    ["values in a list", { first: 1, list: Array.from({ length: 150_000 }, (_, number) => number), last: 2 }],
    [
      "branches",
      Object.fromEntries(Array.from({ length: 40_000 }, (_, number) => [`k${number}`, { a: [1, { b: 2 }] }])),
    ],
  ])("writes the members beyond 100,000 values as the text of one: too many %s", (_, map) => {
    const notes: string[] = [];
    const written = JSON.parse(writeFlatObject(map, "payload", notes) ?? "") as Map;
    const { others, ...few } = written;
    const { length: values } = JSON.stringify(few).split(",");
    expect(values).toBeLessThanOrEqual(100_000);
    const rest = JSON.parse([others].flat().join("")) as Map;
    expect({ ...few, ...rest }).toEqual(map);
    expect(Object.keys(few).length).toBeGreaterThan(1);
    expect(longestTerm(written, "payload")).toBeLessThanOrEqual(TERM_BYTES);
    expect(notes).toContain("as_text:payload.others");
  });

  it("writes an entry whose key is too long as text under a short key", () => {
    const key = "k".repeat(3000);
    const { written, notes } = write({ [key]: { a: LONG }, short: 2 });
    const [short = ""] = Object.keys(written);
    expect(short).toMatch(/^k{32}-[0-9a-f]{8}$/);
    expect(notes).toEqual([`key_cut:payload.${short}`]);
    expect(written[short]).toBe(JSON.stringify({ [key]: { a: LONG } }));
  });

  it("keeps long keys apart that begin alike", () => {
    const { written } = write({ [`${"k".repeat(9000)}1`]: 1, [`${"k".repeat(9000)}2`]: 2 });
    expect(Object.keys(written)).toHaveLength(2);
  });

  it("does not let a short key overwrite one that is already there", () => {
    const key = "k".repeat(3000);
    const [short = ""] = Object.keys(write({ [key]: LONG }).written);
    expect(Object.keys(write({ [short]: "first", [key]: LONG }).written)).toHaveLength(2);
    expect(Object.keys(write({ [key]: LONG, [short]: "last" }).written)).toHaveLength(2);
  });

  it("writes a branch as text when its path alone is long", () => {
    let map: unknown = { leaf: "x" };
    for (let level = 0; level < 12; level++) map = { [`${level}`.padEnd(2000, "k")]: map };
    expect(write(map as Map).notes).toEqual([expect.stringMatching(/^as_text:payload\.11k/)]);
  });

  it("gives notes that do not grow with what they name", () => {
    let map: unknown = { leaf: "x".repeat(60_000) };
    for (let level = 0; level < 5; level++) map = { ["k".repeat(2000)]: map };
    const { notes } = write(map as Map);
    expect(Math.max(...notes.map((note) => note.length))).toBeLessThan(250);
  });

  it("says so when it cannot write at all", () => {
    const notes: string[] = [];
    expect(
      writeFlatObject({ deep: JSON.parse("[".repeat(100_000) + "]".repeat(100_000)) }, "payload", notes),
    ).toBeUndefined();
    expect(notes).toEqual(["unwritable:payload"]);
  });

  it("never throws around the depth where JSON.stringify does", () => {
    const writes = (depth: number): boolean => {
      try {
        return JSON.stringify({ deep: nested(depth) }) !== "";
      } catch {
        return false;
      }
    };
    let low = 64;
    let high = 200_000;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (writes(middle)) low = middle;
      else high = middle;
    }
    for (let depth = low - 200; depth < low + 20; depth++) {
      expect(() => writeFlatObject({ deep: nested(depth) }, "payload", [])).not.toThrow();
    }
  });

  it("bears a hundred thousand keys", () => {
    const map = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`key-${n}`, n]));
    expect(Object.keys(write(map).written)).toHaveLength(100_000);
  });
});
