import { choices, type GroupsAnswer, type Measure } from "../../shared/opensearch/question.ts";
import { cellOf, type Cell, type Row } from "./answer.ts";

/** A bucket of a composite aggregation: its keys by field, and what was worked out by the measure's name. */
export interface Bucket {
  readonly key: Readonly<Record<string, unknown>>;
  readonly doc_count: number;
  readonly [measure: string]: unknown;
}

/** What `stats` and `max` give; null where no record has the field. */
interface Worked {
  readonly count?: number;
  readonly sum?: number;
  readonly max?: number | null;
  readonly value?: number | null;
}

/**
 * The rows of grouped records, the largest first as the question says. Buckets whose keys come to the same row, because another of
 * several fields held the name, are put together.
 */
export function mergeGroups(answer: GroupsAnswer, buckets: readonly Bucket[]): Row[] {
  const groups = new Map<string, { readonly keys: Row; readonly buckets: Bucket[] }>();
  for (const bucket of buckets) {
    const keys = Object.fromEntries(
      Object.entries(answer.keys).map(([name, field]) => [
        name,
        choices(field)
          .map((choice) => cellOf(bucket.key[choice]))
          .find((cell) => cell !== null) ?? null,
      ]),
    );
    const id = JSON.stringify(keys);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, { keys, buckets: [bucket] });
    else known.buckets.push(bucket);
  }
  const rows = [...groups.values()].map(({ keys, buckets: own }) => ({
    ...keys,
    ...Object.fromEntries(
      Object.entries(answer.measures).map(([name, measure]) => [name, measured(measure, name, own)]),
    ),
  }));
  const names = Object.keys(answer.keys);
  return rows.toSorted((a: Row, b: Row) => byLargest(a, b, answer.sort) || byKeys(a, b, names));
}

function measured(measure: Measure, name: string, buckets: readonly Bucket[]): Cell {
  const worked = buckets.map((bucket) => (bucket[name] ?? {}) as Worked);
  const sum = (member: "count" | "sum"): number => worked.reduce((total, one) => total + (one[member] ?? 0), 0);
  switch (measure.of) {
    case "count":
      return buckets.reduce((total, bucket) => total + bucket.doc_count, 0);
    case "sum":
      return sum("count") === 0 ? null : sum("sum");
    case "average":
      return sum("count") === 0 ? null : sum("sum") / sum("count");
    case "products":
      return sum("sum") / measure.divisor;
    case "max":
      return largest(worked.map(({ max }) => max));
    case "latest": {
      const ms = largest(worked.map(({ value }) => value));
      return ms === null ? null : new Date(ms).toISOString();
    }
  }
}

function largest(values: readonly (number | null | undefined)[]): number | null {
  const numbers = values.filter((value) => typeof value === "number" && Number.isFinite(value)) as number[];
  return numbers.length === 0 ? null : Math.max(...numbers);
}

function byLargest(a: Row, b: Row, name: string): number {
  return -compare(a[name] ?? null, b[name] ?? null) || 0;
}

/** Ascending, and what is missing last: as `ORDER BY … ASC NULLS LAST` does. */
function byKeys(a: Row, b: Row, names: readonly string[]): number {
  for (const name of names) {
    const [one, other] = [a[name] ?? null, b[name] ?? null];
    if (one === other) continue;
    if (one === null || other === null) return one === null ? 1 : -1;
    return compare(one, other);
  }
  return 0;
}

function compare(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}
