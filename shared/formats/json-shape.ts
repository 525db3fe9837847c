import {
  endOfKey,
  endOfString,
  endOfValue,
  hashOfKey,
  HTML_ESCAPED,
  NO_PROOF,
  PLAIN,
  scanned,
  withoutHtmlEscapes,
} from "./json-scan.ts";

/** What a member's value must be to be found: else the whole text is left to a parse. */
export type MemberKind =
  | "text"
  /** A list of texts. */
  | "texts"
  /** A list of one text; what is found is that text. */
  | "only-text"
  /** A whole number of up to nine digits. */
  | "whole"
  /** Any value that may go into a flat_object as it stands. */
  | "value"
  /** Such a value that is mostly the same as in the line before, and then not looked through again. */
  | "repeated"
  | ObjectMembers;

/** The members of an object that are looked for, by name. */
export interface ObjectMembers {
  readonly [name: string]: MemberKind;
}

interface Member {
  readonly name: string;
  readonly slot: number;
  readonly kind: MemberKind;
  readonly inner: Level | undefined;
}

/** An object of a shape, ready to be looked for. */
interface Level {
  readonly byHash: ReadonlyMap<number, Member>;
  /** Place of the text of the members that nobody looked for. */
  readonly rest: number;
}

/**
 * Where the members of a JSON text stand that a source looks for. One object for all lines: what was found is good until the
 * next `find`.
 */
export interface JsonShape {
  /**
   * Finds the members.
   *
   * @returns false when it is not proven that the text may go into a record piece by piece: a parse decides then.
   */
  readonly find: (text: string) => boolean;
  /** The number of a member, by its dotted name. */
  readonly slot: (path: string) => number;
  /** Whether a member is there. */
  readonly has: (slot: number) => boolean;
  /** A member's JSON text, as `JSON.stringify` would write it. */
  readonly json: (slot: number) => string;
  /** The value of a text member. */
  readonly text: (slot: number) => string;
  /** The members of an object that were not looked for, with commas between them; `""` is the outermost object. */
  readonly rest: (slot: number) => string;
}

const OPEN = 123;
const CLOSE = 125;
const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const QUOTE = 34;
const LONGEST_WHOLE = 9;

