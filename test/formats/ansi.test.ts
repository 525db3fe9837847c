import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutColours } from "../../shared/formats/ansi.ts";

describe("withoutColours", () => {
  it.each([
    ["plain", "plain"],
    ["\u001b[32m[Nest] 1\u001b[39m up", "[Nest] 1 up"],
    ["\u001b[2m2022-02-02T15:10:20Z\u001b[0m \u001b[1;31mERROR\u001b[0m x", "2022-02-02T15:10:20Z ERROR x"],
    ["\u001b[0;38;5;208mx\u001b[K", "x"],
    ["an \u001b alone, \u001b[é and no sequence", "an \u001b alone, \u001b[é and no sequence"],
    ["cut \u001b[3", "cut \u001b[3"],
    ["\u001b\u001b[0m", "\u001b"],
  ])("makes %j %j", (text, plain) => {
    expect(withoutColours(text)).toBe(plain);
  });

  it("leaves text without escapes alone, and changes nothing twice over what is left of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const clean = text.replaceAll("\u001b", "");
        return withoutColours(clean) === clean;
      }),
    );
  });
});
