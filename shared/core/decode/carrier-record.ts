import { isUtf8 } from "node:buffer";
import type { JsonObject } from "../../schema/draft.ts";
import type { Origin } from "../../sources/source.ts";
import type { Failure } from "../failures.ts";
import { digest } from "../identity.ts";
import type { Decoded, LogEvent, Undecodable } from "../log-batch.ts";
import { isSubscriptionPayload, readSubscription, type Carrier } from "./cloudwatch.ts";
import { foreignCompression, inflate, isGzip } from "./inflate.ts";
import { splitJsonObjects } from "./json-values.ts";
import { parsePayloadPieces } from "./payload-pieces.ts";

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
  const { carrier: carriedBy, region, deliveryStream } = carrier;
  return { carrier: carriedBy, account: "", region, logGroup: "", logStream: "", deliveryStream, platform: undefined };
}

/** @param record the bytes as the carrier had them, which identify what an agent sent, and are kept where it fails whole. */
function readPlain(raw: Buffer, record: Buffer, carrier: Carrier, into: Decoded): void {
  const wellFormed = isUtf8(raw);
  const whole = parsePayloadPieces(raw);
  if (whole !== undefined) {
    readSubscription({ value: whole, raw, original: record, wellFormed }, carrier, into);
    return;
  }
  const text = raw.toString("utf8");
  // Bytes that are no UTF-8 are cut as latin1, in which a character is a byte, so that each piece keeps its own.
  const pieces = piecesOf(wellFormed ? text : raw.toString("latin1"));
  const events: LogEvent[] = [];
  for (const piece of pieces) {
    const latin1 = wellFormed ? undefined : Buffer.from(piece.text, "latin1");
    const bytesOf = (): Buffer => latin1 ?? Buffer.from(piece.text);
    // What fails is kept as it came in; of a record that holds more, only the piece.
    const originalOf = (): Buffer => (pieces.length === 1 ? record : bytesOf());
    const pieceIsWellFormed = latin1 === undefined || isUtf8(latin1);
    const message = latin1 === undefined ? piece.text : latin1.toString("utf8");
    const value = latin1 === undefined ? piece.value : parseObject(message);
    if (value !== undefined && isSubscriptionPayload(value)) {
      const payload = { value, raw: bytesOf(), original: originalOf(), wellFormed: pieceIsWellFormed };
      readSubscription(payload, carrier, into);
    } else if (value === undefined && isBrokenSubscription(message)) {
      keep(into, originalOf(), carrier, {
        reason: "envelope_invalid",
        detail: "a subscription payload whose JSON is broken",
      });
    } else if (carrier.carrier === "cloudwatch") {
      // A subscription carries nothing but its payloads. Anything else in its place has neither id nor time of its own, so that
      // a repeated invocation would make another record of it.
      keep(into, originalOf(), carrier, { reason: "envelope_invalid", detail: "no subscription payload" });
    } else {
      const id = digest(carrier.arrivedAt, record, events.length);
      const damaged = pieceIsWellFormed ? undefined : latin1;
      events.push({ id, timestamp: carrier.arrivedAt, message, bytes: damaged, account: undefined, region: undefined });
    }
  }
  if (events.length > 0) into.batches.push({ origin: originOf(carrier), events });
}

/** A stretch of a record that is one event or one payload, parsed where it is an object. */
interface Piece {
  readonly text: string;
  readonly value: JsonObject | undefined;
}

/** The objects of a record and the lines between them; text without any object is one event, whatever lines it has. */
function piecesOf(text: string): Piece[] {
  const trimmed = text.trim();
  const whole = trimmed.startsWith("{") ? parseObject(trimmed) : undefined;
  if (whole !== undefined) return [{ text: trimmed, value: whole }];
  const isArray = trimmed.startsWith("[") && parses(trimmed);
  const chunks = isArray ? splitJsonObjects(trimmed.slice(1, -1), "space and commas") : splitJsonObjects(text);
  const pieces = chunks.map(({ kind, text: part }) => ({
    text: part,
    value: kind === "object" ? parseObject(part) : undefined,
  }));
  const objects = pieces.filter(({ value }) => value !== undefined).length;
  if (objects === 0 || (isArray && objects < pieces.length)) return [{ text, value: undefined }];
  return pieces;
}

/** A payload that was cut or changed on its way must not pass as somebody's log line. */
function isBrokenSubscription(text: string): boolean {
  const head = text.slice(0, 300).trimStart();
  return head.startsWith("{") && head.includes('"messageType"') && text.includes('"logEvents"');
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
