import { ARCHIVE_TABLE, archiveName } from "./archive-table.ts";
import type { Condition } from "./condition.ts";
import { conjuncts, wordsOf } from "./condition.ts";
import { declaredType } from "./field-type.ts";
import {
  choices,
  type FieldChoice,
  type GroupsAnswer,
  type Measure,
  type Question,
  type RecordsAnswer,
  type Window,
} from "./question.ts";
import { TIE_BREAK, type Asked } from "./question-dsl.ts";

const RESOURCE = "resource.attributes.";
const ATTRIBUTES = "attributes.";

/** A statement for Athena (engine version 3), in two parts: `rows` orders and limits what `all` gives. */
export interface Statement {
  readonly all: string;
  readonly rows: string;
}

/** The statement that answers a question over the archive. Values stand in it as literals; nothing else of it comes from outside. */
export function athenaSql(question: Question, { values, window, limit }: Asked): Statement {
  const { answer, platforms } = question;
  const [select, rest] = answer.kind === "records" ? recordsParts(answer) : groupsParts(answer);
  const where = [
    `platform IN (${platforms.map(literal).join(", ")})`,
    ...(window === undefined ? [] : windowSql(window)),
    ...conjuncts(question.where(values)).map(conditionSql),
  ];
  const all = [
    `SELECT\n  ${select.join(",\n  ")}`,
    `FROM ${ARCHIVE_TABLE}`,
    `WHERE ${where.join("\n  AND ")}`,
    ...rest.group,
  ].join("\n");
  return { all, rows: `${all}\nORDER BY ${rest.order.join(", ")}\nLIMIT ${Math.trunc(limit)}` };
}

type Parts = readonly [select: string[], rest: { readonly group: string[]; readonly order: string[] }];

function recordsParts({ columns, sort = "@timestamp" }: RecordsAnswer): Parts {
  const select = Object.entries(columns).map(([name, field]) => `${shown(field)} AS "${name}"`);
  const newest = [`${valueSql("@timestamp")} DESC`, `${valueSql(TIE_BREAK)} DESC NULLS LAST`];
  const order = sort === "@timestamp" ? newest : [`${valueSql(sort)} DESC NULLS LAST`, ...newest];
  return [select, { group: [], order }];
}

function groupsParts({ keys, measures, sort }: GroupsAnswer): Parts {
  const names = Object.keys(keys);
  const select = [
    ...Object.entries(keys).map(([name, field]) => `${shown(field)} AS "${name}"`),
    ...Object.entries(measures).map(([name, measure]) => `${measureSql(measure)} AS "${name}"`),
  ];
  return [
    select,
    {
      group: [`GROUP BY ${names.map((_, position) => position + 1).join(", ")}`],
      order: [`"${sort}" DESC NULLS LAST`, ...names.map((name) => `"${name}" ASC NULLS LAST`)],
    },
  ];
}

function measureSql(measure: Measure): string {
  switch (measure.of) {
    case "count":
      return "count(*)";
    case "sum":
      return `sum(${valueSql(measure.field)})`;
    case "average":
      return `avg(${valueSql(measure.field)})`;
    case "max":
      return `max(${valueSql(measure.field)})`;
    case "latest":
      return "to_iso8601(max(from_iso8601_timestamp(event_time)))";
    case "products": {
      const [a, b] = measure.fields;
      return `sum(${valueSql(a)} * ${valueSql(b)}) / ${measure.divisor}e0`;
    }
  }
}

const UNITS = { m: "MINUTE", h: "HOUR", d: "DAY" } as const;

/** The partition is the arrival's day, and events may be stamped a little ahead of it: one day more than the window. */
function windowSql({ count, unit }: Window): string[] {
  const interval = unit === "w" ? `INTERVAL '${count * 7}' DAY` : `INTERVAL '${count}' ${UNITS[unit]}`;
  return [
    `day >= date_format(current_timestamp - ${interval} - INTERVAL '1' DAY, '%Y-%m-%d')`,
    `from_iso8601_timestamp(event_time) >= current_timestamp - ${interval}`,
  ];
}

/** A column of the answer: times as they were written, everything else by its type. */
function shown(field: FieldChoice): string {
  const values = choices(field).map((name) => (declaredType(name) === "date_nanos" ? textSql(name) : valueSql(name)));
  return values.length === 1 ? (values[0] ?? "NULL") : `COALESCE(${values.join(", ")})`;
}

/** A field as the archive has it: text in the maps, and as it is outside of them. */
function textSql(field: string): string {
  if (field.startsWith(RESOURCE)) return `element_at(resource.attributes, ${literal(field.slice(RESOURCE.length))})`;
  if (field.startsWith(ATTRIBUTES)) return `element_at(attributes, ${literal(field.slice(ATTRIBUTES.length))})`;
  const [key = "", ...path] = field.split(".");
  if (declaredType(field) === "flat") {
    return `json_extract_scalar(${key}, ${literal(["$", ...path].join("."))})`;
  }
  return [archiveName(key), ...path].join(".");
}

/** A field as a value of its declared type; NULL where a record has none. */
function valueSql(field: string): string {
  const type = declaredType(field);
  const text = textSql(field);
  switch (type) {
    case "integer":
    case "double":
    case "boolean":
      return `TRY_CAST(${text} AS ${type})`;
    case "long":
      return `TRY_CAST(${text} AS bigint)`;
    case "date_nanos":
      return `from_iso8601_timestamp_nanos(${text})`;
    case "keyword":
    case "text":
    case "flat":
      return text;
  }
}

/** What stands between words: in Athena's and in DuckDB's regular expressions alike. */
const APART = String.raw`[^\p{L}\p{N}\p{M}_]`;

function conditionSql(condition: Condition): string {
  switch (condition.kind) {
    case "is": {
      const values = condition.values.map(literal);
      if (values.length === 0) return "FALSE";
      const value = valueSql(condition.field);
      return values.length === 1 ? `${value} = ${values.join("")}` : `${value} IN (${values.join(", ")})`;
    }
    case "startsWith":
      return `starts_with(${valueSql(condition.field)}, ${literal(condition.prefix)})`;
    case "atLeast":
      return `${valueSql(condition.field)} >= ${literal(condition.value)}`;
    case "says": {
      const words = wordsOf(condition.phrase);
      if (words.length === 0) return "FALSE";
      const pattern = `(^|${APART})${words.join(`${APART}+`)}($|${APART})`;
      return `regexp_like(lower(${valueSql(condition.field)}), ${literal(pattern)})`;
    }
    case "exists":
      return `${textSql(condition.field)} IS NOT NULL`;
    case "all":
      return condition.conditions.length === 0 ? "TRUE" : `(${condition.conditions.map(conditionSql).join(" AND ")})`;
    case "any":
      return condition.conditions.length === 0 ? "FALSE" : `(${condition.conditions.map(conditionSql).join(" OR ")})`;
    case "not":
      return `NOT COALESCE(${conditionSql(condition.condition)}, FALSE)`;
  }
}

/** A literal: in SQL's strings only the quote has a meaning. */
function literal(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
