import { isUtf8 } from "node:buffer";
import type { JsonObject } from "../../schema/draft.ts";
import type { Origin } from "../../sources/source.ts";
import type { Failure } from "../failures.ts";
import { digest } from "../identity.ts";
import type { Decoded, LogEvent, Undecodable } from "../log-batch.ts";
import { isSubscriptionPayload, readSubscription, type Carrier } from "./cloudwatch.ts";
import { foreignCompression, inflate, isGzip } from "./inflate.ts";
import { splitJsonObjects } from "./json-values.ts";

export function newDecoded(): Decoded {
  return { batches: [], failures: [], control: 0 };
}

/**
 * Decodes what one carrier record may hold, in this order: gzip (any number of members) or plain; one subscription payload,
 * several glued together or on lines of their own, an agent's JSON objects, an array of objects (Lambda Telemetry API), or
 * plain text, which is one event even if it has several lines. Whatever is malformed becomes a failure with its bytes.
 *
 * @param maxInflated cap on the inflated size in bytes.
 */
export function decodeCarrierRecord(bytes: Buffer, carrier: Carrier, maxInflated: number): Decoded {
  const into = newDecoded();
  const foreign = foreignCompression(bytes);
  if (foreign !== undefined) {
    keep(into, bytes, carrier, { reason: "compression_unsupported", detail: foreign });
    return into;
  }
  if (!isGzip(bytes)) {
    readPlain(bytes, bytes, carrier, into);
    return into;
  }
  const inflated = inflate(bytes, maxInflated);
  if (inflated.ok) readPlain(inflated.value, bytes, carrier, into);
  else keep(into, bytes, carrier, inflated.failure);
  return into;
}

/** Keeps bytes that cannot be decoded. */
export function keep(
  into: Decoded,
  original: Buffer,
  carrier: Carrier,
  failure: Failure,
  holds: Undecodable = "carrier-record",
): void {
  into.failures.push({ failure, holds, original, origin: originOf(carrier), timestamp: carrier.arrivedAt });
}

function originOf(carrier: Carrier): Origin {
  const { region, deliveryStream } = carrier;
  return { carrier: "firehose", account: "", region, logGroup: "", logStream: "", deliveryStream, platform: undefined };
}

/** @param record the bytes as the carrier had them, which identify what an agent sent. */
function readPlain(raw: Buffer, record: Buffer, carrier: Carrier, into: Decoded): void {
  const wellFormed = isUtf8(raw);
  const text = raw.toString("utf8");
  const whole = text.startsWith("{") ? parseObject(text) : undefined;
  if (whole !== undefined && isSubscriptionPayload(whole)) {
    readSubscription({ value: whole, raw, wellFormed }, carrier, into);
    return;
  }
  // Bytes that are no UTF-8 are cut as latin1, in which a character is a byte, so that each piece keeps its own.
  const pieces = whole === undefined ? piecesOf(wellFormed ? text : raw.toString("latin1")) : [text];
  const events: LogEvent[] = [];
  for (const piece of pieces) {
    const pieceRaw = Buffer.from(piece, wellFormed ? "utf8" : "latin1");
    const pieceIsWellFormed = wellFormed || isUtf8(pieceRaw);
    const message = wellFormed ? piece : pieceRaw.toString("utf8");
    const value = pieces.length > 1 && message.startsWith("{") ? parseObject(message) : undefined;
    if (value !== undefined && isSubscriptionPayload(value)) {
      readSubscription({ value, raw: pieceRaw, wellFormed: pieceIsWellFormed }, carrier, into);
    } else if (isBrokenSubscription(message)) {
      keep(into, pieceRaw, carrier, { reason: "envelope_invalid", detail: "a subscription payload whose JSON is broken" });
    } else {
      const id = digest(carrier.arrivedAt, record, events.length);
      const damaged = pieceIsWellFormed ? undefined : pieceRaw;
      events.push({ id, timestamp: carrier.arrivedAt, message, bytes: damaged, account: undefined, region: undefined });
    }
  }
  if (events.length > 0) into.batches.push({ origin: originOf(carrier), events });
}

/** The events in text that is not one JSON object: objects and the lines between them, or the whole as one event. */
function piecesOf(text: string): string[] {
  const isArray = text.startsWith("[") && parses(text);
  const chunks = splitJsonObjects(isArray ? text.slice(1, text.lastIndexOf("]")) : text);
  const objects = chunks.filter((chunk) => chunk.kind === "object");
  if (objects.length === 0) return [text];
  if (isArray && chunks.every((chunk) => chunk.kind === "object" || /^[\s,]*$/.test(chunk.text))) {
    return objects.map((chunk) => chunk.text);
  }
  return isArray ? [text] : chunks.map((chunk) => chunk.text);
}

/** A payload that was cut or changed on its way must not pass as somebody's log line. */
function isBrokenSubscription(text: string): boolean {
  return text.startsWith("{") && text.slice(0, 300).includes('"messageType"') && text.includes('"logEvents"') && !parses(text);
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
