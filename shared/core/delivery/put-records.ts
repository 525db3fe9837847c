import type { Platform } from "../../sources/source.ts";
import type { Document } from "../document.ts";
import {
  deliverRequests,
  type DeliveryOutcome,
  type KeepingPorts,
  type Patience,
  type Undelivered,
} from "./deliver.ts";
import { judgePut, type PutAnswer } from "./judge-put.ts";
import type { Judgement } from "./judge.ts";
import { planRequests, type RequestLimits } from "./plan.ts";

/** Limits of one `PutRecordBatch`: 500 records, 4 MiB (Firehose API reference). */
export const PUT_LIMITS: RequestLimits = { maxBytes: 4 * 1024 * 1024, maxDocuments: 500 };

/** Largest record that Firehose takes: 1,000 KiB before base64 (Firehose API reference). */
export const PUT_RECORD_BYTES = 1000 * 1024;

/** What putting into Firehose needs from outside. */
export interface PutPorts extends KeepingPorts {
  /** Puts records into a stream; never rejects: what goes wrong is an answer too. Must give up after `timeoutMs`. */
  readonly put: (stream: string, records: readonly string[], timeoutMs: number) => Promise<PutAnswer>;
}

export interface PutOptions extends Patience {
  /** The delivery stream of each platform. */
  readonly streams: ReadonlyMap<Platform, string>;
}

/** A document as a record of Firehose: its JSON without a line end, which Firehose's destination would choke on. */
interface PutEntry {
  readonly document: Document;
  readonly bytes: number;
}

/**
 * Puts documents into the delivery stream of their platform, one document a record, until each is taken or kept as failed.
 * At-least-once: Firehose gives ids of its own, so a record whose answer was lost is stored twice. Only failed records are sent
 * again. Rejects only when `keep` does.
 */
export async function putRecords(
  documents: readonly Document[],
  ports: PutPorts,
  options: PutOptions,
): Promise<DeliveryOutcome> {
  const { byStream, impossible } = sortOut(documents, options.streams);
  if (impossible.length > 0) await ports.keep(impossible);
  const requests = [...byStream].flatMap(([stream, entries]) => {
    const send = async (some: readonly PutEntry[], timeoutMs: number): Promise<Judgement> => {
      const records = some.map(({ document }) => document.json);
      return judgePut(await ports.put(stream, records, timeoutMs), records.length);
    };
    return planRequests(entries, PUT_LIMITS).map((part) => ({ entries: part, send }));
  });
  const untried = { reason: "firehose_unavailable", detail: "no time was left for an attempt" } as const;
  const outcome = await deliverRequests(requests, ports, options, untried);
  return { ...outcome, undelivered: [...impossible, ...outcome.undelivered] };
}

/** The records of each stream, and the documents that no request can carry. */
function sortOut(
  documents: readonly Document[],
  streams: PutOptions["streams"],
): { byStream: Map<string, PutEntry[]>; impossible: Undelivered[] } {
  const byStream = new Map<string, PutEntry[]>();
  const impossible: Undelivered[] = [];
  for (const document of documents) {
    const stream = streams.get(document.platform);
    const bytes = Buffer.byteLength(document.json);
    if (stream === undefined) {
      const detail = `DELIVER_STREAMS has no stream for ${document.platform}`;
      impossible.push({ document, failure: { reason: "stream_unknown", detail } });
    } else if (bytes > PUT_RECORD_BYTES) {
      const detail = `${bytes} bytes; Firehose takes ${PUT_RECORD_BYTES} a record`;
      impossible.push({ document, failure: { reason: "record_too_large", detail } });
    } else {
      const entries = byStream.get(stream) ?? [];
      entries.push({ document, bytes });
      byStream.set(stream, entries);
    }
  }
  return { byStream, impossible };
}
