import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitJsonObjects } from "../../../../shared/core/decode/json-values.ts";
import { cutValues } from "../../../../tools/cli/input/cut-values.ts";
import { chunked, collected } from "../streams.ts";

const cut = async (text: string, lengths: number[] = []) =>
  (await collected(cutValues(chunked(Buffer.from(text), lengths)))).map((bytes) => bytes.toString());

describe("cutValues", () => {
  it.each([
    ["", []],
    ["  \n\n", []],
    ['{"a":1}{"b":{"c":"}"}}', ['{"a":1}', '{"b":{"c":"}"}}']],
    ['{"a":1}\n\n{"b":"\\"{"}\n', ['{"a":1}', '{"b":"\\"{"}']],
    ['{\n  "a": [\n    1\n  ]\n}\n', ['{\n  "a": [\n    1\n  ]\n}']],
    ['[{"a":1},\n {"b":2}]', ['{"a":1}', '{"b":2}']],
    ['\ufeff{"a":1}', ['{"a":1}']],
    ['{"a":1}\nplain text\n{"b":2}', ['{"a":1}', "plain text", '{"b":2}']],
  ])("cuts %j", async (text, pieces) => {
    expect(await cut(text)).toEqual(pieces);
  });

  it.each([
    ["a string with a raw line end", '{"a":"x\n{"b":2}', ['{"a":"x', '{"b":2}']],
    ["an object that never ends", '{"a":{"b":1}\n{"c":2}\nend', ['{"a":{"b":1}', '{"c":2}', "end"]],
  ])("loses nothing behind %s", async (_, text, pieces) => {
    expect(await cut(text)).toEqual(pieces);
  });

  it("cuts objects as the decoder does, however the stream is cut", async () => {
    const object = fc.json().map((json) => `{"a":${json}}`);
    const file = fc.array(fc.tuple(object, fc.constantFrom("", "\n", " \n\t")), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(file, fc.array(fc.nat(20)), async (objects, lengths) => {
        const text = objects.flat().join("");
        expect(await cut(text, lengths)).toEqual(splitJsonObjects(text).map((chunk) => chunk.text));
      }),
    );
  });

  it("keeps every byte of arbitrary text but blanks, brackets and commas between values", async () => {
    const bare = (text: string): string => text.replace(/[\s[\],]/g, "");
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[{}"\\[\], a\n]*$/), fc.array(fc.nat(9)), async (text, lengths) => {
        expect(bare((await cut(text, lengths)).join(""))).toBe(bare(text));
      }),
    );
  });
});
