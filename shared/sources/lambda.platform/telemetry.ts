import { parseLambdaPlatform } from "../../formats/lambda-platform.ts";
import { ERROR, INFO, WARN } from "../../formats/severity.ts";
import { isoTime } from "../../formats/time.ts";
import { parseXRayHeader, w3cSpanId, xrayTraceId } from "../../formats/trace-id.ts";
import type { Json, JsonObject } from "../../schema/draft.ts";
import { asObject, asText, copyOf, putRest, take } from "../json-rest.ts";
import { parseLambdaStream } from "../lambda-stream.ts";
import { fillStatus, MEGABYTE } from "./status.ts";
import { fillFromPlatformLine, fillRequest, type PlatformDraft } from "./text.ts";

const PREFIX = "platform.";
/** Logs and Telemetry APIs wrap the function's own lines alike: those are the application's. */
export function isPlatformEvent({ type, record }: JsonObject): boolean {
  return (
    typeof type === "string" && type.startsWith(PREFIX) && (typeof record === "object" || typeof record === "string")
  );
}

/**
 * Fills a draft from a platform event in JSON: `{"time","type":"platform.…","record"}` of the JSON log format, the Telemetry API
 * and the older Logs API (Lambda developer guide, "Telemetry API Event schema reference").
 */
export function fillFromPlatformEvent(json: JsonObject, record: PlatformDraft): void {
  const event = copyOf(json);
  const { attributes, payload } = record;
  const type = asText(take(event, "type")) ?? PREFIX;
  const time = isoTime(event["time"]);
  if (time !== undefined) delete event["time"];
  const said = take(event, "record");
  record.severity = INFO;
  if (typeof said === "string") fillFault(said, record);
  else if (said !== undefined) fillRecord(type, copyOf(asObject(said) ?? {}), record);
  record.time = time ?? record.time;
  attributes["aws.lambda.event"] = type;
  if (type === "platform.logsDropped") record.severity = WARN;
  if (type === "platform.fault") record.severity = ERROR;
  if (typeof said !== "string") record.body = bodyOf(type, record);
  Object.assign(payload, event);
}

/** `platform.fault` has a line of the text format for its record. */
function fillFault(text: string, record: PlatformDraft): void {
  const line = parseLambdaPlatform(text);
  if (line !== undefined) fillFromPlatformLine(line, text, record);
  record.body = text.trim();
}

function fillRecord(type: string, said: JsonObject, record: PlatformDraft): void {
  const { attributes } = record;
  if (fillRequest(said["requestId"], record)) delete said["requestId"];
  attributes["error.type"] = take(said, "errorType");
  attributes["aws.lambda.tenant_id"] = take(said, "tenantId");
  attributes["aws.lambda.phase"] = take(said, "phase");
  attributes["aws.lambda.initialization_type"] = take(said, "initializationType");
  attributes["aws.lambda.runtime_version"] = take(said, "runtimeVersion");
  attributes["aws.lambda.runtime_version_arn"] = take(said, "runtimeVersionArn");
  if (type === "platform.extension" || type.endsWith("Subscription")) {
    attributes["aws.lambda.extension.name"] = take(said, "name");
    attributes["aws.lambda.extension.state"] = take(said, "state");
    attributes["aws.lambda.extension.events"] = take(said, type === "platform.extension" ? "events" : "types");
    if (typeof attributes["error.type"] === "string") record.severity = ERROR;
  }
  fillFunction(said, record);
  if (fillStatus(said["status"], record)) delete said["status"];
  if (typeof attributes["error.type"] === "string" && attributes["aws.lambda.status"] === undefined)
    record.severity = ERROR;
  fillMetrics(type, said, record);
  fillTracing(said, record);
  putRest(record.payload, "record", said);
}

const RESOURCES = [
  ["functionName", "faas.name"],
  ["functionVersion", "faas.version"],
  ["version", "faas.version"],
  ["functionArn", "cloud.resource_id"],
] as const;

