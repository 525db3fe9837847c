import type { Origin } from "../../sources/source.ts";
import type { Json, JsonObject } from "../../schema/draft.ts";
import type { Decoded, LogEvent } from "../log-batch.ts";
import { digest } from "../identity.ts";
import { entryTexts } from "./entry-texts.ts";
import { damagedMessages } from "./invalid-utf8.ts";

/** Whether a parsed object is a CloudWatch Logs subscription payload, well formed or not. */
export function isSubscriptionPayload(value: JsonObject): boolean {
  const type = value["messageType"];
  return type === "DATA_MESSAGE" || type === "CONTROL_MESSAGE" || (typeof type === "string" && "logEvents" in value);
}

/** What the carrier knows that the payload itself does not say. */
export interface Carrier {
  readonly carrier: Origin["carrier"];
  readonly region: string;
  readonly deliveryStream: string;
  /** When it arrived, ms since 1970. */
  readonly arrivedAt: number;
}

/** A payload's text and the bytes it was read from. */
export interface Payload {
  readonly value: JsonObject;
  readonly raw: Buffer;
  /** What is kept of it if it cannot be read: the carrier's record, where that holds nothing else. */
  readonly original: Buffer;
  /** False where `raw` is not UTF-8 throughout, so that `value` holds replacement characters. */
  readonly wellFormed: boolean;
}

/**
 * Reads one parsed subscription payload (CloudWatch Logs user guide, "Subscription filters"): DATA_MESSAGE gives a batch,
 * CONTROL_MESSAGE is counted. An entry that lacks message or timestamp fails alone.
 */
export function readSubscription(payload: Payload, carrier: Carrier, into: Decoded): void {
  const { value, raw } = payload;
  const type = value["messageType"];
  if (type === "CONTROL_MESSAGE") {
    into.control++;
    return;
  }
  const origin: Origin = {
    carrier: "cloudwatch",
    account: textOf(value["owner"]),
    region: carrier.region,
    logGroup: textOf(value["logGroup"]),
    logStream: textOf(value["logStream"]),
    deliveryStream: carrier.deliveryStream,
    platform: undefined,
  };
  const entries = value["logEvents"];
  if (type !== "DATA_MESSAGE" || !Array.isArray(entries)) {
    const detail = type === "DATA_MESSAGE" ? "logEvents is no array" : `messageType ${JSON.stringify(type)}`;
    const failure = { reason: "envelope_invalid", detail } as const;
    into.failures.push({
      failure,
      holds: "carrier-record",
      original: payload.original,
      origin,
      timestamp: carrier.arrivedAt,
    });
    return;
  }
  const damaged = payload.wellFormed ? undefined : damagedMessages(raw);
  const events: LogEvent[] = [];
  const broken: { readonly index: number; readonly detail: string }[] = [];
  for (let index = 0; index < entries.length; index++) {
    const event = readLogEvent(entries[index], index, damaged?.[index]);
    if (typeof event === "string") broken.push({ index, detail: `logEvents[${index}]: ${event}` });
    else events.push(event);
  }
  if (broken.length > 0) {
    // The time of the batch, where it has one: a repeated invocation must come to the same key in the failures bucket.
    const timestamp = events[0]?.timestamp ?? carrier.arrivedAt;
    const texts = entryTexts(raw.toString("latin1"));
    for (const { index, detail } of broken) {
      const original = Buffer.from(texts[index] ?? "", "latin1");
      into.failures.push({
        failure: { reason: "log_event_invalid", detail },
        holds: "log-entry",
        original,
        origin,
        timestamp,
      });
    }
  }
  if (events.length > 0) into.batches.push({ origin, events });
}

/**
 * One entry of `logEvents`, or what is wrong with it.
 *
 * @param position its index, which keeps equal lines without an id apart.
 */
export function readLogEvent(
  entry: Json | undefined,
  position: number,
  damaged: Buffer | undefined,
): LogEvent | string {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return "not an object";
  const message = entry["message"];
  const timestamp = entry["timestamp"];
  const id = entry["id"];
  if (typeof message !== "string") return "message is no text";
  if (typeof timestamp !== "number" || !Number.isFinite(timestamp)) return "timestamp is no number";
  const extracted = entry["extractedFields"];
  const system =
    typeof extracted === "object" && extracted !== null && !Array.isArray(extracted) ? extracted : undefined;
  return {
    id: typeof id === "string" && id !== "" ? id : digest(timestamp, message, position),
    timestamp,
    message,
    bytes: damaged,
    account: systemField(system, entry, "@aws.account"),
    region: systemField(system, entry, "@aws.region"),
  };
}

/** System fields stand in `extractedFields`, or beside the message: the documentation does not say, so both are read. */
function systemField(extracted: JsonObject | undefined, entry: JsonObject, name: string): string | undefined {
  const value = extracted?.[name] ?? entry[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
