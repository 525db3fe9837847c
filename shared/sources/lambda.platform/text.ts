import type { LambdaPlatformLine } from "../../formats/lambda-platform.ts";
import { ERROR, INFO } from "../../formats/severity.ts";
import { w3cSpanId, xrayTraceId } from "../../formats/trace-id.ts";
import type { Draft } from "../../schema/draft.ts";
import type { PlatformName } from "./fields.ts";
import { fillStatus, MEGABYTE } from "./status.ts";

export type PlatformDraft = Draft<PlatformName>;

type Name = keyof PlatformDraft["attributes"];

const DURATIONS: ReadonlyMap<string, Name> = new Map<string, Name>([
  ["Duration", "faas.invocation.duration_ms"],
  ["Billed Duration", "faas.invocation.billed_duration_ms"],
  ["Init Duration", "faas.invocation.init_duration_ms"],
  ["Restore Duration", "faas.invocation.restore_duration_ms"],
  ["Billed Restore Duration", "faas.invocation.billed_restore_duration_ms"],
]);

const TEXTS: ReadonlyMap<string, Name> = new Map<string, Name>([
  ["TenantId", "aws.lambda.tenant_id"],
  ["Phase", "aws.lambda.phase"],
  ["Runtime Version", "aws.lambda.runtime_version"],
  ["Runtime Version ARN", "aws.lambda.runtime_version_arn"],
  ["Name", "aws.lambda.extension.name"],
  ["State", "aws.lambda.extension.state"],
]);

/** Fills a draft from a platform line of the text format. The body stays the whole line: it is made to be read. */
export function fillFromPlatformLine(line: LambdaPlatformLine, text: string, record: PlatformDraft): void {
  const { attributes } = record;
  record.body = text.trim();
  record.time = line.time;
  attributes["aws.lambda.event"] = line.event;
  fillRequest(line.requestId, record);
  for (const [key, value] of line.pairs) fillPair(key, value, record);
  attributes["error.type"] = line.errorType;
  attributes["error.message"] = line.errorMessage;
  if (line.timedOutAfterMs !== undefined) attributes["faas.invocation.duration_ms"] = line.timedOutAfterMs;
  if (line.event === "REPORT")
    attributes["faas.coldstart"] = line.pairs.has("Init Duration") || line.pairs.has("Restore Duration");
  record.severity = INFO;
  fillStatus(statusOf(line), record);
  if (line.errorType !== undefined || attributes["aws.lambda.extension.state"]?.toString().endsWith("Error") === true)
    record.severity = ERROR;
}

function statusOf({ event, pairs, errorMessage }: LambdaPlatformLine): string | undefined {
  if (event === "TIMEOUT") return "timeout";
  if (event === "ERROR" || event === "IMAGE")
    return errorMessage?.includes("signal: killed") === true ? "out_of_memory" : "error";
  return pairs.get("Status");
}

/** Lambda's request id is the invocation's and the AWS request's at once. */
export function fillRequest(id: unknown, { attributes }: Draft): boolean {
  if (typeof id !== "string" || id === "") return false;
  attributes["faas.invocation_id"] = id;
  attributes["aws.request_id"] = id;
  return true;
}

function fillPair(key: string, value: string, record: PlatformDraft): void {
  const { attributes, payload, resource } = record;
  const text = TEXTS.get(key);
  if (text !== undefined) {
    attributes[text] = value;
    return;
  }
  const duration = DURATIONS.get(key);
  const number = quantityOf(value, duration === undefined ? "MB" : "ms");
  if (duration !== undefined && number !== undefined) attributes[duration] = number;
  else if (key === "Max Memory Used" && number !== undefined)
    attributes["faas.invocation.max_memory_used"] = number * MEGABYTE;
  else if (key === "Memory Size" && number !== undefined) resource["faas.max_memory"] = number * MEGABYTE;
  else if (!fillOther(key, value, record)) payload[key] = value;
}

function fillOther(key: string, value: string, record: PlatformDraft): boolean {
  const { attributes, resource } = record;
  switch (key) {
    case "RequestId":
    case "Status":
    case "Error Type":
    case "Launch error":
      // Told by the line as a whole.
      return true;
    case "Version":
      resource["faas.version"] = value;
      return true;
    case "Events":
    case "Types":
      attributes["aws.lambda.extension.events"] = value
        .replace(/^\[|\]$/g, "")
        .split(/[,\s]+/)
        .filter((item) => item !== "");
      return true;
    case "XRAY TraceId":
    case "TraceId":
      attributes["aws.xray.trace_id"] = value;
      record.traceId = xrayTraceId(value);
      return true;
    case "SegmentId":
      record.spanId = w3cSpanId(value);
      return record.spanId !== undefined;
    case "Sampled":
      attributes["aws.xray.sampled"] = value === "true";
      return value === "true" || value === "false";
    default:
      return false;
  }
}

function quantityOf(value: string, unit: string): number | undefined {
  const [, number, written] = /^(\d{1,12}(?:\.\d{1,6})?) ?([A-Za-z]{2})$/.exec(value) ?? [];
  return written === unit ? Number(number) : undefined;
}
