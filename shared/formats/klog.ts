import { readGoQuoted } from "./go-quote.ts";
import { keyEnd } from "./logfmt.ts";

/** How a value was written: `"…"`, JSON object or array, one word, an indented `<` block, or Go's `%+v`. */
export type KlogValueKind = "quoted" | "json" | "bare" | "block" | "go";

export interface KlogPair {
  key: string;
  /** Unquoted, and without the tabs that indent a block; JSON and Go values as written. */
  value: string;
  kind: KlogValueKind;
}

/** One klog line, or one with the lines that belong to it. */
export interface Klog {
  level: "I" | "W" | "E" | "F";
  month: number;
  day: number;
  /** `hh:mm:ss.ffffff` as written. */
  time: string;
  threadId: number;
  file: string;
  line: number;
  /** The unquoted message of a structured line; of any other everything after the header. */
  message: string;
  /** In the order written; keys may repeat, and then the last one wins. */
  pairs: KlogPair[];
  structured: boolean;
  /** What stands in a structured line and is no pair, and the lines after it. */
  tail?: string;
}

interface Value {
  value: string;
  kind: KlogValueKind;
  end: number;
}

/**
 * What keeps the work linear. Looking for a bracket's end can reach the end of the text: after one failure no bracket is
 * followed any more. And what was read in vain as JSON is not read as JSON again.
 */
interface Limits {
  brackets: boolean;
  jsonFrom: number;
}

const SPACE = 0x20;
const LINE_FEED = 0x0a;
const TAB = 0x09;
const LESS_THAN = 0x3c;
const closers: ReadonlyMap<number, number> = new Map([
  [0x28, 0x29],
  [0x5b, 0x5d],
  [0x7b, 0x7d],
]);
// The scheduler has a key of two words (`unschedulable plugins={…}`); longer runs are prose.
const keyWords = /^[\w./-]{1,64}(?: [\w./-]{1,64})?$/;
const headerStart = /^[IWEF]\d{4} \d\d:\d\d:\d\d\./;
const headerForm = /^([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d\.\d{1,9}) +(\d{1,10}) ([^\s:\]]{1,512}):(\d{1,9})\] ?/;

/** Whether a text starts with `Lmmdd hh:mm:ss.`: a cheap test, {@link parseKlog} looks at the rest of the header. */
export function isKlogHeader(text: string): boolean {
  return headerStart.test(text);
}

/**
 * Parses a klog text line: `Lmmdd hh:mm:ss.uuuuuu threadid file:line] msg`, which has neither year nor zone.
 *
 * A structured line is `"<Go-quoted message>"` alone or followed by `key=value`; any other line, further lines included,
 * is all message. In a structured line, further lines that belong to no `key=<` block go to `tail`, as do words that are no
 * pair; the pairs behind them are still read, and one or two words right before a key are part of it. A value whose bracket
 * never closes ends before the next `key=`, one whose quote never closes (a cut line) at the end of its line. Line breaks
 * at the very end are dropped.
 * `undefined` when the text has no klog header.
 * Source: kubernetes/klog, klog.go (formatHeader) and internal/serialize/keyvalues.go.
 */
export function parseKlog(text: string): Klog | undefined {
  if (!isKlogHeader(text)) return undefined;
  const match = headerForm.exec(text);
  if (match === null) return undefined;
  const [header, level, month, day, time = "", threadId, file = "", line] = match;
  const body = text.slice(header.length, lineBreaksStart(text, header.length));
  const quoted = readGoQuoted(body, 0);
  const structured = quoted !== undefined && pairsMayFollow(body, quoted.end);
  return {
    level: level as Klog["level"],
    month: Number(month),
    day: Number(day),
    time,
    threadId: Number(threadId),
    file,
    line: Number(line),
    message: structured ? quoted.value : body,
    structured,
    ...(structured ? readPairs(body, quoted.end) : { pairs: [] }),
  };
}

function lineBreaksStart(text: string, from: number): number {
  let end = text.length;
  while (end > from && (text.charCodeAt(end - 1) === LINE_FEED || text.charCodeAt(end - 1) === 0x0d)) end -= 1;
  return end;
}

/** A free text may start with a quoted word (`"x" is not valid`), so what follows decides. */
function pairsMayFollow(body: string, at: number): boolean {
  if (isLineEnd(body, at)) return true;
  return body.charCodeAt(at) === SPACE && keyEnd(body, at + 1) >= 0;
}

function readPairs(body: string, from: number): Pick<Klog, "pairs" | "tail"> {
  const pairs: KlogPair[] = [];
  const loose: string[] = [];
  const limits = { brackets: true, jsonFrom: 0 };
  let at = from;
  while (!isLineEnd(body, at)) {
    if (body.charCodeAt(at) === SPACE) {
      at += 1;
      continue;
    }
    let equals = keyEnd(body, at);
    if (equals < 0) {
      const next = nextPair(body, at);
      const words = body.slice(at, next).trimEnd();
      equals = keyWords.test(words) ? keyEnd(body, next) : -1;
      if (equals < 0) {
        loose.push(words);
        at = next;
        continue;
      }
    }
    const { value, kind, end } = readValue(body, equals + 1, limits);
    pairs.push({ key: body.slice(at, equals), value, kind });
    at = end;
  }
  const further = body.slice(at + 1);
  const tail = loose.join(" ") + (loose.length > 0 && further !== "" ? "\n" : "") + further;
  return tail === "" ? { pairs } : { pairs, tail };
}

