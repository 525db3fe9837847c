import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readGoQuoted } from "../../shared/formats/go-quote.ts";
import { anyText } from "./damaged-lines.ts";
import { goQuote } from "./go-quoting.ts";
import { anyCharacter } from "../any-character.ts";

describe("readGoQuoted", () => {
  it.each([
    ["plain", '"HTTP"', "HTTP"],
    ["empty", '""', ""],
    [
      "quotes and backslashes",
      String.raw`"starting mapper \"MountedFile\" in C:\\x"`,
      String.raw`starting mapper "MountedFile" in C:\x`,
    ],
    ["every letter", String.raw`"\a\b\f\n\r\t\v\'"`, "\u0007\b\f\n\r\t\v'"],
    ["raw UTF-8", '"1.25µs 日本"', "1.25µs 日本"],
    ["code points", String.raw`"\u00b5s \U0001f600"`, "µs 😀"],
    ["bytes that are UTF-8 together", String.raw`"\xc2\xb5s\xf0\x9f\x98\x80"`, "µs😀"],
    ["upper-case digits", String.raw`"\xC2\xB5 \u00B5"`, "µ µ"],
    ["octal bytes", String.raw`"\302\265 \101"`, "µ A"],
    ["hexadecimal and octal bytes together", String.raw`"\xc2\265"`, "µ"],
    ["bytes that are not UTF-8", String.raw`"a\xffb\xc2"`, "a\ufffdb\ufffd"],
    ["bytes kept apart by a letter", String.raw`"\xc2-\xb5"`, "\ufffd-\ufffd"],
    ["control bytes", String.raw`"\x1b[31mred\x00"`, "\u001b[31mred\u0000"],
    ["a byte-order mark", String.raw`"\xef\xbb\xbfx"`, "\ufeffx"],
    ["a surrogate pair of JSON", String.raw`"\ud83d\ude00"`, "😀"],
    ["half a surrogate pair", String.raw`"a\ud83dz"`, "a\ufffdz"],
    ["a code point beyond Unicode", String.raw`"\U00110000"`, "\ufffd"],
    ["escapes that Go does not know", String.raw`"\q \/ \u12 \xg0 \9"`, String.raw`\q \/ \u12 \xg0 \9`],
    ["an octal number above a byte", String.raw`"\777"`, String.raw`\777`],
  ])("reads %s", (_, text, value) => {
    expect(readGoQuoted(text, 0)).toEqual({ value, end: text.length });
  });

  it("starts where it is told to and says where the string ends", () => {
    const text = String.raw`err="a \"b\"" logger="x"`;
    expect(readGoQuoted(text, 4)).toEqual({ value: 'a "b"', end: 13 });
    expect(readGoQuoted(text, 21)).toEqual({ value: "x", end: 24 });
  });

  it.each([
    ["no quote", "HTTP"],
    ["nothing", ""],
    ["no closing quote", '"HTTP'],
    ["only an escaped one", String.raw`"HTTP\"`],
    ["a backslash at the end", '"HTTP\\'],
    ["a raw line break", '"HT\nTP"'],
    ["a raw line break behind an escape", '"H\\tT\nTP"'],
  ])("refuses %s", (_, text) => {
    expect(readGoQuoted(text, 0)).toBeUndefined();
  });

  it("refuses a place outside the text", () => {
    expect(readGoQuoted('"a"', 3)).toBeUndefined();
    expect(readGoQuoted('"a"', 99)).toBeUndefined();
  });

  it.each([true, false])("gives back what was quoted (ASCII only: %s)", (ascii) => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), anyText, (said, rest) => {
        const quoted = goQuote(said, ascii);
        expect(readGoQuoted(`x${quoted}${rest}`, 1)).toEqual({ value: said, end: quoted.length + 1 });
      }),
    );
  });

  it("never throws, and ends inside the text", () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 20 }), (text, start) => {
        const read = readGoQuoted(`"${text}`, start);
        return read === undefined || (read.end > start && read.end <= text.length + 1);
      }),
    );
  });

  it.each(['\\"', "\\x41", "\\xff", "\\ud83d", "\\", "a"])("gets through a megabyte of %j", (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    expect(readGoQuoted(`"${text}`, 0)).toBeUndefined();
    expect(readGoQuoted(`"${text} "`, 0)?.end).toBe(text.length + 3);
  });
});
