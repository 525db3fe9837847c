import { epochMs } from "../../formats/time.ts";
import { decodeBase64 } from "../decode/awslogs-event.ts";
import { FAILURES } from "../failures.ts";
import type { FailureOrigin, FailureRecord } from "../failure-record.ts";

type Members = Readonly<Record<string, unknown>>;

const HOLDS: ReadonlySet<unknown> = new Set<FailureOrigin["holds"]>([
  "carrier-record",
  "base64",
  "invocation",
  "log-entry",
  "message",
  "document",
]);
const PLACES = ["account", "region", "logGroup", "logStream", "deliveryStream"] as const;
const OPTIONAL = ["id", "index", "day", "eventId"] as const;

/**
 * Reads one of our own failure records. Each member that a redrive relies on is looked at: an object that was written by another
 * version, or by hand, must not pass for one of ours and be removed.
 *
 * @returns undefined for anything else.
 */
export function readFailureRecord(value: Members): FailureRecord | undefined {
  const { v, reason, stage, detail, attempts, firstSeen, origin, original } = value;
  const isOurs =
    v === 1 &&
    typeof reason === "string" &&
    Object.hasOwn(FAILURES, reason) &&
    isText(stage) &&
    isText(detail) &&
    isCount(attempts) &&
    isTime(firstSeen) &&
    isText(original) &&
    decodeBase64(original).ok &&
    isMembers(origin) &&
    isOrigin(origin);
  return isOurs ? (value as unknown as FailureRecord) : undefined;
}

function isOrigin(origin: Members): boolean {
  const { holds, events, carrierTime, carrier, id, index } = origin;
  return (
    HOLDS.has(holds) &&
    isCount(events) &&
    isTime(carrierTime) &&
    (carrier === "cloudwatch" || carrier === "firehose") &&
    PLACES.every((name) => isText(origin[name])) &&
    OPTIONAL.every((name) => origin[name] === undefined || isText(origin[name])) &&
    (holds !== "document" || (isName(id) && isName(index)))
  );
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isName(value: unknown): boolean {
  return isText(value) && value !== "";
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function isTime(value: unknown): boolean {
  return isText(value) && !Number.isNaN(epochMs(value));
}