/** What the event says of the function goes over what the log stream tells. */
function fillFunction(said: JsonObject, { resource }: PlatformDraft): void {
  for (const [key, name] of RESOURCES) {
    if (typeof said[key] === "string") resource[name] = take(said, key);
  }
  const { instanceId, instanceMaxMemory } = said;
  if (typeof instanceId === "string") {
    delete said["instanceId"];
    resource["faas.instance"] = parseLambdaStream(instanceId)?.instance ?? instanceId;
  }
  if (typeof instanceMaxMemory === "number") {
    delete said["instanceMaxMemory"];
    resource["faas.max_memory"] = bytesOf(instanceMaxMemory);
  }
}

/** The documentation says megabytes, and some runtimes send bytes; no function has a million megabytes. */
function bytesOf(memory: number): number {
  return memory < 1_000_000 ? memory * MEGABYTE : memory;
}

type Name = keyof PlatformDraft["attributes"];

const METRICS: ReadonlyMap<string, Name> = new Map<string, Name>([
  ["durationMs", "faas.invocation.duration_ms"],
  ["billedDurationMs", "faas.invocation.billed_duration_ms"],
  ["initDurationMs", "faas.invocation.init_duration_ms"],
  ["restoreDurationMs", "faas.invocation.restore_duration_ms"],
  ["billedRestoreDurationMs", "faas.invocation.billed_restore_duration_ms"],
  ["producedBytes", "faas.invocation.produced_bytes"],
]);

/** `durationMs` is of what the event reports on. */
const OWN_DURATION: ReadonlyMap<string, Name> = new Map<string, Name>([
  ["platform.initReport", "faas.invocation.init_duration_ms"],
  ["platform.restoreReport", "faas.invocation.restore_duration_ms"],
]);

function fillMetrics(type: string, said: JsonObject, record: PlatformDraft): void {
  const { attributes, resource } = record;
  const metrics = asObject(said["metrics"]);
  if (metrics === undefined) return;
  const rest = copyOf(metrics);
  for (const [key, common] of METRICS) {
    const name = key === "durationMs" ? (OWN_DURATION.get(type) ?? common) : common;
    if (typeof rest[key] === "number") attributes[name] = take(rest, key);
  }
  if (typeof rest["maxMemoryUsedMB"] === "number")
    attributes["faas.invocation.max_memory_used"] = megabytes(rest, "maxMemoryUsedMB");
  if (typeof rest["memorySizeMB"] === "number") resource["faas.max_memory"] = megabytes(rest, "memorySizeMB");
  // Managed instances report neither billing nor initialisation, so nobody can tell.
  if (type === "platform.report" && "billedDurationMs" in metrics) {
    attributes["faas.coldstart"] = "initDurationMs" in metrics || "restoreDurationMs" in metrics;
  }
  delete said["metrics"];
  putRest(said, "metrics", rest);
}

function megabytes(from: JsonObject, key: string): number {
  return Number(take(from, key)) * MEGABYTE;
}

/** `tracing: {spanId, type, value: "Root=…;Parent=…;Sampled=1"}` */
function fillTracing(said: JsonObject, record: PlatformDraft): void {
  const tracing = asObject(said["tracing"]);
  const value = asText(tracing?.["value"]);
  const header = value === undefined ? undefined : parseXRayHeader(value);
  if (tracing === undefined || header === undefined) return;
  record.attributes["aws.xray.trace_id"] = header.root;
  if (header.sampled !== undefined) record.attributes["aws.xray.sampled"] = header.sampled;
  record.traceId = xrayTraceId(header.root);
  record.spanId = w3cSpanId(asText(tracing["spanId"]) ?? "") ?? header.spanId;
}

/** `platform.report success 693.92 ms 6f7f0961-…`: what happened, how it ended, how long it took, to which request. */
function bodyOf(type: string, { attributes, payload }: PlatformDraft): string {
  const duration =
    attributes["faas.invocation.duration_ms"] ??
    attributes["faas.invocation.init_duration_ms"] ??
    attributes["faas.invocation.restore_duration_ms"];
  const reason = asText(asObject(payload["record"] as Json | undefined)?.["reason"]);
  const parts = [
    type,
    attributes["aws.lambda.extension.name"],
    attributes["aws.lambda.extension.state"],
    attributes["aws.lambda.status"],
    attributes["error.type"],
    typeof duration === "number" ? `${duration} ms` : undefined,
    reason,
    attributes["faas.invocation_id"],
  ];
  return parts.filter((part) => typeof part === "string" && part !== "").join(" ");
}
