import { inflate, isGzip } from "../decode/inflate.ts";
import { splitJsonObjects } from "../decode/json-values.ts";
import { REASONS, type Failure, type Reason, type Result } from "../failures.ts";
import type { FailureRecord } from "../failure-record.ts";

/** What a redrive can read, one for each shape that AWS or we write into the failures bucket. */
export type Redrivable =
  /** One of our own failure records. */
  | { readonly kind: "failure"; readonly record: FailureRecord }
  /** A record that Firehose kept because the transformation failed: as it came in. */
  | { readonly kind: "carrier-record"; readonly bytes: Buffer; readonly arrivedAt: number | undefined; readonly attempts: number }
  /** A document that OpenSearch refused from Firehose: finished, with its id and index. */
  | { readonly kind: "document"; readonly id: string; readonly index: string; readonly json: string; readonly detail: string; readonly attempts: number; readonly arrivedAt: number | undefined }
  /** An event that Lambda gave up on. */
  | { readonly kind: "invocation"; readonly event: unknown; readonly region: string; readonly at: number | undefined }
  /** A line that is none of these. */
  | { readonly kind: "unknown"; readonly text: string };

/**
 * Reads an object of the failures bucket: our failure records, Firehose's `processing-failed` and
 * `AmazonOpenSearchService-failed` (contracts of Firehose, "Data delivery failure"), Lambda's on-failure objects. Gzip or not,
 * one JSON object a line or glued together, numbers or strings, any of the spellings that AWS documents.
 *
 * @returns the failure when the object itself cannot be inflated.
 */
export function readFailureObject(bytes: Buffer, maxInflated: number): Result<Redrivable[]> {
  const plain = isGzip(bytes) ? inflate(bytes, maxInflated) : ({ ok: true, value: bytes } as const);
  if (!plain.ok) return plain;
  const text = plain.value.toString("utf8");
  return { ok: true, value: splitJsonObjects(text).map((chunk) => readRedrivable(chunk.text)) };
}

type Members = Readonly<Record<string, unknown>>;

function readRedrivable(text: string): Redrivable {
  const value = parseMembers(text);
  if (value === undefined) return { kind: "unknown", text };
  return asFailure(value) ?? asFirehoseFailure(value) ?? asInvocation(value) ?? { kind: "unknown", text };
}

function parseMembers(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

function asFailure(value: Members): Redrivable | undefined {
  const { v, reason, original, origin, attempts } = value;
  const isOurs = v === 1 && REASONS.includes(reason as Reason) && typeof original === "string";
  if (!isOurs || typeof origin !== "object" || origin === null || typeof attempts !== "number") return undefined;
  return { kind: "failure", record: value as unknown as FailureRecord };
}

function asFirehoseFailure(value: Members): Redrivable | undefined {
  const { rawData, attemptsMade, arrivalTimestamp, errorCode, errorMessage } = value;
  if (typeof rawData !== "string" || attemptsMade === undefined) return undefined;
  const bytes = Buffer.from(rawData, "base64");
  const attempts = numberOf(attemptsMade) ?? 1;
  const arrivedAt = numberOf(arrivalTimestamp);
  const index = textOf(value["esIndexName"]) ?? textOf(value["osIndexName"]);
  const id = textOf(value["esDocumentId"]) ?? textOf(value["osDocumentId"]);
  if (index === undefined || id === undefined) return { kind: "carrier-record", bytes, arrivedAt, attempts };
  const detail = [errorCode, errorMessage].filter((part) => typeof part === "string").join(": ");
  return { kind: "document", id, index, json: bytes.toString("utf8"), detail, attempts, arrivedAt };
}

/** Lambda developer guide, "Retaining records of asynchronous invocations". */
function asInvocation(value: Members): Redrivable | undefined {
  const { requestContext, requestPayload, timestamp } = value;
  if (typeof requestContext !== "object" || requestContext === null || requestPayload === undefined) return undefined;
  const arn = "functionArn" in requestContext ? textOf(requestContext.functionArn) : undefined;
  const at = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  return { kind: "invocation", event: requestPayload, region: arn?.split(":")[3] ?? "", at: Number.isNaN(at) ? undefined : at };
}

/** AWS's documents show numbers where its services have written text, and the other way round. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What a failed redrive says of a line that it cannot read. */
export const UNREADABLE: Failure = { reason: "envelope_invalid", detail: "neither our failure record nor one of Firehose's or Lambda's" };
