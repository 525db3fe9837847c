import { FACETS, type Facet, type Filter, type RecordRow, type Timeline } from "../../wire/messages.ts";
import { readQuery } from "../../wire/query.ts";
import { SEVERITIES, severityName } from "../../wire/severity.ts";
import { addRow, markMisses, newChunk, ROWS, type Chunk, type Place, type Row } from "./chunk.ts";
import type { Indexed } from "./terms.ts";

/** Chunks that are kept: with about 1 KB a row this bounds memory; older records are released. */
const CHUNKS = 40;

/** Rows that fulfil a filter, the newest first, with what each facet would give. */
interface Found {
  readonly ids: Uint32Array;
  readonly facets: Record<Facet, readonly (readonly [string, number])[]>;
}

/** The records that can be looked at. Numbers of rows are never given twice. */
export interface RecordIndex {
  readonly add: (indexed: Indexed, row: Row) => number;
  /** Takes a row out: what had failed has been delivered. */
  readonly remove: (id: number) => void;
  readonly find: (filter: Filter) => Found;
  readonly rows: (ids: Iterable<number>) => RecordRow[];
  readonly timeline: (filter: Filter, by: "platform" | "severity", steps: number) => Timeline;
  readonly open: (id: number) => { readonly place: Place; readonly input: number } | undefined;
  readonly held: () => number;
  readonly released: () => number;
}

/** Searches whose results are kept; a page asks for the same filter again and again while one scrolls. */
const REMEMBERED = 8;

export function newRecordIndex(chunks = CHUNKS): RecordIndex {
  const kept: Chunk[] = [];
  /** Number of chunks that were released. */
  let before = 0;
  let removed = 0;
  let changes = 0;
  let order: { readonly changes: number; readonly ids: Uint32Array } | undefined;
  const remembered = new Map<string, { readonly changes: number; readonly found: Found }>();

  const at = (id: number): { chunk: Chunk; row: number } | undefined => {
    const chunk = kept[Math.floor(id / ROWS) - before];
    const row = id % ROWS;
    return chunk === undefined || row >= chunk.rows || chunk.gone[row] === 1 ? undefined : { chunk, row };
  };
  const newestFirst = (): Uint32Array => {
    if (order?.changes !== changes) order = { changes, ids: sortedIds(kept, before) };
    return order.ids;
  };
  const search = (filter: Filter): Found => {
    const key = JSON.stringify(filter);
    const known = remembered.get(key);
    if (known?.changes === changes) return known.found;
    const found = select(kept, before, newestFirst(), filter);
    remembered.delete(key);
    remembered.set(key, { changes, found });
    for (const oldest of remembered.keys()) if (remembered.size > REMEMBERED) remembered.delete(oldest);
    return found;
  };
  return {
    add: (indexed, row) => {
      let last = kept.at(-1);
      if (last === undefined || last.rows === ROWS) {
        kept.push((last = newChunk()));
        if (kept.length > chunks) {
          const oldest = kept.shift();
          removed -= oldest?.gone.reduce((sum, one) => sum + one, 0) ?? 0;
          before++;
        }
      }
      changes++;
      return (before + kept.length - 1) * ROWS + addRow(last, indexed, row);
    },
    remove: (id) => {
      const found = at(id);
      if (found === undefined) return;
      found.chunk.gone[found.row] = 1;
      removed++;
      changes++;
    },
    find: search,
    rows: (ids) => [...ids].flatMap((id) => rowOf(id, at(id))),
    timeline: (filter, by, steps) => timelineOf(search(filter).ids, filter, by, steps, at),
    open: (id) => {
      const found = at(id);
      const place = found?.chunk.place[found.row];
      return found === undefined || place === undefined
        ? undefined
        : { place, input: found.chunk.input[found.row] ?? -1 };
    },
    held: () => kept.reduce((sum, { rows }) => sum + rows, 0) - removed,
    released: () => before * ROWS,
  };
}

function rowOf(id: number, found: { chunk: Chunk; row: number } | undefined): RecordRow[] {
  if (found === undefined) return [];
  const { chunk, row } = found;
  return [
    {
      id,
      time: chunk.time[row] ?? 0,
      source: chunk.source[row] ?? "",
      platform: chunk.platform[row] ?? "",
      severity: severityName(chunk.severity[row] ?? 0),
      reason: chunk.reason[row] ?? "",
      body: (chunk.bodies[row] ?? "").slice(0, 400),
    },
  ];
}

function sortedIds(chunks: readonly Chunk[], before: number): Uint32Array {
  const count = chunks.reduce((sum, { rows }) => sum + rows, 0);
  const times = new Float64Array(count);
  const positions = new Uint32Array(count);
  let at = 0;
  for (const { time, rows } of chunks) {
    times.set(time.subarray(0, rows), at);
    at += rows;
  }
  for (let position = 0; position < count; position++) positions[position] = position;
  // All chunks but the last are full, so that a position is an id.
  return positions
    .toSorted((a, b) => (times[b] ?? 0) - (times[a] ?? 0) || b - a)
    .map((position) => position + before * ROWS);
}

