/**
 * Looks through JSON text without making values of it, and proves on the way that the text may go into a record as it stands:
 * it is exactly what `JSON.stringify(JSON.parse(text))` would write, and within what OpenSearch bears in a flat_object (no
 * duplicate keys, bounded depth, keys, texts and numbers). Whatever is not plainly so ends the scan; a parse decides then.
 */

/** No proof: not JSON, not written as `JSON.stringify` would, or beyond the limits. */
export const NO_PROOF = -1;

/** Together with {@link LONGEST_KEY} and {@link LONGEST_TEXT}, what keeps path and value of each leaf within 32,766 bytes. */
const DEEPEST = 32;
const LONGEST_KEY = 128;
const LONGEST_TEXT = 4096;
/** Digits of which a double keeps each. */
const SAFE_DIGITS = 15;
const MOST_KEYS = 64;

const QUOTE = 34;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;
const COMMA = 44;
const COLON = 58;

/** How the characters of a scanned text are written. */
export const PLAIN = 0;
/** With the backslashes that JSON demands. */
const ESCAPED = 1;
/** With `\u003c`, `\u003e`, `\u0026`, which Go writes for `<`, `>` and `&` (see {@link withoutHtmlEscapes}). */
export const HTML_ESCAPED = 2;

/**
 * Second results, without an object for each: how the last scanned string is written, and whether a value has been seen since
 * `html` was cleared whose texts have to go through {@link withoutHtmlEscapes}.
 */
export const scanned = { writing: PLAIN, html: false };

const ESCAPE = /\\(?:u(00(?:26|3c|3e))|[^])/g;

/** JSON text that has been scanned, with `<`, `>` and `&` as `JSON.stringify` writes them. */
export function withoutHtmlEscapes(json: string): string {
  return json.replace(ESCAPE, (escape, hex: string | undefined) =>
    hex === undefined ? escape : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * @param at index of the opening quote.
 * @returns the index behind the closing quote, with `scanned.writing` set; `NO_PROOF` for escapes that are none of the three above.
 */
export function endOfString(text: string, at: number): number {
  let writing = PLAIN;
  let index = at + 1;
  for (;;) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      scanned.writing = writing;
      return index - at > LONGEST_TEXT ? NO_PROOF : index + 1;
    }
    // NaN, behind the end of the text, is not above 31 either.
    if (!(code > 31) || (code >= 0xd800 && code <= 0xdfff)) return NO_PROOF;
    index++;
    if (code === BACKSLASH) {
      const kind = kindOfEscape(text, index);
      if (kind === NO_PROOF) return NO_PROOF;
      if (kind > writing) writing = kind;
      index += kind === HTML_ESCAPED ? 5 : 1;
    }
  }
}

function kindOfEscape(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case QUOTE:
    case BACKSLASH:
    case 98: // b
    case 102: // f
    case 110: // n
    case 114: // r
    case 116: // t
      return ESCAPED;
    case 117: // u
      return text.startsWith("0026", at + 1) || text.startsWith("003c", at + 1) || text.startsWith("003e", at + 1)
        ? HTML_ESCAPED
        : NO_PROOF;
    default:
      return NO_PROOF;
  }
}

/** Keys of the objects that the scan is in: by a cheap hash, with where they stand. One scan runs at a time. */
const hashes = new Int32Array(DEEPEST * MOST_KEYS + MOST_KEYS);
const places = new Int32Array(DEEPEST * MOST_KEYS + MOST_KEYS);

/**
 * Scans a key and its colon.
 *
 * @param at index of the opening quote.
 * @param first where the keys of this object begin in the table of keys; `count` have been seen.
 * @returns the index behind the colon; `NO_PROOF` for a key that is there twice, or that an object would put in another order
 *   (`"7"`) or not keep as it is (`"__proto__"`).
 */
export function endOfKey(text: string, at: number, first: number, count: number): number {
  if (text.charCodeAt(at) !== QUOTE) return NO_PROOF;
  const end = endOfString(text, at);
  const length = end - at - 2;
  if (end < 0 || scanned.writing === HTML_ESCAPED || length < 1 || length > LONGEST_KEY || count >= MOST_KEYS)
    return NO_PROOF;
  if (text.charCodeAt(end) !== COLON) return NO_PROOF;
  const begin = text.charCodeAt(at + 1);
  if ((begin <= NINE && begin >= ZERO) || begin === 95) {
    const key = text.slice(at + 1, end - 1);
    if (key === "__proto__" || isIndex(key)) return NO_PROOF;
  }
  const hash = hashOfKey(text, at + 1, end - 1);
  const next = first + count;
  for (let index = first; index < next; index++) {
    if (hashes[index] === hash && isSameKey(text, places[index] as number, at + 1, length)) return NO_PROOF;
  }
  hashes[next] = hash;
  places[next] = at + 1;
  return end + 1;
}

