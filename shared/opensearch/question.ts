import type { Condition } from "./condition.ts";
import type { Param, Params, ParamValue } from "./question-params.ts";

/** Platforms whose indices and archive partitions a question looks into. */
export type AskedPlatform = "eks" | "ecs" | "ec2" | "lambda" | "other";
export const ALL_PLATFORMS: readonly AskedPlatform[] = ["eks", "ecs", "ec2", "lambda", "other"];

/** A field, or several of which the first that has a value is meant. */
export type FieldChoice = string | readonly string[];

/** What is worked out over the records of a group. */
export type Measure =
  | { readonly of: "count" }
  /** Sum, average or maximum of a number. */
  | { readonly of: "sum" | "average" | "max"; readonly field: string }
  /** The time of the newest record, to the millisecond. */
  | { readonly of: "latest" }
  /** Sum of the product of two numbers, divided by a constant. */
  | { readonly of: "products"; readonly fields: readonly [string, string]; readonly divisor: number };

/** The answer is the matching records, the largest `sort` first; by default the newest. */
export interface RecordsAnswer {
  readonly kind: "records";
  readonly columns: Readonly<Record<string, FieldChoice>>;
  readonly sort?: string;
}

/** The answer is one row for each combination of keys, the largest `sort` (one of the measures) first. */
export interface GroupsAnswer {
  readonly kind: "groups";
  readonly keys: Readonly<Record<string, FieldChoice>>;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly sort: string;
}

/** Something that one asks of logs: stated once, asked of OpenSearch and of the archive. */
export interface Question {
  /** Equal to its file's name. */
  readonly name: string;
  readonly title: { readonly en: string; readonly ja: string };
  /** When one asks it, and what the answer tells. */
  readonly why: string;
  readonly platforms: readonly AskedPlatform[];
  readonly params: Params;
  /** The time that it looks back over unless told otherwise, such as `1h`; by default over everything. */
  readonly since?: string;
  readonly where: (values: Readonly<Record<string, ParamValue>>) => Condition;
  readonly answer: RecordsAnswer | GroupsAnswer;
}

type ValueOf<P extends Param> = P extends { readonly kind: "list" }
  ? readonly string[]
  : P extends { readonly kind: "flag" }
    ? boolean
    : P extends { readonly kind: "number" }
      ? number
      : string;

/** Declares a question; `where` gets its parameters by name, each with the type of its kind. */
export function defineQuestion<const P extends Params>(
  question: Omit<Question, "params" | "where"> & {
    readonly params: P;
    readonly where: (values: { readonly [Name in keyof P]: ValueOf<P[Name]> }) => Condition;
  },
): Question {
  return { ...question, where: question.where as Question["where"] };
}

/** The fields of a column, the first choice first. */
export function choices(field: FieldChoice): readonly string[] {
  return typeof field === "string" ? [field] : field;
}

/** Names of the answer's columns, in their order. */
export function columnsOf({ answer }: Question): string[] {
  return answer.kind === "records"
    ? Object.keys(answer.columns)
    : [...Object.keys(answer.keys), ...Object.keys(answer.measures)];
}

/** How far a question looks back: `m`inutes, `h`ours, `d`ays or `w`eeks. */
export interface Window {
  readonly count: number;
  readonly unit: "m" | "h" | "d" | "w";
}

/** Reads `30m`, `12h`, `7d`, `2w`; undefined when it is none of these, or longer than ten thousand of them. */
export function parseWindow(text: string): Window | undefined {
  const [, count, unit] = /^([1-9]\d{0,3})([mhdw])$/.exec(text) ?? [];
  return count === undefined || unit === undefined ? undefined : { count: Number(count), unit: unit as Window["unit"] };
}
