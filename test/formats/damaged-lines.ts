import fc from "fast-check";
import { anyCharacter } from "../any-character.ts";

const fragments = [
  '"',
  "\\",
  "=",
  "[",
  "]",
  "{",
  "}",
  "<",
  ">",
  "(",
  ":",
  " ",
  "\t",
  "\n",
  "=<\n\t",
  "\n >",
  "\u0000",
  "é",
  "\ud800",
];

/** One of the lines with a few cuts and insertions: what a truncating shipper or an attacker makes of a real line. */
export function damaged(lines: readonly string[]): fc.Arbitrary<string> {
  const wound = fc.tuple(
    fc.nat(),
    fc.nat({ max: 12 }),
    fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 4 })),
  );
  return fc.tuple(fc.constantFrom(...lines), fc.array(wound, { minLength: 1, maxLength: 6 })).map(([line, wounds]) =>
    wounds.reduce((text, [place, length, put]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + length);
    }, line),
  );
}

/** Any text a carrier could hand over: short, control characters and lone surrogates included. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: anyCharacter, maxLength: 200 }),
  fc.array(fc.constantFrom(...fragments, "a", "1", "key"), { maxLength: 60 }).map((parts) => parts.join("")),
);