function isIndex(key: string): boolean {
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    if (code < ZERO || code > NINE) return false;
  }
  return true;
}

/** Length and four characters; the keys of one object seldom agree in all of them. */
export function hashOfKey(text: string, start: number, end: number): number {
  const length = end - start;
  return (
    (length << 24) ^
    (text.charCodeAt(start) << 18) ^
    (text.charCodeAt(start + (length >> 1)) << 12) ^
    (text.charCodeAt(end - 1) << 6) ^
    text.charCodeAt(start + (length >> 2))
  );
}

/** Both are whole keys, so that the closing quote of a shorter one makes the difference. */
function isSameKey(text: string, one: number, other: number, length: number): boolean {
  for (let index = 0; index <= length; index++) {
    if (text.charCodeAt(one + index) !== text.charCodeAt(other + index)) return false;
  }
  return true;
}

/**
 * @param depth of the value within the record's flat_object, which itself has 1.
 * @param first free place in the table of keys.
 * @returns the index behind the value, or `NO_PROOF`.
 */
export function endOfValue(text: string, at: number, depth: number, first: number): number {
  const code = text.charCodeAt(at);
  switch (code) {
    case QUOTE: {
      const end = endOfString(text, at);
      if (scanned.writing === HTML_ESCAPED) scanned.html = true;
      return end;
    }
    case OPEN:
      return depth >= DEEPEST ? NO_PROOF : endOfObject(text, at, depth, first);
    case OPEN_LIST:
      return depth >= DEEPEST ? NO_PROOF : endOfList(text, at, depth, first);
    case 116: // t
      return text.startsWith("true", at) ? at + 4 : NO_PROOF;
    case 102: // f
      return text.startsWith("false", at) ? at + 5 : NO_PROOF;
    case 110: // n
      return text.startsWith("null", at) ? at + 4 : NO_PROOF;
    default:
      return endOfNumber(text, at);
  }
}

function endOfObject(text: string, at: number, depth: number, first: number): number {
  if (text.charCodeAt(at + 1) === CLOSE) return at + 2;
  let index = at;
  for (let count = 0; ; count++) {
    const value = endOfKey(text, index + 1, first, count);
    if (value < 0) return NO_PROOF;
    index = endOfValue(text, value, depth + 1, first + count + 1);
    if (index < 0) return NO_PROOF;
    const code = text.charCodeAt(index);
    if (code === CLOSE) return index + 1;
    if (code !== COMMA) return NO_PROOF;
  }
}

function endOfList(text: string, at: number, depth: number, first: number): number {
  if (text.charCodeAt(at + 1) === CLOSE_LIST) return at + 2;
  let index = at;
  for (;;) {
    index = endOfValue(text, index + 1, depth + 1, first);
    if (index < 0) return NO_PROOF;
    const code = text.charCodeAt(index);
    if (code === CLOSE_LIST) return index + 1;
    if (code !== COMMA) return NO_PROOF;
  }
}

/** Numbers as a double writes them: no exponent, no needless zeros, not more digits than it keeps. */
function endOfNumber(text: string, at: number): number {
  const start = text.charCodeAt(at) === MINUS ? at + 1 : at;
  const whole = endOfDigits(text, start);
  if (whole === start || (text.charCodeAt(start) === ZERO && whole > start + 1)) return NO_PROOF;
  let end = whole;
  if (text.charCodeAt(whole) === DOT) {
    end = endOfDigits(text, whole + 1);
    // 0.0000001 is written as 1e-7.
    if (end === whole + 1 || text.charCodeAt(end - 1) === ZERO || end - whole > 7) return NO_PROOF;
  } else if (start > at && text.charCodeAt(start) === ZERO) {
    return NO_PROOF;
  }
  const next = text.charCodeAt(end);
  if (end - start > SAFE_DIGITS || (next !== COMMA && next !== CLOSE && next !== CLOSE_LIST)) return NO_PROOF;
  return end;
}

function endOfDigits(text: string, at: number): number {
  let index = at;
  for (;;) {
    const code = text.charCodeAt(index);
    if (!(code >= ZERO && code <= NINE)) return index;
    index++;
  }
}
