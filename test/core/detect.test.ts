import { describe, expect, it } from "vitest";
import { claimantsOf, rankSources, sourceOf } from "../../shared/core/detect.ts";
import { defineSource, newLine, upTo, type Claim, type Origin, type Source } from "../../shared/sources/source.ts";
import { ORIGIN } from "./documents.ts";

function source(name: string, detect: (origin: Origin) => Claim): Source {
  return defineSource({ name, platform: "other", description: "", detect, fields: {}, normalize: () => undefined });
}

const has =
  (part: string, score: number) =>
  () =>
  ({ text }: { readonly text: string }) =>
    text.includes(part) ? score : 0;

const anything = source("any", () => 0.01);
const fixed = source("fixed", ({ logGroup }) => (logGroup === ORIGIN.logGroup ? 0.5 : 0));
const weak = source("weak", has("x", 0.3));
const strong = source("strong", has("x", 0.8));
const SOURCES = [anything, weak, fixed, strong];

const detected = (text: string, sources: readonly Source[], origin = ORIGIN): string =>
  sourceOf(newLine(text, 0), claimantsOf(origin, sources)).name;

describe("sourceOf", () => {
  it.each([
    ["x", "the best score", ORIGIN, "strong"],
    ["y", "what the origin alone says", ORIGIN, "fixed"],
    ["y", "the last resort", { ...ORIGIN, logGroup: "elsewhere" }, "any"],
  ])("gives the line %j to %s", (text, _, origin, name) => {
    expect(detected(text, SOURCES, origin)).toBe(name);
    expect(detected(text, SOURCES.toReversed(), origin)).toBe(name);
  });

  it("asks no line where the origin is certain", () => {
    const certain = source("certain", () => 1);
    const asking = source("asking", () => () => {
      throw new Error("asked");
    });
    expect(detected("x", [anything, asking, certain])).toBe("certain");
  });

  it("asks nobody else once a line is certain", () => {
    const certain = source("certain", () => () => 1);
    const asking = source("asking", () => () => {
      throw new Error("asked");
    });
    expect(detected("x", [anything, certain, asking])).toBe("certain");
  });

  it("asks nobody who cannot get more than another has", () => {
    const modest = source("modest", () =>
      upTo(0.4, () => {
        throw new Error("asked");
      }),
    );
    expect(detected("x", [modest, anything, strong])).toBe("strong");
    expect(detected("y", [modest, anything, fixed])).toBe("fixed");
  });

  it("gives a line to the first of equal claims, whoever was asked first", () => {
    const one = source("one", () => upTo(0.8, () => 0.8));
    const other = source("other", () => () => 0.8);
    expect(detected("x", [anything, one, other])).toBe("one");
    expect(detected("x", [anything, other, one])).toBe("other");
  });

  it("asks each source once for an origin", () => {
    let asked = 0;
    const counting = source("counting", () => {
      asked++;
      return () => 0.5;
    });
    const claimants = claimantsOf(ORIGIN, [anything, counting]);
    for (const text of ["a", "b", "c"]) sourceOf(newLine(text, 0), claimants);
    expect(asked).toBe(1);
  });

  it("does not work without a source for everything", () => {
    expect(() => claimantsOf(ORIGIN, [strong])).toThrow("no source claims an arbitrary line");
  });
});

describe("rankSources", () => {
  it("gives all claims on a line, best first, equal ones by name", () => {
    const equal = source("also.strong", has("x", 0.8));
    const ranked = rankSources(newLine("x", 0), ORIGIN, [...SOURCES, equal]);
    expect(ranked.map(({ source: { name }, score }) => [name, score])).toEqual([
      ["also.strong", 0.8],
      ["strong", 0.8],
      ["fixed", 0.5],
      ["weak", 0.3],
      ["any", 0.01],
    ]);
  });
});