/** Where the next ` key=` of this line starts, or the line's end. The word at `at` itself is passed over. */
function nextPair(body: string, at: number): number {
  let index = at;
  for (;;) {
    while (index < body.length && body.charCodeAt(index) !== SPACE) {
      if (body.charCodeAt(index) === LINE_FEED) return index;
      index += 1;
    }
    while (body.charCodeAt(index) === SPACE) index += 1;
    if (index >= body.length || keyEnd(body, index) >= 0) return index;
  }
}

function readValue(body: string, at: number, limits: Limits): Value {
  const first = body.charCodeAt(at);
  if (first === 0x22) {
    const quoted = readGoQuoted(body, at);
    return quoted === undefined ? readCut(body, at) : { ...quoted, kind: "quoted" };
  }
  if (first === LESS_THAN && isLineEnd(body, at + 1)) return readBlock(body, at + 2);
  if ((first === 0x5b || first === 0x7b) && at >= limits.jsonFrom) {
    const end = tokensEnd(body, at);
    const value = body.slice(at, end);
    if (endsValue(body, end) && isJson(value)) return { value, kind: "json", end };
    limits.jsonFrom = end;
  }
  return readWord(body, at, limits);
}

function readCut(body: string, at: number): Value {
  const lineEnd = body.indexOf("\n", at);
  const end = lineEnd < 0 ? body.length : lineEnd;
  return { value: body.slice(at + 1, end), kind: "quoted", end };
}

/** The tab-indented lines at `at`; the line ` >` ends them, and pairs may follow it. */
function readBlock(body: string, at: number): Value {
  const lines: string[] = [];
  let index = at;
  while (body.charCodeAt(index) === TAB) {
    const lineEnd = body.indexOf("\n", index);
    const end = lineEnd < 0 ? body.length : lineEnd;
    lines.push(body.slice(index + 1, end));
    index = end + 1;
  }
  const value = lines.join("\n");
  if (body.startsWith(" >", index)) return { value, kind: "block", end: index + 2 };
  return { value, kind: "block", end: index - 1 };
}

/**
 * The end of what may be a JSON object or array at `at`: where the brackets meet, or where JSON certainly stops. Go's encoder
 * writes no white space between tokens, and that tells JSON from most of `%+v` early; JSON.parse tells the rest (`[::1]`).
 */
function tokensEnd(body: string, at: number): number {
  let depth = 0;
  for (let index = at; index < body.length; index += 1) {
    const char = body.charCodeAt(index);
    if (char === 0x22) {
      index = jsonStringEnd(body, index);
    } else if (char === 0x5b || char === 0x7b) {
      depth += 1;
    } else if (char === 0x5d || char === 0x7d) {
      depth -= 1;
      if (depth === 0) return index + 1;
    } else if (char <= SPACE) {
      return index;
    }
  }
  return body.length;
}

/** The index of the closing quote, or one past the text where there is none. */
function jsonStringEnd(body: string, start: number): number {
  let index = start + 1;
  while (index < body.length && body.charCodeAt(index) !== 0x22) index += body.charCodeAt(index) === 0x5c ? 2 : 1;
  return index;
}

function isJson(text: string): boolean {
  // A failure of JSON.parse costs microseconds: what its second or last character rules out is not asked.
  const object = text.startsWith("{");
  if (!text.endsWith(object ? "}" : "]")) return false;
  if (!(object ? '"}' : '"]{[-0123456789tfn').includes(text.charAt(1))) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function endsValue(body: string, at: number): boolean {
  return body.charCodeAt(at) === SPACE || isLineEnd(body, at);
}

function isLineEnd(body: string, at: number): boolean {
  return at >= body.length || body.charCodeAt(at) === LINE_FEED;
}

/** One word, with spaces where brackets hold them: `map[a:b c:d]`, `&Foo{Bar:1}`, `<nil>`, `(MISSING)`. */
function readWord(body: string, at: number, limits: Limits): Value {
  const first = body.charCodeAt(at);
  let kind: KlogValueKind = "bare";
  let index = at;
  while (!endsValue(body, index)) {
    const open = body.charCodeAt(index);
    const close = open === LESS_THAN && index === at ? 0x3e : closers.get(open);
    if (close === undefined) {
      index += 1;
      continue;
    }
    if (first !== LESS_THAN && first !== 0x28) kind = "go";
    const end = limits.brackets ? bracketEnd(body, index, open, close) : -1;
    if (end < 0) {
      limits.brackets = false;
      const cut = nextPair(body, at);
      return { value: body.slice(at, cut).trimEnd(), kind, end: cut };
    }
    index = end;
  }
  return { value: body.slice(at, index), kind, end: index };
}

/** `%+v` quotes nothing, so only brackets of one sort are counted; in klog's own `{ key="…" }` strings are quoted. */
function bracketEnd(body: string, at: number, open: number, close: number): number {
  let quotes = open === 0x7b && body.charCodeAt(at + 1) === SPACE;
  let depth = 0;
  let index = at;
  while (index < body.length) {
    const char = body.charCodeAt(index);
    if (quotes && char === 0x22) {
      const quoted = readGoQuoted(body, index);
      quotes = quoted !== undefined;
      index = quoted?.end ?? index + 1;
      continue;
    }
    if (char === open) depth += 1;
    else if (char === close) depth -= 1;
    index += 1;
    if (depth === 0) return index;
  }
  return -1;
}
