import { INFO } from "../formats/severity.ts";
import { isoOfEpoch, isoTime } from "../formats/time.ts";
import type { Draft, Json, JsonObject, ResourceValues } from "../schema/draft.ts";
import { fillFromEmf } from "./emf-record.ts";
import { asObject, asText, take } from "./json-rest.ts";
import { jsonOf, type Line } from "./source.ts";

/** Types of Container Insights' performance events; enhanced observability has added to each of these stems. */
const TYPE = /^(?:Cluster|Node|Pod|Container|ControlPlane|Service|Task|Instance|Persistent|HyperPod)[A-Za-z]{0,40}$/;

/**
 * A line as a performance event of Container Insights: the embedded metric format before it had `_aws` (CloudWatch user guide,
 * "Container Insights performance log events"). Undefined for other lines; the parse is spared for most of them.
 */
export function performanceEventOf(line: Line): JsonObject | undefined {
  const { text } = line;
  if (!text.startsWith("{") || !text.includes('"ClusterName"') || !text.includes('"Type"')) return undefined;
  const json = jsonOf(line);
  if (json === undefined || !TYPE.test(asText(json["Type"]) ?? "") || typeof json["ClusterName"] !== "string")
    return undefined;
  const { Version: version, Timestamp: timestamp, CloudWatchMetrics: metrics } = json;
  return version !== undefined && (timestamp !== undefined || metrics !== undefined) ? json : undefined;
}

/** Whether a performance event is of ECS: EKS has none of these members, and writes the time as text. */
export function isOfEcs(event: JsonObject): boolean {
  if ("kubernetes" in event || "NodeName" in event) return false;
  const [directive] = Array.isArray(event["CloudWatchMetrics"]) ? event["CloudWatchMetrics"] : [];
  const namespace = asText(asObject(directive)?.["Namespace"]);
  if (namespace !== undefined) return namespace.startsWith("ECS/");
  return (
    typeof event["Timestamp"] === "number" ||
    ["TaskId", "ContainerInstanceId", "ServiceName"].some((key) => key in event)
  );
}

/**
 * Takes type, time and the directives' namespace and dimensions out of a performance event. It is no log line: its severity is
 * information.
 *
 * @param rest the event's members; what is taken is removed.
 */
export function fillFromPerformance(rest: JsonObject, record: Draft): void {
  record.severity = INFO;
  record.attributes["aws.container_insights.type"] = take(rest, "Type");
  const time = timeOf(rest["Timestamp"]);
  if (time !== undefined) {
    record.time = time;
    take(rest, "Timestamp");
  }
  // The same directives that stand under `_aws` today; they stay in the payload.
  fillFromEmf({ _aws: { CloudWatchMetrics: rest["CloudWatchMetrics"] ?? [] } }, record);
}

/** Epoch milliseconds, as text in EKS, as a number in ECS. */
function timeOf(value: Json | undefined): string | undefined {
  if (typeof value === "number") return isoOfEpoch(value);
  if (typeof value !== "string") return undefined;
  return /^\d{10,19}$/.test(value) ? isoOfEpoch(Number(value)) : isoTime(value);
}

/** Takes a member that is text; another value stays where it is. */
export function takeText(rest: JsonObject, key: string): string | undefined {
  return asText(rest[key]) === undefined ? undefined : asText(take(rest, key));
}

/** Moves text members to the resource, by a table of names; other values stay. */
export function moveToResource(
  rest: JsonObject,
  names: ReadonlyMap<string, keyof ResourceValues>,
  { resource }: Draft,
): void {
  for (const [key, name] of names) {
    const value = rest[key];
    if (typeof value !== "string" || value === "") continue;
    resource[name] = value;
    take(rest, key);
  }
}

/** Copies well-known metrics to fields of their own; in the payload all metrics of an event stay together. */
export function copyMetrics<Name extends string>(
  rest: JsonObject,
  names: ReadonlyMap<string, Name>,
  { attributes }: { attributes: { [Key in Name]?: unknown } },
): void {
  for (const [key, name] of names) {
    const value = rest[key];
    if (typeof value === "number") attributes[name] = value;
  }
}
