import { type Agg, type Imported, sourceOf, visStateOf } from "./imported.ts";

type Body = Readonly<Record<string, unknown>>;

/** A time that is looked at, as the time picker sets it. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** What OpenSearch Dashboards would send for an object: the index pattern's title, the query, and the aggregations. */
export interface ObjectSearch {
  readonly index: string;
  readonly query: Body;
  readonly aggs: Body | undefined;
}

/**
 * Puts together what OpenSearch Dashboards searches for a saved search or a visualisation, from the saved objects alone: filters of the
 * object and of the saved search that it is linked to, the index pattern that they refer to, the time, the aggregations of its state.
 */
export function objectSearch(object: Imported, objects: readonly Imported[], time: TimeRange): ObjectSearch {
  const chain = [object, ...linked(object, objects)];
  const filters = chain.flatMap((one) => sourceOf(one).filter);
  const active = filters.filter(({ meta }) => meta["disabled"] !== true);
  const negated = active.filter(({ meta }) => meta["negate"] === true).map(({ query }) => query);
  const range = { range: { "@timestamp": { gte: time.from, lte: time.to, format: "strict_date_optional_time" } } };
  const aggs = object.type === "visualization" ? visStateOf(object).aggs : [];
  return {
    index: indexOf(chain, objects),
    query: {
      bool: {
        filter: [...active.filter(({ meta }) => meta["negate"] !== true).map(({ query }) => query), range],
        must_not: negated,
      },
    },
    aggs: aggs.length === 0 ? undefined : nested(aggs),
  };
}

/** The object that a reference of that name leads to. */
function referred(object: Imported, name: string, objects: readonly Imported[]): Imported {
  const reference = object.references.find((one) => one.name === name);
  const found = objects.find(({ id, type }) => id === reference?.id && type === reference.type);
  if (found === undefined) throw new Error(`${object.id}: ${name} leads nowhere`);
  return found;
}

function linked(object: Imported, objects: readonly Imported[]): Imported[] {
  const name = object.attributes["savedSearchRefName"];
  return typeof name === "string" ? [referred(object, name, objects)] : [];
}

function indexOf(chain: readonly Imported[], objects: readonly Imported[]): string {
  for (const one of chain) {
    const name = sourceOf(one).indexRefName;
    if (name !== undefined) return referred(one, name, objects).attributes["title"] as string;
  }
  throw new Error(`${chain[0]?.id} searches no index`);
}

/** Buckets within each other, in their order, and the metrics in the innermost: `AggConfigs.toDsl` does it so. */
function nested(aggs: readonly Agg[]): Body {
  const metrics = aggs.filter(({ schema }) => schema === "metric");
  const buckets = aggs.filter(({ schema }) => schema !== "metric");
  const counted = metrics.filter(({ type }) => type !== "count");
  const inner: Body = Object.fromEntries(counted.map((agg) => [agg.id, { [agg.type]: paramsOf(agg, metrics) }]));
  return buckets.reduceRight<Body>((below, agg, at) => {
    // What groups are ordered by has to be worked out in each of them.
    const ordering = counted.filter(({ id }) => id === agg.params["orderBy"] && at < buckets.length - 1);
    const own = Object.fromEntries(ordering.map((one) => [one.id, { [one.type]: paramsOf(one, metrics) }]));
    const all = { ...below, ...own };
    return {
      [agg.id]: { [agg.type]: paramsOf(agg, metrics), ...(Object.keys(all).length === 0 ? {} : { aggs: all }) },
    };
  }, inner);
}

const COPIED = ["field", "size", "percents", "min_doc_count"];

function paramsOf({ type, params }: Agg, metrics: readonly Agg[]): Body {
  const copied = Object.fromEntries(COPIED.filter((name) => name in params).map((name) => [name, params[name]]));
  const whole: Body = {
    ...copied,
    ...(type === "terms" ? { order: orderOf(params, metrics) } : {}),
    ...(params["missingBucket"] === true ? { missing: "__missing__" } : {}),
    ...(type === "date_histogram" ? { fixed_interval: "1m" } : {}),
    ...(typeof params["json"] === "string" ? (JSON.parse(params["json"]) as Body) : {}),
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null));
}

function orderOf(params: Agg["params"], metrics: readonly Agg[]): Body {
  const by = params["orderBy"] as string;
  const metric = metrics.find(({ id }) => id === by);
  if (metric === undefined && by !== "_key") throw new Error(`ordered by ${by}, which is no metric`);
  return { [metric?.type === "count" ? "_count" : by]: params["order"] };
}
