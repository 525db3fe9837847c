import { isUtf8 } from "node:buffer";
import { epochMs } from "../../formats/time.ts";
import type { JsonObject } from "../../schema/draft.ts";
import type { Origin } from "../../sources/source.ts";
import { decodeAwslogsEvent, decodeBase64 } from "../decode/awslogs-event.ts";
import { decodeCarrierRecord, keep, newDecoded } from "../decode/carrier-record.ts";
import { readLogEvent, type Carrier } from "../decode/cloudwatch.ts";
import type { Document } from "../document.ts";
import type { FailureRecord } from "../failure-record.ts";
import type { Decoded, LogBatch } from "../log-batch.ts";
import { normalizeBatch, type Catalog } from "../normalize.ts";
import type { Settings } from "../settings.ts";
import { refusedDocument, singleLineObject } from "./refused-document.ts";
import type { Redrivable } from "./read-object.ts";

/** What a redrive makes of one entry of a failure object, with today's code. */
export interface Restored {
  readonly documents: readonly Document[];
  readonly undecoded: Decoded["failures"];
  /** Log events that the entry stands for, as they were counted when it failed. */
  readonly events: number;
  /** Reachability checks of CloudWatch; not received events. */
  readonly control: number;
}

/** @param now arrival of what does not say when it arrived, ms since 1970. */
export function restore(entry: Redrivable, catalog: Catalog, settings: Settings, now: number): Restored {
  switch (entry.kind) {
    case "failure":
      return restoreFailure(entry.record, catalog, settings);
    case "carrier-record":
      return fromDecoded(
        decodeCarrierRecord(entry.bytes, firehoseCarrier(entry, now), settings.inflateMaxBytes),
        catalog,
        settings,
      );
    case "invocation": {
      const carrier = {
        carrier: "cloudwatch",
        region: entry.region,
        deliveryStream: "",
        arrivedAt: entry.at ?? now,
      } as const;
      return fromDecoded(decodeAwslogsEvent(entry.event, carrier, settings.inflateMaxBytes), catalog, settings);
    }
    case "document": {
      const { id, index, bytes } = entry;
      return restoreDocument({ id, index }, bytes, firehoseCarrier(entry, now), catalog, settings);
    }
  }
}

function firehoseCarrier(
  { place }: { place: { region: string; deliveryStream: string; arrivedAt: number | undefined } },
  now: number,
): Carrier {
  return {
    carrier: "firehose",
    region: place.region,
    deliveryStream: place.deliveryStream,
    arrivedAt: place.arrivedAt ?? now,
  };
}

function restoreFailure(record: FailureRecord, catalog: Catalog, settings: Settings): Restored {
  const { origin } = record;
  const original = Buffer.from(record.original, "base64");
  const carrier: Carrier = {
    carrier: origin.carrier,
    region: origin.region,
    deliveryStream: origin.deliveryStream,
    arrivedAt: epochMs(origin.carrierTime),
  };
  switch (origin.holds) {
    case "carrier-record":
      return fromDecoded(decodeCarrierRecord(original, carrier, settings.inflateMaxBytes), catalog, settings);
    case "base64":
      return fromDecoded(decodeText(original, carrier, settings), catalog, settings);
    case "invocation":
      return fromDecoded(decodeInvocation(original, carrier, settings), catalog, settings);
    case "log-entry":
      return fromDecoded(decodeEntry(original, record, carrier), catalog, settings);
    case "message":
      return {
        documents: restoreMessage(record, original, catalog, settings),
        undecoded: [],
        events: origin.events,
        control: 0,
      };
    case "document":
      return restoreDocument({ id: origin.id ?? "", index: origin.index ?? "" }, original, carrier, catalog, settings);
  }
}

function fromDecoded(decoded: Decoded, catalog: Catalog, settings: Settings): Restored {
  const documents = decoded.batches.flatMap((batch) => normalizeBatch(batch, catalog, settings));
  const events = decoded.batches.reduce((sum, batch) => sum + batch.events.length, decoded.failures.length);
  return { documents, undecoded: decoded.failures, events, control: decoded.control };
}

function decodeText(original: Buffer, carrier: Carrier, settings: Settings): Decoded {
  const bytes = decodeBase64(original.toString());
  if (bytes.ok) return decodeCarrierRecord(bytes.value, carrier, settings.inflateMaxBytes);
  const into = newDecoded();
  keep(into, original, carrier, bytes.failure, "base64");
  return into;
}

function decodeInvocation(original: Buffer, carrier: Carrier, settings: Settings): Decoded {
  const event = parseJson(original);
  if (event.ok) return decodeAwslogsEvent(event.value, carrier, settings.inflateMaxBytes);
  const into = newDecoded();
  keep(into, original, carrier, { reason: "event_invalid", detail: "no JSON" }, "invocation");
  return into;
}

function decodeEntry(original: Buffer, record: FailureRecord, carrier: Carrier): Decoded {
  const into = newDecoded();
  const origin = originOf(record);
  const entry = parseJson(original);
  const event = entry.ok ? readLogEvent(entry.value as JsonObject, 0, undefined) : "no JSON";
  if (typeof event === "string") {
    const failure = { reason: "log_event_invalid", detail: event } as const;
    into.failures.push({ failure, holds: "log-entry", original, origin, timestamp: carrier.arrivedAt });
  } else {
    into.batches.push({ origin, events: [event] });
  }
  return into;
}

function parseJson(bytes: Buffer): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(bytes.toString()) as unknown };
  } catch {
    return { ok: false };
  }
}

/** The document of a message that was not delivered: made with today's code, under the id and on the day it had. */
function restoreMessage(record: FailureRecord, original: Buffer, catalog: Catalog, settings: Settings): Document[] {
  const { origin } = record;
  const bytes = isUtf8(original) ? undefined : original;
  const event = {
    id: origin.eventId ?? "",
    timestamp: epochMs(origin.carrierTime),
    message: original.toString("utf8"),
    bytes,
    account: undefined,
    region: undefined,
  };
  const batch: LogBatch = { origin: originOf(record), events: [event] };
  return normalizeBatch(batch, catalog, settings).map((document) => ({
    ...document,
    id: origin.id ?? document.id,
    index: origin.index ?? document.index,
    day: origin.day ?? document.day,
  }));
}

function originOf({ origin }: FailureRecord): Origin {
  const { carrier, account, region, logGroup, logStream, deliveryStream } = origin;
  return { carrier, account, region, logGroup, logStream, deliveryStream, platform: undefined };
}

/** A finished document goes out as it is. What is none, Firehose has pasted into a request all the same: it is decoded as it came. */
function restoreDocument(
  address: { readonly id: string; readonly index: string },
  bytes: Buffer,
  carrier: Carrier,
  catalog: Catalog,
  settings: Settings,
): Restored {
  const json = singleLineObject(bytes);
  if (json === undefined)
    return fromDecoded(decodeCarrierRecord(bytes, carrier, settings.inflateMaxBytes), catalog, settings);
  return { documents: [refusedDocument(address, json, carrier)], undecoded: [], events: 1, control: 0 };
}
