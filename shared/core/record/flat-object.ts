import { nestsDeeperThan } from "../../formats/json.ts";
import { digest } from "../identity.ts";

/** Lucene's limit for one term, which in a flat_object is the whole path, `=` and the value, in UTF-8 bytes. */
const TERM_BYTES = 32_766;
/** OpenSearch indexes flat_object recursively; 600 levels kill the node, 64 are far from it. */
export const MAX_DEPTH = 64;
/** Below this many characters no path and value of the text together can reach the limit, whatever they encode to. */
const SAFE_CHARACTERS = Math.floor(TERM_BYTES / 3) - 64;
/** A key longer than this leaves too little of the limit to its values. */
const KEY_BYTES = 2_048;

/** Values of one flat_object. A million of them in one record kill a node of 512 MB, 300,000 do not. */
const MAX_VALUES = 100_000;
/** Below this many characters no map has so many values: each needs a key, quotes, a colon and a comma, in lists at least two. */
const FEW_CHARACTERS = 2 * MAX_VALUES;

/**
 * Writes a map with keys from outside as JSON that OpenSearch accepts under a flat_object: depth ≤ 64, path + value ≤ 32,766
 * bytes, 100,000 values. Nothing is lost: a value too long becomes a list of its pieces, a branch too deep becomes its JSON text, an
 * entry whose key is too long becomes the text of both, the members beyond 100,000 values become the text of one object; each
 * with a note.
 *
 * @param name the flat_object's own field name, part of every path.
 * @returns undefined for an empty map, and for nesting so deep that it cannot be written (the note `unwritable` says so, and
 *   the caller keeps the raw line).
 */
export function writeFlatObject(
  map: Readonly<Record<string, unknown>>,
  name: string,
  notes: string[],
): string | undefined {
  if (isEmpty(map)) return undefined;
  try {
    const text = JSON.stringify(map);
    if (text === "{}") return undefined;
    if (text.length <= SAFE_CHARACTERS && !nestsDeeperThan(text, MAX_DEPTH)) return text;
    const few = text.length <= FEW_CHARACTERS ? map : withFewValues(map, name, notes);
    return JSON.stringify(fitBranch(few, name, 1, notes));
  } catch (error) {
    // V8's writer recurses, its parser does not: a line of 100,000 brackets can be read but not written.
    if (!(error instanceof RangeError)) throw error;
    notes.push(`unwritable:${name}`);
    return undefined;
  }
}

function isEmpty(map: Readonly<Record<string, unknown>>): boolean {
  for (const _ in map) return false;
  return true;
}

/** The members of a map that are not too many values together; the others become the JSON text of one member. */
function withFewValues(
  map: Readonly<Record<string, unknown>>,
  name: string,
  notes: string[],
): Readonly<Record<string, unknown>> {
  const few = Object.create(null) as Record<string, unknown>;
  const others = Object.create(null) as Record<string, unknown>;
  let left = MAX_VALUES;
  let tooMany = false;
  for (const [key, value] of Object.entries(map)) {
    const values = valuesOf(value, left + 1);
    if (values > left) {
      others[key] = value;
      tooMany = true;
    } else {
      few[key] = value;
      left -= values;
    }
  }
  if (!tooMany) return map;
  const key = freeKey("others", map);
  notes.push(`as_text:${shortPath(name)}.${key}`);
  few[key] = JSON.stringify(others);
  return few;
}

/** How many values there are in one, itself or what it holds; counts no further than `most`. Walks without recursion. */
function valuesOf(root: unknown, most: number): number {
  let count = 0;
  const open: unknown[] = [root];
  while (open.length > 0 && count < most) {
    const value = open.pop();
    count++;
    if (typeof value === "object" && value !== null) for (const child of Object.values(value)) open.push(child);
  }
  return count;
}

function fitBranch(map: Readonly<Record<string, unknown>>, path: string, depth: number, notes: string[]): unknown {
  const fitted = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(map)) {
    if (Buffer.byteLength(key) > KEY_BYTES) {
      const short = freeKey(`${key.slice(0, 32)}-${digest(key).slice(0, 8)}`, map);
      notes.push(`key_cut:${shortPath(path)}.${short}`);
      fitted[short] = fit(JSON.stringify({ [key]: value }), `${path}.${short}`, depth + 1, notes);
    } else {
      fitted[key] = fit(value, `${path}.${key}`, depth + 1, notes);
    }
  }
  return fitted;
}

/** A key that the map does not have. */
function freeKey(key: string, map: Readonly<Record<string, unknown>>): string {
  let free = key;
  while (Object.hasOwn(map, free)) free += "'";
  return free;
}

function fit(value: unknown, path: string, depth: number, notes: string[]): unknown {
  if (typeof value === "string") return fitText(value, path, notes);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH || Buffer.byteLength(path) > TERM_BYTES / 2) {
    notes.push(`as_text:${shortPath(path)}`);
    return fitText(JSON.stringify(value), path, notes);
  }
  if (Array.isArray(value)) return value.map((item) => fit(item, path, depth + 1, notes));
  return fitBranch(value as Record<string, unknown>, path, depth, notes);
}

/** Pieces that each fit beside their path; joined they are the value again. */
function fitText(value: string, path: string, notes: string[]): string | string[] {
  const room = TERM_BYTES - Buffer.byteLength(path) - 2;
  if (value.length * 3 <= room || Buffer.byteLength(value) <= room) return value;
  notes.push(`split:${shortPath(path)}`);
  const step = Math.floor(room / 3);
  const pieces: string[] = [];
  for (let at = 0; at < value.length;) {
    let end = Math.min(at + step, value.length);
    const last = value.charCodeAt(end - 1);
    // A surrogate pair stays together.
    if (end < value.length && last >= 0xd800 && last <= 0xdbff) end--;
    pieces.push(value.slice(at, end));
    at = end;
  }
  return pieces;
}

/** Notes are keywords; a path from outside may be of any length. */
function shortPath(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 200)}…`;
}
