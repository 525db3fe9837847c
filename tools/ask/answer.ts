/** A cell of an answer. */
export type Cell = string | number | boolean | null;

export type Row = Readonly<Record<string, Cell>>;

/** What a store answered: all that matched is counted, the first rows are shown. */
export interface Answer {
  /** Matching records, or groups. */
  readonly total: number;
  readonly rows: readonly Row[];
}

/** A cell of what JSON or DuckDB gave: lists and objects as JSON, as the archive has them. */
export function cellOf(value: unknown): Cell {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return Number(value);
    case "undefined":
      return null;
    default:
      return value === null ? null : JSON.stringify(value);
  }
}
