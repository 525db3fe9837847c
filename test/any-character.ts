import fc from "fast-check";

/**
 * Any character but half a surrogate pair, for `fc.string({ unit: anyCharacter })`. The same as the unit `binary`, whose table
 * of all characters costs more than a second in every file that uses it.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(0x10f7ff)
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));
