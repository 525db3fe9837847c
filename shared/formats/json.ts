import type { Json, JsonObject } from "../schema/draft.ts";

/** A parsed object, and what the parse had to change. */
export interface ParsedObject {
  readonly value: JsonObject;
  readonly notes: readonly string[];
}

/**
 * Parses text that is one JSON object. Numbers that a double cannot hold (64-bit ids, 1e999) are kept as their text, with a
 * note naming them, because ids must survive and OpenSearch refuses numbers over 1,000 digits.
 *
 * @returns undefined when the text is no JSON object. Nesting may be deeper than a recursive walk bears.
 */
export function parseJsonObject(text: string): ParsedObject | undefined {
  if (!startsLikeObject(text)) return undefined;
  const value = parse(text);
  if (value === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (!mayHoldLongNumber(text)) return { value, notes: [] };
  const notes: string[] = [];
  const exact = parseKeepingNumbers(text, notes);
  return exact === undefined ? { value, notes: ["numbers_rounded"] } : { value: exact as JsonObject, notes };
}

/** Whether the first and last visible characters are those of an object: spares the parse of text lines. */
export function startsLikeObject(text: string): boolean {
  let start = 0;
  while (isBlank(text.charCodeAt(start))) start++;
  if (text.charCodeAt(start) !== 123) return false;
  let end = text.length - 1;
  while (isBlank(text.charCodeAt(end))) end--;
  return text.charCodeAt(end) === 125;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Whether JSON text nests deeper than `limit`, by brackets outside strings; text with too few brackets for that is not scanned. */
export function nestsDeeperThan(text: string, limit: number): boolean {
  if (text.length <= 2 * limit || !hasMoreBrackets(text, limit)) return false;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 92) index++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      if (++depth > limit) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

/** Whether a text has more than `limit` opening brackets, wherever they stand. */
function hasMoreBrackets(text: string, limit: number): boolean {
  let left = limit;
  for (const bracket of ["{", "["]) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (--left < 0) return true;
  }
  return false;
}

/**
 * Where a number begins that a double may not hold: sixteen digits or more, twenty-five decimals, or an exponent. Strings that
 * look like that cost a second parse, and nothing else.
 */
const LONG_NUMBER = /[:,[]\s*-?(?:\d{16}|\d{1,15}\.\d{25}|\d{1,15}(?:\.\d{1,25})?[eE])/;

function mayHoldLongNumber(text: string): boolean {
  return LONG_NUMBER.test(text);
}

/**
 * `JSON.parse` with the source text of each number (Node ≥ 21), for lines that may hold one a double cannot.
 *
 * @returns undefined for nesting too deep for the reviver, which recurses where the parser does not.
 */
function parseKeepingNumbers(text: string, notes: string[]): Json | undefined {
  const revive = (key: string, value: unknown, context?: { source?: string }): unknown => {
    const source = context?.source;
    if (typeof value !== "number" || source === undefined || holds(value, source)) return value;
    notes.push(`number_as_text:${key}`);
    return source;
  };
  try {
    return JSON.parse(text, revive) as Json;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

/** Whether a double says the same as the source: integers exactly, fractions to the digits that a double has. */
function holds(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false;
  // A number too small for a double becomes 0 without being one.
  if (value === 0 && !/^-?[0.]*(?:[eE]|$)/.test(source)) return false;
  if (/^-?\d+$/.test(source)) return Number.isSafeInteger(value) || String(value) === source;
  return source.length <= 40;
}
