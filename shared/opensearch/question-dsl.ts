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
import type { ParamValue } from "./question-params.ts";

/** A query of OpenSearch's DSL. */
export type Query = Readonly<Record<string, unknown>>;

/** A search: the indices, and the body for `_search`. */
export interface SearchRequest {
  readonly index: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Asked {
  readonly values: Readonly<Record<string, ParamValue>>;
  /** How far back; undefined looks at everything. */
  readonly window: Window | undefined;
  /** Most rows that are wanted. */
  readonly limit: number;
  /** First part of index names, if it is not `logs`. */
  readonly indexPrefix?: string;
}

/** Most values of one key. OpenSearch itself refuses an answer of more than 65,535 groups in all. */
const MOST_VALUES = 10_000;
/** What stands for a key that a record lacks: no text and no number that a log has. */
export const NO_VALUE = { text: "\u0001", number: -2_147_483_648 } as const;
/** The name of each level of groups; those of the last one hold the measures. */
export const GROUPS = "groups";
/** Orders records of one instant as CloudWatch had them. */
export const TIE_BREAK = "attributes.log.record.uid";

/** The search that answers a question. Groups lie within each other, a level for each key. */
export function searchRequest(question: Question, asked: Asked): SearchRequest {
  const { answer, platforms } = question;
  const query = filterQuery(question, asked);
  const common = { track_total_hits: true, query };
  return {
    index: platforms.map((platform) => `${asked.indexPrefix ?? "logs"}-${platform}-*`).join(","),
    body:
      answer.kind === "records"
        ? { ...common, ...recordsBody(answer, asked.limit) }
        : { ...common, ...groupsBody(answer) },
  };
}

/** What the records must fulfil, in filter context: nothing is scored, and OpenSearch may cache it. */
export function filterQuery(question: Question, { values, window }: Pick<Asked, "values" | "window">): Query {
  const time = window === undefined ? [] : [{ range: { "@timestamp": { gte: `now-${window.count}${window.unit}` } } }];
  return { bool: { filter: [...conjuncts(question.where(values)).map(queryOf), ...time] } };
}

function recordsBody({ columns, sort = "@timestamp" }: RecordsAnswer, limit: number): Query {
  const order = (field: string): Query => ({
    [field]: { order: "desc", missing: "_last", unmapped_type: declaredType(field) },
  });
  return {
    size: limit,
    sort:
      sort === "@timestamp" ? [order(sort), order(TIE_BREAK)] : [order(sort), order("@timestamp"), order(TIE_BREAK)],
    _source: [...new Set(Object.values(columns).flatMap(choices))],
  };
}

/** `terms` and not `composite`, which takes twice as long over many records; questions have few groups. */
function groupsBody({ keys, measures }: GroupsAnswer): Query {
  const worked = Object.entries(measures).filter(([, measure]) => measure.of !== "count");
  const innermost = Object.fromEntries(worked.map(([name, measure]) => [name, aggregation(measure)]));
  const aggs = Object.values(keys).reduceRight<Query>(
    (below, key) => ({
      [GROUPS]: {
        terms: { ...keySource(key), size: MOST_VALUES },
        ...(Object.keys(below).length > 0 ? { aggs: below } : {}),
      },
    }),
    innermost,
  );
  return { size: 0, aggs };
}

/** Where the values of a key come from: a field, or the first of several that a record has. */
function keySource(key: FieldChoice): Query {
  const fields = choices(key);
  const types = fields.map(declaredType);
  const [field] = fields;
  if (fields.length === 1) return { field, missing: types[0] === "keyword" ? NO_VALUE.text : NO_VALUE.number };
  // An index of before may not have each field.
  const source =
    "for (String name : (List) params.fields) { if (doc.containsKey(name)) { List values = (List) doc.get(name); if (values.size() > 0) return values.get(0); } } return params.none";
  return { script: { lang: "painless", source, params: { fields, none: NO_VALUE.text } } };
}

/** All measures of a number are `stats`, so that groups can be put together. */
function aggregation(measure: Measure): Query {
  switch (measure.of) {
    case "count":
      return {};
    case "latest":
      return { max: { field: "@timestamp" } };
    case "sum":
    case "average":
    case "max":
      declaredType(measure.field);
      return { stats: { field: measure.field } };
    case "products":
      return { stats: { script: productScript(measure) } };
  }
}

/** The product of two numbers of a record by a divisor, 0 where one is missing, as OpenSearch works it out. */
export function productScript({ fields: [a, b] }: Extract<Measure, { of: "products" }>, divisor = 1): Query {
  for (const field of [a, b]) declaredType(field);
  const source =
    "doc[params.a].size() == 0 || doc[params.b].size() == 0 ? 0 : (double) doc[params.a].value * doc[params.b].value / params.divisor";
  return { lang: "painless", source, params: { a, b, divisor } };
}

/** A condition as OpenSearch asks it. */
export function queryOf(condition: Condition): Query {
  switch (condition.kind) {
    case "is": {
      declaredType(condition.field);
      const [value, ...more] = condition.values;
      return more.length === 0 && value !== undefined
        ? { term: { [condition.field]: { value } } }
        : { terms: { [condition.field]: condition.values } };
    }
    case "startsWith":
      declaredType(condition.field);
      return { prefix: { [condition.field]: { value: condition.prefix } } };
    case "atLeast":
      declaredType(condition.field);
      return { range: { [condition.field]: { gte: condition.value } } };
    case "says":
      declaredType(condition.field);
      return { match_phrase: { [condition.field]: { query: wordsOf(condition.phrase).join(" ") } } };
    case "exists":
      declaredType(condition.field);
      return { exists: { field: condition.field } };
    case "all":
      return { bool: { filter: condition.conditions.map(queryOf) } };
    case "any":
      return { bool: { should: condition.conditions.map(queryOf), minimum_should_match: 1 } };
    case "not":
      return { bool: { must_not: [queryOf(condition.condition)] } };
  }
}
