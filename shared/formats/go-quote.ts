/** What one quoted string says, and the index after its closing quote. */
export interface GoQuoted {
  value: string;
  end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

const simpleEscapes: ReadonlyMap<number, string> = new Map([
  [0x61, "\u0007"],
  [0x62, "\b"],
  [0x66, "\f"],
  [0x6e, "\n"],
  [0x72, "\r"],
  [0x74, "\t"],
  [0x76, "\v"],
  [BACKSLASH, "\\"],
  [QUOTE, '"'],
  [0x27, "'"],
]);

// A byte-order mark inside a string is data, so it is kept.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads the string that Go's `strconv.Quote` (or `%q`, `%+q`) wrote at `start`, where the opening `"` must be.
 *
 * `\xNN` and octal escapes are bytes: neighbours are decoded together as UTF-8, what is not UTF-8 becomes U+FFFD.
 * JSON strings read the same, surrogate pairs included. An escape that Go does not know stays as it is written.
 * `undefined` when there is no quote at `start`, or no closing quote on the same line (Go never writes a raw line break).
 * Source: Go, src/strconv/quote.go.
 */
export function readGoQuoted(text: string, start: number): GoQuoted | undefined {
  if (text.charCodeAt(start) !== QUOTE) return undefined;
  const close = text.indexOf('"', start + 1);
  if (close < 0) return undefined;
  const plain = text.slice(start + 1, close);
  if (plain.includes("\\")) return readEscaped(text, start + 1);
  return plain.includes("\n") ? undefined : { value: plain, end: close + 1 };
}

function readEscaped(text: string, start: number): GoQuoted | undefined {
  let value = "";
  let copied = start;
  let surrogates = false;
  let at = start;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      value += text.slice(copied, at);
      return { value: surrogates ? value.toWellFormed() : value, end: at + 1 };
    }
    if (char === LINE_FEED) return undefined;
    if (char !== BACKSLASH) {
      at += 1;
      continue;
    }
    const escape = readEscape(text, at);
    if (escape === undefined) {
      at += 2;
      continue;
    }
    value += text.slice(copied, at) + escape.value;
    // OpenSearch refuses half a surrogate pair; halves meet only once both are appended, so the repair waits for the end.
    surrogates ||= escape.value >= "\ud800" && escape.value <= "\udfff";
    at = escape.end;
    copied = at;
  }
  return undefined;
}

function readEscape(text: string, at: number): GoQuoted | undefined {
  const letter = text.charCodeAt(at + 1);
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return { value: simple, end: at + 2 };
  if (letter === 0x75) return readCodePoint(text, at + 2, 4);
  if (letter === 0x55) return readCodePoint(text, at + 2, 8);
  return readBytes(text, at);
}

function readCodePoint(text: string, at: number, digits: number): GoQuoted | undefined {
  const code = readNumber(text, at, digits, 16);
  if (code < 0) return undefined;
  return { value: code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code), end: at + digits };
}

function readBytes(text: string, start: number): GoQuoted | undefined {
  const bytes: number[] = [];
  let at = start;
  while (text.charCodeAt(at) === BACKSLASH) {
    const hex = text.charCodeAt(at + 1) === 0x78;
    const byte = hex ? readNumber(text, at + 2, 2, 16) : readNumber(text, at + 1, 3, 8);
    if (byte < 0 || byte > 0xff) break;
    bytes.push(byte);
    at += 4;
  }
  return bytes.length === 0 ? undefined : { value: utf8.decode(Uint8Array.from(bytes)), end: at };
}

/** The number in exactly `digits` digits at `at`, or −1. */
function readNumber(text: string, at: number, digits: number, base: number): number {
  let number = 0;
  for (let index = at; index < at + digits; index += 1) {
    const digit = digitOf(text.charCodeAt(index));
    if (digit < 0 || digit >= base) return -1;
    number = number * base + digit;
  }
  return number;
}

function digitOf(char: number): number {
  if (char >= 0x30 && char <= 0x39) return char - 0x30;
  if (char >= 0x61 && char <= 0x66) return char - 0x57;
  if (char >= 0x41 && char <= 0x46) return char - 0x37;
  return -1;
}
