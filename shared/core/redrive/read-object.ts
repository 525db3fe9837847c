import { decodeBase64 } from "../decode/awslogs-event.ts";
import { inflate, isGzip } from "../decode/inflate.ts";
import { splitJsonObjects } from "../decode/json-values.ts";
import type { Result } from "../failures.ts";
import type { FailureRecord } from "../failure-record.ts";
import { readFirehoseKey } from "./firehose-key.ts";
import { readFailureRecord } from "./read-failure-record.ts";

/** What a redrive can read, one for each shape that AWS or we write into the failures bucket. */
export type Redrivable =
  /** One of our own failure records. */
  | { readonly kind: "failure"; readonly record: FailureRecord }
  /** A record that Firehose kept because the transformation failed: as it came in. */
  | { readonly kind: "carrier-record"; readonly bytes: Buffer; readonly place: FirehoseOrigin }
  /** A document that OpenSearch refused from Firehose: finished, with its id and index. */
  | {
      readonly kind: "document";
      readonly id: string;
      readonly index: string;
      readonly bytes: Buffer;
      readonly place: FirehoseOrigin;
    }
  /** An event that Lambda gave up on. */
  | { readonly kind: "invocation"; readonly event: unknown; readonly region: string; readonly at: number | undefined };

/** What is known of a record that Firehose kept. */
export interface FirehoseOrigin {
  /** Empty where nothing says. */
  readonly region: string;
  readonly deliveryStream: string;
  /** Arrival of the record at Firehose, ms since 1970. */
  readonly arrivedAt: number | undefined;
}

/**
 * Reads an object of the failures bucket as the texts of its entries, gzip or not, one JSON object a line or glued together.
 *
 * @param maxInflated cap on its size, bytes.
 * @returns the failure when the object cannot be inflated.
 */
export function readEntries(bytes: Buffer, maxInflated: number): Result<string[]> {
  const plain = isGzip(bytes) ? inflate(bytes, maxInflated) : ({ ok: true, value: bytes } as const);
  if (!plain.ok) return plain;
  return { ok: true, value: splitJsonObjects(plain.value.toString("utf8")).map(({ text }) => text) };
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads one entry: our failure record, Firehose's of `processing-failed` and `AmazonOpenSearchService-failed` (Firehose developer
 * guide, "Data delivery failure handling"; numbers or strings, any of the spellings that AWS documents), or Lambda's on-failure
 * record.
 *
 * @param key of the object that it is in.
 * @returns undefined when it is none of these.
 */
export function readRedrivable(text: string, key: string): Redrivable | undefined {
  const value = parseMembers(text);
  if (value === undefined) return undefined;
  const record = readFailureRecord(value);
  if (record !== undefined) return { kind: "failure", record };
  return readFirehoseFailure(value, key) ?? readInvocation(value);
}

function parseMembers(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

function readFirehoseFailure(value: Members, key: string): Redrivable | undefined {
  const { rawData, attemptsMade, arrivalTimestamp, attemptEndingTimestamp } = value;
  if (typeof rawData !== "string" || attemptsMade === undefined) return undefined;
  const named = readFirehoseKey(key);
  const place: FirehoseOrigin = {
    region: regionOf(value["lambdaArn"] ?? value["lambdaARN"]),
    deliveryStream: named?.deliveryStream ?? "",
    arrivedAt: numberOf(arrivalTimestamp) ?? numberOf(attemptEndingTimestamp) ?? named?.at,
  };
  const data = decodeBase64(rawData);
  // Reading on would lose what is behind the first wrong character.
  if (!data.ok) return undefined;
  const bytes = data.value;
  const index = textOf(value["esIndexName"]) ?? textOf(value["osIndexName"]);
  const id = textOf(value["esDocumentId"]) ?? textOf(value["osDocumentId"]);
  if (index === undefined || id === undefined) return { kind: "carrier-record", bytes, place };
  return { kind: "document", id, index, bytes, place };
}

/** Lambda developer guide, "Retaining records of asynchronous invocations". */
function readInvocation(value: Members): Redrivable | undefined {
  const { requestContext, requestPayload, timestamp } = value;
  if (typeof requestContext !== "object" || requestContext === null || requestPayload === undefined) return undefined;
  const region = regionOf("functionArn" in requestContext ? requestContext.functionArn : undefined);
  const at = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  return { kind: "invocation", event: requestPayload, region, at: Number.isNaN(at) ? undefined : at };
}

function regionOf(arn: unknown): string {
  return textOf(arn)?.split(":")[3] ?? "";
}

/** AWS's documents show numbers where its services have written text, and the other way round. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
