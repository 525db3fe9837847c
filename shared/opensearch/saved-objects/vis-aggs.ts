import type { ChartMeasure, Grouping, LabelledMeasure } from "../dashboards/dashboard.ts";
import { declaredType } from "../field-type.ts";
import { productScript } from "../question-dsl.ts";
import { json, type Language } from "./saved-object.ts";

/** One aggregation of a visualisation's state. */
export interface VisAgg {
  readonly id: string;
  readonly enabled: true;
  readonly type: string;
  readonly schema: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const PERCENTS = [50, 95, 99];

/** ms from `@timestamp` to `observedTimestamp`. */
const DELAY_SCRIPT =
  "doc['@timestamp'].size() == 0 || doc['observedTimestamp'].size() == 0 ? null : " +
  "doc['observedTimestamp'].value.toInstant().toEpochMilli() - doc['@timestamp'].value.toInstant().toEpochMilli()";

/** A measure; ids are numbers from 1. */
export function metricAgg(id: string, { label, measure }: LabelledMeasure, language: Language): VisAgg {
  const { type, params } = metric(measure);
  return { id, enabled: true, type, schema: "metric", params: { ...params, customLabel: label[language] } };
}

function metric(measure: ChartMeasure): { type: string; params: Record<string, unknown> } {
  switch (measure.of) {
    case "count":
      return { type: "count", params: {} };
    case "latest":
      return { type: "max", params: { field: "@timestamp" } };
    case "average":
      return { type: "avg", params: { field: measure.field } };
    case "sum":
    case "max":
      return { type: measure.of, params: { field: measure.field } };
    case "distinct":
      return { type: "cardinality", params: { field: measure.field } };
    case "percentiles":
      return { type: "percentiles", params: { field: measure.field, percents: PERCENTS } };
    case "products":
      return {
        type: "sum",
        params: scripted(measure.fields[0], productScript(measure, measure.divisor)),
      };
    case "delay":
      // A field has to be chosen, and says how results are shown: as numbers, which those of a date would not be.
      return {
        type: "percentiles",
        params: { ...scripted("severity.number", { lang: "painless", source: DELAY_SCRIPT }), percents: PERCENTS },
      };
  }
}

/** "JSON input" is merged into the aggregation, and null takes the field out again. */
function scripted(field: string, script: object): Record<string, unknown> {
  return { field, json: json({ field: null, script }) };
}

/** Groups by a field's values; ordered by the measure of that id, or by the field's own values. */
export function termsAgg(
  id: string,
  schema: string,
  { field, label, size, missing }: Grouping,
  order: { readonly by: string; readonly direction: "asc" | "desc" },
  language: Language,
): VisAgg {
  declaredType(field);
  const params = {
    field,
    orderBy: order.by,
    order: order.direction,
    size,
    otherBucket: false,
    otherBucketLabel: language === "ja" ? "その他" : "Other",
    missingBucket: missing === true && declaredType(field) === "keyword",
    missingBucketLabel: language === "ja" ? "なし" : "none",
    customLabel: label[language],
  };
  return { id, enabled: true, type: "terms", schema, params };
}

/** Over time, in steps that fit the time that is looked at. */
export function timeAgg(id: string, language: Language): VisAgg {
  const params = {
    field: "@timestamp",
    useNormalizedOpenSearchInterval: true,
    scaleMetricValues: false,
    interval: "auto",
    drop_partials: false,
    min_doc_count: 1,
    extended_bounds: {},
    customLabel: language === "ja" ? "時刻" : "time",
  };
  return { id, enabled: true, type: "date_histogram", schema: "segment", params };
}
