import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { journalText } from "../../shared/formats/journal-value.ts";

describe("journalText", () => {
  it.each([
    ["hi", { text: "hi", exact: true }],
    [[72, 105, 10], { text: "Hi\n", exact: true }],
    [[72, 255], { text: "H\ufffd", exact: false }],
    [["a", "b"], { text: "a\nb", exact: false }],
  ])("reads %j", (value, text) => {
    expect(journalText(value)).toEqual(text);
  });

  it.each([null, undefined, 7, true, [], [256], [-1], [1.5], [72, "a"], { a: 1 }])("finds no text in %j", (value) => {
    expect(journalText(value)).toBeUndefined();
  });

  it("gives back any text from its bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        expect(journalText([...Buffer.from(text)])).toEqual({ text, exact: true });
      }),
    );
  });
});
