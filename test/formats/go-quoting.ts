const letters = new Map([
  ["\u0007", "a"],
  ["\b", "b"],
  ["\f", "f"],
  ["\n", "n"],
  ["\r", "r"],
  ["\t", "t"],
  ["\v", "v"],
  ["\\", "\\"],
  ['"', '"'],
]);

/** Quotes as Go's strconv.Quote does; with `ascii`, as `%+q` does. */
export function goQuote(text: string, ascii = false): string {
  return `"${Array.from(text, (char) => escaped(char, ascii)).join("")}"`;
}

function escaped(char: string, ascii: boolean): string {
  const letter = letters.get(char);
  if (letter !== undefined) return `\\${letter}`;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  if (code < 0x7f) return char;
  if (!ascii && !/[\p{C}\p{Z}]/u.test(char)) return char;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
