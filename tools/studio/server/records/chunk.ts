import { fulfils, type Condition } from "../../wire/query.ts";
import { haystackOf, type Haystack } from "./haystack.ts";
import type { Indexed } from "./terms.ts";

/** Rows of a chunk. A chunk is released whole, so what it holds is its own. */
export const ROWS = 8192;

/** Rows with their fields, each value kept once: searching looks at the values first, then only at numbers. */
export interface Chunk {
  readonly time: Float64Array;
  readonly severity: Uint8Array;
  /** What a row is no more, 1. */
  readonly gone: Uint8Array;
  readonly platform: string[];
  readonly source: string[];
  readonly reason: string[];
  readonly bodies: string[];
  /** Where the record itself is. */
  readonly place: Place[];
  /** The invocation that it came with. */
  readonly input: Int32Array;
  rows: number;
  readonly values: Values;
}

/** Where a row's record or failure can be read. */
export type Place =
  | {
      readonly kind: "record";
      readonly index: string;
      readonly id: string;
      readonly offset: number;
      readonly bytes: number;
    }
  | { readonly kind: "failure"; readonly key: string; readonly entry: number };

interface Values {
  readonly numbers: Map<string, number>;
  readonly paths: string[];
  readonly texts: string[];
  /** Numbers of all rows' values, one row after the other. */
  readonly terms: number[];
  readonly starts: Uint32Array;
  haystacks: { readonly rows: number; readonly bodies: Haystack; readonly texts: Haystack } | undefined;
}

export interface Row {
  readonly platform: string;
  readonly reason: string;
  readonly place: Place;
  readonly input: number;
}

export function newChunk(): Chunk {
  return {
    time: new Float64Array(ROWS),
    severity: new Uint8Array(ROWS),
    gone: new Uint8Array(ROWS),
    platform: [],
    source: [],
    reason: [],
    bodies: [],
    place: [],
    input: new Int32Array(ROWS),
    rows: 0,
    values: {
      numbers: new Map(),
      paths: [],
      texts: [],
      terms: [],
      starts: new Uint32Array(ROWS + 1),
      haystacks: undefined,
    },
  };
}

/** Adds a row; gives its number in the chunk. */
export function addRow(chunk: Chunk, indexed: Indexed, { platform, reason, place, input }: Row): number {
  const row = chunk.rows++;
  const { values } = chunk;
  chunk.time[row] = indexed.time;
  chunk.severity[row] = indexed.severity;
  chunk.platform.push(platform);
  chunk.source.push(indexed.source);
  chunk.reason.push(reason);
  chunk.bodies.push(indexed.body);
  chunk.place.push(place);
  chunk.input[row] = input;
  const { terms } = indexed;
  for (let at = 0; at + 1 < terms.length; at += 2)
    values.terms.push(numberOf(terms[at] ?? "", terms[at + 1] ?? "", values));
  values.starts[row + 1] = values.terms.length;
  // A full chunk gets no new values, and its table is larger than all the rest.
  if (chunk.rows === ROWS) values.numbers.clear();
  return row;
}

function numberOf(path: string, text: string, { numbers, paths, texts }: Values): number {
  const key = `${path}\n${text}`;
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const number = texts.length;
  numbers.set(key, number);
  paths.push(path);
  texts.push(text);
  return number;
}

/** Sets `misses[row]` for each row that does not fulfil the condition. */
export function markMisses(chunk: Chunk, condition: Condition, misses: Uint8Array): void {
  const hits = hitsOf(chunk, condition);
  const wanted = condition.negated ? 0 : 1;
  for (let row = 0; row < chunk.rows; row++) if (hits[row] !== wanted) misses[row] = 1;
}

function hitsOf(chunk: Chunk, { field, test }: Condition): Uint8Array {
  const { values } = chunk;
  const hits = new Uint8Array(ROWS);
  const column = COLUMNS[field];
  if (column !== undefined) {
    for (let row = 0; row < chunk.rows; row++) {
      const text = column(chunk, row);
      if (text !== "" && fulfils(text, test)) hits[row] = 1;
    }
    return hits;
  }
  const matching = new Uint8Array(values.texts.length);
  if (field === "" && test.kind === "contains") {
    const { bodies, texts } = haystacksOf(chunk);
    bodies.mark(test.text, hits);
    texts.mark(test.text, matching);
  } else {
    const paths = new Map<string, boolean>();
    values.texts.forEach((text, number) => {
      const path = values.paths[number] ?? "";
      let named = paths.get(path);
      if (named === undefined) paths.set(path, (named = isNamed(path, field)));
      if (named && fulfils(text.toLowerCase(), test)) matching[number] = 1;
    });
  }
  let row = 0;
  values.terms.forEach((number, at) => {
    while ((values.starts[row + 1] ?? 0) <= at) row++;
    if (matching[number] === 1) hits[row] = 1;
  });
  return hits;
}

/** What is searched by name and is no attribute, in lower case. */
const COLUMNS: Readonly<Record<string, (chunk: Chunk, row: number) => string>> = {
  body: (chunk, row) => chunk.bodies[row]?.toLowerCase() ?? "",
  source: (chunk, row) => chunk.source[row] ?? "",
  "event.dataset": (chunk, row) => chunk.source[row] ?? "",
  platform: (chunk, row) => chunk.platform[row] ?? "",
  reason: (chunk, row) => chunk.reason[row] ?? "",
};

/** `k8s.pod.name` is both the pod that spoke and the one that is spoken about; the whole path means one of them. */
function isNamed(path: string, field: string): boolean {
  return path === field || path === `attributes.${field}` || path === `resource.attributes.${field}`;
}

function haystacksOf({ values, bodies, rows }: Chunk) {
  if (values.haystacks?.rows !== rows) {
    values.haystacks = { rows, bodies: haystackOf(bodies), texts: haystackOf(values.texts) };
  }
  return values.haystacks;
}
