import type { GroupsAnswer, Measure } from "../../shared/opensearch/question.ts";
import { GROUPS, NO_VALUE } from "../../shared/opensearch/question-dsl.ts";
import type { Cell, Row } from "./answer.ts";

/** A bucket of a terms aggregation: its value, and what was worked out by the measure's name, or the groups within. */
interface Bucket {
  readonly key: string | number;
  readonly doc_count: number;
  readonly [name: string]: unknown;
}

/** What a level of groups is in an answer. */
export interface Groups {
  readonly buckets: readonly Bucket[];
  /** Records whose value is not among the buckets. */
  readonly sum_other_doc_count?: number;
}

/** What `stats` and `max` give; null where no record has the field. */
interface Worked {
  readonly count?: number;
  readonly sum?: number;
  readonly max?: number | null;
  readonly value?: number | null;
}

/**
 * The rows of grouped records, the largest first as the question says.
 *
 * @returns undefined when there are more groups than OpenSearch gave.
 */
export function groupRows(answer: GroupsAnswer, groups: Groups): Row[] | undefined {
  const names = Object.keys(answer.keys);
  const rows: Row[] = [];
  const isWhole = addRows(groups, names, {}, (keys, bucket) => {
    const row: Record<string, Cell> = { ...keys };
    for (const [name, measure] of Object.entries(answer.measures)) row[name] = measured(measure, name, bucket);
    rows.push(row);
  });
  return isWhole ? rows.toSorted((a: Row, b: Row) => byLargest(a, b, answer.sort) || byKeys(a, b, names)) : undefined;
}

/** Walks down to the innermost groups; false when a level is not whole. */
function addRows(
  { buckets, sum_other_doc_count: others = 0 }: Groups,
  [name = "", ...more]: readonly string[],
  outer: Row,
  add: (keys: Row, bucket: Bucket) => void,
): boolean {
  if (others > 0) return false;
  return buckets.every((bucket) => {
    const keys = { ...outer, [name]: keyCell(bucket.key) };
    if (more.length > 0) return addRows(bucket[GROUPS] as Groups, more, keys, add);
    add(keys, bucket);
    return true;
  });
}

function keyCell(key: string | number): Cell {
  return key === NO_VALUE.text || key === NO_VALUE.number ? null : key;
}

function measured(measure: Measure, name: string, bucket: Bucket): Cell {
  const { count = 0, sum = 0, max = null, value = null } = (bucket[name] ?? {}) as Worked;
  switch (measure.of) {
    case "count":
      return bucket.doc_count;
    case "sum":
      return count === 0 ? null : sum;
    case "average":
      return count === 0 ? null : sum / count;
    case "products":
      return sum / measure.divisor;
    case "max":
      return count === 0 ? null : max;
    case "latest":
      return value === null ? null : new Date(value).toISOString();
  }
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