/** Prepares a shape: done once, when a source is loaded. */
export function jsonShape(members: ObjectMembers): JsonShape {
  const slots = new Map<string, number>([["", 0]]);
  const outermost = levelOf(members, "", 0, slots);
  const starts = new Int32Array(slots.size);
  const ends = new Int32Array(slots.size);
  const writings = new Uint8Array(slots.size);
  /** Values of repeated members, as they stood in the line before. */
  const before: string[] = Array.from({ length: slots.size }, () => "");
  const rests: string[] = Array.from({ length: slots.size }, () => "");
  let text = "";
  let found = false;
  let html = false;

  const find = (line: string): boolean => {
    // Asked once for the claim on a line, once for its record.
    if (line === text) return found;
    text = line;
    scanned.html = false;
    starts.fill(-1);
    rests.fill("");
    found = text.charCodeAt(0) === OPEN && findIn(outermost, 0, 2, 0) === text.length;
    html = scanned.html;
    return found;
  };

  /** @returns the index behind the object at `at`. */
  const findIn = (level: Level, at: number, depth: number, first: number): number => {
    if (text.charCodeAt(at + 1) === CLOSE) return at + 2;
    let index = at;
    let restStart = -1;
    let restEnd = -1;
    for (let count = 0; ; count++) {
      const key = index + 1;
      const value = endOfKey(text, key, first, count);
      if (value < 0) return NO_PROOF;
      const member = level.byHash.get(hashOfKey(text, key + 1, value - 2));
      const next = first + count + 1;
      if (member?.name.length === value - key - 3 && text.startsWith(member.name, key + 1)) {
        index = findValue(member, value, depth, next);
      } else {
        index = endOfValue(text, value, depth, next);
        if (restStart >= 0 && restEnd + 1 === key) restEnd = index;
        else {
          if (restStart >= 0) keepRest(level.rest, restStart, restEnd);
          restStart = key;
          restEnd = index;
        }
      }
      if (index < 0) return NO_PROOF;
      const code = text.charCodeAt(index);
      if (code === COMMA) continue;
      if (code !== CLOSE) return NO_PROOF;
      if (restStart >= 0) keepRest(level.rest, restStart, restEnd);
      return index + 1;
    }
  };

  const keepRest = (slot: number, start: number, end: number): void => {
    const more = text.slice(start, end);
    rests[slot] = rests[slot] === "" ? more : `${rests[slot]},${more}`;
  };

  const findValue = ({ slot, kind, inner }: Member, at: number, depth: number, first: number): number => {
    let start = at;
    let end = NO_PROOF;
    let after = NO_PROOF;
    if (inner !== undefined) {
      end = text.charCodeAt(at) === OPEN ? findIn(inner, at, depth + 1, first) : NO_PROOF;
    } else if (kind === "text") {
      end = text.charCodeAt(at) === QUOTE ? endOfString(text, at) : NO_PROOF;
      writings[slot] = scanned.writing;
    } else if (kind === "only-text") {
      start = at + 1;
      end = text.charCodeAt(at) === OPEN_LIST && text.charCodeAt(start) === QUOTE ? endOfString(text, start) : NO_PROOF;
      writings[slot] = scanned.writing;
      after = text.charCodeAt(end) === CLOSE_LIST ? end + 1 : NO_PROOF;
    } else if (kind === "texts") {
      end = endOfTexts(text, at);
      writings[slot] = writingOfValues();
    } else if (kind === "repeated") {
      end = endOfRepeated(slot, at, depth, first);
    } else {
      end = endOfValue(text, at, depth, first);
      writings[slot] = writingOfValues();
      if (kind === "whole" && !isShortWhole(text, at, end)) return NO_PROOF;
    }
    if (end < 0) return NO_PROOF;
    starts[slot] = start;
    ends[slot] = end;
    return kind === "only-text" ? after : end;
  };

  /** An object that stood there in full ends where it ended. */
  const endOfRepeated = (slot: number, at: number, depth: number, first: number): number => {
    const known = before[slot] as string;
    if (known !== "" && text.startsWith(known, at)) return at + known.length;
    const end = endOfValue(text, at, depth, first);
    writings[slot] = writingOfValues();
    before[slot] = end > 0 && writings[slot] === PLAIN && text.charCodeAt(at) === OPEN ? text.slice(at, end) : "";
    return end;
  };

  const textAt = (slot: number): string => {
    const start = starts[slot] as number;
    const end = ends[slot] as number;
    return writings[slot] === PLAIN ? text.slice(start + 1, end - 1) : (JSON.parse(text.slice(start, end)) as string);
  };

  return {
    find,
    slot: (path) => {
      const slot = slots.get(path);
      if (slot === undefined) throw new RangeError(`no member ${path} in this shape`);
      return slot;
    },
    has: (slot) => (starts[slot] as number) >= 0,
    json: (slot) => {
      const json = text.slice(starts[slot], ends[slot]);
      return writings[slot] === HTML_ESCAPED ? withoutHtmlEscapes(json) : json;
    },
    text: textAt,
    rest: (slot) => (html ? withoutHtmlEscapes(rests[slot] as string) : (rests[slot] as string)),
  };
}

/** Of several texts one may be written so; then they all go the longer way. */
function writingOfValues(): number {
  return scanned.html ? HTML_ESCAPED : PLAIN;
}

function levelOf(members: ObjectMembers, path: string, rest: number, slots: Map<string, number>): Level {
  const byHash = new Map<number, Member>();
  for (const [name, kind] of Object.entries(members)) {
    const memberPath = path === "" ? name : `${path}.${name}`;
    const slot = slots.size;
    slots.set(memberPath, slot);
    const inner = typeof kind === "string" ? undefined : levelOf(kind, memberPath, slot, slots);
    const hash = hashOfKey(name, 0, name.length);
    const other = byHash.get(hash);
    // A member of the same hash would not be found: that is for the author of the shape to know.
    if (other !== undefined) throw new RangeError(`${name} and ${other.name} cannot be told apart`);
    byHash.set(hash, { name, slot, kind, inner });
  }
  return { byHash, rest };
}

function endOfTexts(text: string, at: number): number {
  if (text.charCodeAt(at) !== OPEN_LIST) return NO_PROOF;
  if (text.charCodeAt(at + 1) === CLOSE_LIST) return at + 2;
  let index = at;
  for (;;) {
    index = text.charCodeAt(index + 1) === QUOTE ? endOfString(text, index + 1) : NO_PROOF;
    if (index < 0) return NO_PROOF;
    if (scanned.writing === HTML_ESCAPED) scanned.html = true;
    const code = text.charCodeAt(index);
    if (code === CLOSE_LIST) return index + 1;
    if (code !== COMMA) return NO_PROOF;
  }
}

function isShortWhole(text: string, at: number, end: number): boolean {
  if (end - at > LONGEST_WHOLE) return false;
  for (let index = at; index < end; index++) {
    const code = text.charCodeAt(index);
    if (!(code >= 48 && code <= 57)) return false;
  }
  return true;
}