/** Why a row is left out; a facet counts the rows that only the facet itself leaves out, so that one can choose another value. */
const OTHER = 1 << FACETS.length;

function select(chunks: readonly Chunk[], before: number, order: Uint32Array, filter: Filter): Found {
  const read = readQuery(filter.q);
  const conditions = read.ok ? read.conditions : [];
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
  const chosen = FACETS.map((facet) => new Set(filter.facets[facet]));
  const counts = FACETS.map(() => new Map<string, number>());
  const why = new Uint8Array(chunks.length * ROWS);
  chunks.forEach((chunk, number) => {
    const misses = new Uint8Array(ROWS);
    for (const condition of conditions) markMisses(chunk, condition, misses);
    for (let row = 0; row < chunk.rows; row++) {
      const time = chunk.time[row] ?? 0;
      let out = misses[row] === 1 || chunk.gone[row] === 1 || time < from || time >= to ? OTHER : 0;
      const values = facetValues(chunk, row);
      for (let facet = 0; facet < FACETS.length; facet++) {
        const set = chosen[facet];
        if (set !== undefined && set.size > 0 && !set.has(values[facet] ?? "")) out |= 1 << facet;
      }
      why[number * ROWS + row] = out;
      if (out >= OTHER) continue;
      for (let facet = 0; facet < FACETS.length; facet++) {
        if ((out & ~(1 << facet)) !== 0) continue;
        const count = counts[facet];
        const value = values[facet] ?? "";
        count?.set(value, (count.get(value) ?? 0) + 1);
      }
    }
  });
  const ids = order.filter((id) => why[id - before * ROWS] === 0);
  return { ids, facets: facetLists(counts) };
}

function facetValues(chunk: Chunk, row: number): readonly string[] {
  return [
    chunk.platform[row] ?? "",
    chunk.source[row] ?? "",
    severityName(chunk.severity[row] ?? 0),
    chunk.reason[row] ?? "",
  ];
}

function facetLists(counts: readonly ReadonlyMap<string, number>[]): Found["facets"] {
  const list = (facet: Facet): [string, number][] =>
    [...(counts[FACETS.indexOf(facet)] ?? [])].filter(([value]) => value !== "" || facet === "severity");
  const byCount = (facet: Facet): [string, number][] =>
    list(facet).toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const place = ([name]: [string, number]): number => SEVERITIES.findIndex((one) => one === name);
  return {
    platform: byCount("platform"),
    source: byCount("source"),
    severity: list("severity").toSorted((a, b) => place(b) - place(a)),
    reason: byCount("reason"),
  };
}

/** Of all records this part is shown at first: a few from years ago would make the rest one bar. */
const DENSE = 0.96;
const MIN_SPAN_MS = 1000;

function timelineOf(
  ids: Uint32Array,
  { from, to }: Filter,
  by: "platform" | "severity",
  steps: number,
  at: (id: number) => { chunk: Chunk; row: number } | undefined,
): Timeline {
  const timeOf = (position: number): number => {
    const found = at(ids[position] ?? -1);
    return found === undefined ? 0 : (found.chunk.time[found.row] ?? 0);
  };
  const dense = densest(ids.length, timeOf);
  const first = from ?? dense.from;
  const last = Math.max(to ?? dense.to, first + MIN_SPAN_MS);
  const step = (last - first) / steps;
  const counts = new Map<string, number[]>();
  for (const id of ids) {
    const found = at(id);
    if (found === undefined) continue;
    const time = found.chunk.time[found.row] ?? 0;
    const bucket = Math.floor((time - first) / step);
    if (bucket < 0 || bucket >= steps) continue;
    const key =
      by === "platform" ? (found.chunk.platform[found.row] ?? "") : severityName(found.chunk.severity[found.row] ?? 0);
    let list = counts.get(key);
    if (list === undefined) counts.set(key, (list = Array.from({ length: steps }, () => 0)));
    list[bucket] = (list[bucket] ?? 0) + 1;
  }
  const keys = [...counts.keys()].toSorted();
  return { from: first, to: last, step, keys, counts: keys.map((key) => counts.get(key) ?? []), dense };
}

/** The shortest stretch that holds most of the records, a little wider. @param timeOf the newest first. */
function densest(count: number, timeOf: (position: number) => number): { from: number; to: number } {
  if (count === 0) return { from: 0, to: MIN_SPAN_MS };
  const window = Math.max(1, Math.ceil(count * DENSE));
  let best = { from: timeOf(count - 1), to: timeOf(0) };
  for (let newest = 0; newest + window <= count; newest += Math.max(1, Math.floor(count / 500))) {
    const span = { from: timeOf(newest + window - 1), to: timeOf(newest) };
    if (span.to - span.from < best.to - best.from) best = span;
  }
  const margin = Math.max((best.to - best.from) * 0.04, MIN_SPAN_MS);
  return { from: Math.floor(best.from - margin), to: Math.ceil(best.to + margin) };
}
