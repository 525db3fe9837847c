import type { Draft, Json, JsonObject } from "../schema/draft.ts";
import { isoOfEpochMs } from "../formats/time.ts";
import { asObject } from "./json-rest.ts";

/** Whether a line is CloudWatch's embedded metric format (`_aws.CloudWatchMetrics`), whatever else it says. */
export function isEmf(line: JsonObject): boolean {
  return Array.isArray(asObject(line["_aws"])?.["CloudWatchMetrics"]);
}

/** As much as a person reads; all values are in the payload. */
const LONGEST_SUMMARY = 256;

/**
 * Fills time, namespace and dimensions of the metrics of an embedded metric format line; values and dimensions stay in the payload
 * under their own names, because users choose those (CloudWatch user guide, "Embedded metric format specification").
 *
 * @returns namespace and values as `namespace name=value …`, for lines that have no message.
 */
export function fillFromEmf(line: JsonObject, record: Draft): string {
  const aws = asObject(line["_aws"]);
  const directives = aws?.["CloudWatchMetrics"];
  const timestamp = aws?.["Timestamp"];
  if (typeof timestamp === "number") record.time = isoOfEpochMs(timestamp);
  const dimensions = new Set<string>();
  const metrics: string[] = [];
  for (const directive of Array.isArray(directives) ? directives.map(asObject) : []) {
    const namespace = directive?.["Namespace"];
    if (typeof namespace === "string") record.attributes["metric.namespace"] ??= namespace;
    for (const name of textsIn(directive?.["Dimensions"])) dimensions.add(name);
    metrics.push(...namesIn(directive?.["Metrics"]));
  }
  if (dimensions.size > 0) record.attributes["metric.dimensions"] = [...dimensions];
  return summary(record.attributes["metric.namespace"], metrics, line);
}

function summary(namespace: unknown, metrics: readonly string[], line: JsonObject): string {
  let text = typeof namespace === "string" ? namespace : "metrics";
  for (const name of metrics) {
    const value = line[name];
    const values = Array.isArray(value) ? value : [value];
    text += ` ${name}=${values.filter((item) => typeof item === "number").join(",")}`;
    if (text.length > LONGEST_SUMMARY) return `${text.slice(0, LONGEST_SUMMARY)}…`;
  }
  return text;
}

function namesIn(metrics: Json | undefined): string[] {
  if (!Array.isArray(metrics)) return [];
  return metrics.map((metric) => asObject(metric)?.["Name"]).filter((name): name is string => typeof name === "string");
}

/** Dimension sets are lists of lists of names. */
function textsIn(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value.flat().filter((item): item is string => typeof item === "string");
}
