import type { Draft, Json, JsonObject } from "../schema/draft.ts";
import { isoOfEpochMs } from "../formats/time.ts";
import { asObject } from "./json-rest.ts";

/** Whether a line is CloudWatch's embedded metric format (`_aws.CloudWatchMetrics`), whatever else it says. */
export function isEmf(line: JsonObject): boolean {
  return Array.isArray(asObject(line["_aws"])?.["CloudWatchMetrics"]);
}

/**
 * Fills namespace and dimensions of the metrics of an embedded metric format line; values and dimensions stay in the payload
 * under their own names, because users choose those (CloudWatch user guide, "Embedded metric format specification").
 */
export function fillFromEmf(line: JsonObject, record: Draft): void {
  const aws = asObject(line["_aws"]);
  const directives = aws?.["CloudWatchMetrics"];
  if (!Array.isArray(directives)) return;
  const timestamp = aws?.["Timestamp"];
  if (typeof timestamp === "number") record.time = isoOfEpochMs(timestamp);
  const dimensions = new Set<string>();
  for (const directive of directives.map(asObject)) {
    const namespace = directive?.["Namespace"];
    if (typeof namespace === "string") record.attributes["metric.namespace"] ??= namespace;
    for (const name of textsIn(directive?.["Dimensions"])) dimensions.add(name);
  }
  if (dimensions.size > 0) record.attributes["metric.dimensions"] = [...dimensions];
}

/** Dimension sets are lists of lists of names. */
function textsIn(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [];
  return value.flat().filter((item): item is string => typeof item === "string");
}
