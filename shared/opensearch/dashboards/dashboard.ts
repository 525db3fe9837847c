import type { Condition } from "../condition.ts";
import type { AskedPlatform, Measure, Question } from "../question.ts";

/** What people read, in both languages. */
export interface Titles {
  readonly en: string;
  readonly ja: string;
}

/** A number in a chart: what a question works out, and what only charts show. */
export type ChartMeasure =
  | Measure
  /** How many different values there are, nearly. */
  | { readonly of: "distinct"; readonly field: string }
  | { readonly of: "percentiles"; readonly field: string }
  /** Percentiles of the time from `@timestamp` to `observedTimestamp`, ms. */
  | { readonly of: "delay" };

export interface LabelledMeasure {
  readonly label: Titles;
  readonly measure: ChartMeasure;
}

/** Groups by the values of a field, the largest first measure first; `order` says otherwise. */
export interface Grouping {
  readonly field: string;
  readonly label: Titles;
  readonly size: number;
  /** Also those that lack the field. */
  readonly missing?: true;
}

export type Chart =
  | { readonly kind: "numbers"; readonly measures: readonly LabelledMeasure[] }
  /** Over time, in the colours of `by`. */
  | {
      readonly kind: "bars" | "lines";
      readonly measure: LabelledMeasure;
      readonly by?: Grouping;
    }
  | { readonly kind: "shares"; readonly by: Grouping }
  /** One row for each combination of `by`, sorted by one of the measures: the largest first, or the smallest. */
  | {
      readonly kind: "table";
      readonly by: readonly Grouping[];
      readonly measures: readonly LabelledMeasure[];
      readonly sortBy?: number;
      readonly smallestFirst?: true;
    };

/** Records that a chart is about, where no question asks for just them. */
export interface Scope {
  readonly platforms: readonly AskedPlatform[];
  readonly where: Condition;
}

/** A chart over the records of a question, with the question's defaults, or over a scope. */
export interface ChartPanel {
  readonly kind: "chart";
  /** Unique in its dashboard; a part of the saved object's id, so it stays. */
  readonly name: string;
  readonly title: Titles;
  readonly over: Question | Scope;
  readonly chart: Chart;
}

/** The records of a question. */
export interface RecordsPanel {
  readonly kind: "records";
  readonly question: Question;
}

/** Markdown for whoever looks at the dashboard. */
export interface TextPanel {
  readonly kind: "text";
  readonly name: string;
  readonly title: Titles;
  readonly markdown: Titles;
}

/** A panel and the room it takes: 48 columns make a row. Panels follow each other as words do. */
export interface PlacedPanel {
  readonly width: number;
  readonly height: number;
  readonly panel: ChartPanel | RecordsPanel | TextPanel;
}

export interface Dashboard {
  /** Equal to its file's name; a part of the saved object's id, so it stays. */
  readonly name: string;
  readonly title: Titles;
  readonly description: Titles;
  /** Time that it opens with, such as `24h`. */
  readonly since: string;
  readonly panels: readonly PlacedPanel[];
}

/** Declares a dashboard. */
export function defineDashboard(dashboard: Dashboard): Dashboard {
  return dashboard;
}

export const titles = (en: string, ja: string): Titles => ({ en, ja });

/** A label that is the same in every language: a name, a unit. */
export const same = (text: string): Titles => ({ en: text, ja: text });

export const RECORDS: LabelledMeasure = { label: titles("records", "件数"), measure: { of: "count" } };
export const NEWEST: LabelledMeasure = { label: titles("newest", "最新"), measure: { of: "latest" } };

const WHOLE = 48;
const HALF = 24;
const CHART = 12;

/** A panel of so many columns and rows. */
export function placed(panel: PlacedPanel["panel"], width = HALF, height = CHART): PlacedPanel {
  return { width, height, panel };
}

/** A list of the records that answer a question, over the whole width. */
export function recordsOf(question: Question): PlacedPanel {
  return placed({ kind: "records", question }, WHOLE, 14);
}

/** A chart panel. */
export function chart(
  name: string,
  title: Titles,
  over: Question | Scope,
  drawn: Chart,
  size: readonly [width?: number, height?: number] = [],
): PlacedPanel {
  return placed({ kind: "chart", name, title, over, chart: drawn }, ...size);
}

/** The answer of a question of groups, as a table: its keys, its measures and its order, with the names of its columns. */
export function tableOf(question: Question): Chart {
  const { answer } = question;
  if (answer.kind !== "groups") throw new Error(`${question.name} has no groups`);
  const by = Object.entries(answer.keys).map(([name, field]) => {
    // Whoever clicks on a value filters by one field; several would find nothing.
    if (typeof field !== "string") throw new Error(`${question.name}: ${name} is of several fields`);
    return { field, label: same(name), size: 100, missing: true } as const;
  });
  const names = Object.keys(answer.measures);
  const measures = Object.entries(answer.measures).map(([name, measure]) => ({ label: same(name), measure }));
  return { kind: "table", by, measures, sortBy: names.indexOf(answer.sort) };
}
