import { readGoQuoted } from "./go-quote.ts";

/** Key and value. A word without `=` is a key with the value "". */
export type Pair = [key: string, value: string];

const EQUALS = 0x3d;
const LONGEST_FIRST_KEY = 64;

/** A line that starts with one of these may be logfmt with a single pair. */
const leadingKeys: ReadonlySet<string> = new Set([
  "time",
  "t",
  "ts",
  "timestamp",
  "level",
  "lvl",
  "severity",
  "msg",
  "message",
  "caller",
  "logger",
  "source",
  "err",
  "error",
]);

/** Whether a text may be logfmt: it starts with `key=`. Cheap; {@link parseLogfmt} has the last word. */
export function looksLikeLogfmt(text: string): boolean {
  const equals = keyEnd(text, 0);
  return equals > 0 && equals <= LONGEST_FIRST_KEY;
}

/**
 * Parses logfmt as logrus, slog, go-kit and containerd write it: `time="…" level=info msg="…" key=value`.
 *
 * Pairs come in order, duplicates included. A quoted value is unquoted as Go does; one whose quote is missing (a cut line)
 * runs to the end of its line. An unquoted value runs to the next white space and may hold `=`; it may be empty.
 * `undefined` when the text is not logfmt: it must start with `key=`, have two pairs or start with a usual key
 * (time, level, msg…), and at most one word without `=` to two pairs, so that prose with an `a=b` in it is not taken.
 * Source: sirupsen/logrus, text_formatter.go (appendKeyValue).
 */
export function parseLogfmt(text: string): Pair[] | undefined {
  if (!looksLikeLogfmt(text)) return undefined;
  const pairs: Pair[] = [];
  let words = 0;
  let at = 0;
  while (at < text.length) {
    if (isSpace(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const equals = keyEnd(text, at);
    if (equals < 0) {
      const end = wordEnd(text, at);
      pairs.push([text.slice(at, end), ""]);
      words += 1;
      at = end;
      continue;
    }
    const value = readValue(text, equals + 1);
    pairs.push([text.slice(at, equals), value.value]);
    at = value.end;
  }
  const assigned = pairs.length - words;
  const enough = assigned >= 2 || leadingKeys.has(text.slice(0, text.indexOf("=")));
  return enough && words * 2 <= assigned ? pairs : undefined;
}

/**
 * The index of the `=` that ends the key at `at`, or −1 when there is no key there.
 * Keys are letters, digits and `_ - . / @ $ # *`, and whatever is not ASCII.
 */
export function keyEnd(text: string, at: number): number {
  let index = at;
  while (isKeyChar(text.charCodeAt(index))) index += 1;
  return index > at && text.charCodeAt(index) === EQUALS ? index : -1;
}

function readValue(text: string, at: number): { value: string; end: number } {
  if (text.charCodeAt(at) === 0x22) {
    const quoted = readGoQuoted(text, at);
    if (quoted !== undefined) return quoted;
    const lineEnd = text.indexOf("\n", at);
    const end = lineEnd < 0 ? text.length : lineEnd;
    return { value: text.slice(at + 1, end), end };
  }
  const end = wordEnd(text, at);
  return { value: text.slice(at, end), end };
}

function wordEnd(text: string, at: number): number {
  let index = at;
  while (index < text.length && !isSpace(text.charCodeAt(index))) index += 1;
  return index;
}

function isSpace(char: number): boolean {
  return char <= 0x20;
}

function isKeyChar(char: number): boolean {
  if (char >= 0x61 && char <= 0x7a) return true;
  if (char >= 0x2d && char <= 0x39) return true;
  if (char >= 0x40 && char <= 0x5a) return true;
  return char === 0x5f || char === 0x24 || char === 0x23 || char === 0x2a || char >= 0x80;
}
