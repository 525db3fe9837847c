import type { PutAnswer, PutResult } from "../../shared/core/delivery/judge-put.ts";
import { PUT_LIMITS, PUT_RECORD_BYTES, type PutPorts } from "../../shared/core/delivery/put-records.ts";
import type { DeliveryStream } from "./delivery-stream.ts";

/** What goes wrong at Firehose's front door, and when. Nothing by default. */
export interface PutFaults {
  /** Answers the whole request, of which nothing is taken; undefined lets it through. */
  readonly request?: (stream: string, number: number) => PutAnswer | undefined;
  /** The error code of one record, which is not taken; undefined takes it. */
  readonly record?: (data: string, number: number) => string | undefined;
  /** The request is carried out, but its answer comes back changed. */
  readonly answer?: (answer: PutAnswer, number: number) => PutAnswer;
}

/**
 * `PutRecordBatch` into streams in memory (Firehose API reference): at most 500 records and 4 MiB a request, 1,000 KiB a record,
 * each with a result of its own.
 */
export function putRecordBatch(streams: ReadonlyMap<string, DeliveryStream>, faults: PutFaults = {}): PutPorts["put"] {
  let requests = 0;
  return async (name, records) => {
    const number = ++requests;
    const fault = faults.request?.(name, number);
    if (fault !== undefined) return fault;
    const stream = streams.get(name);
    if (stream === undefined) return refused("ResourceNotFoundException", `Firehose ${name} not found`);
    const tooMuch = excess(records.map((record) => Buffer.byteLength(record)));
    if (tooMuch !== undefined) return refused("InvalidArgumentException", tooMuch);
    const results: PutResult[] = [];
    for (const record of records) {
      const errorCode = faults.record?.(record, number);
      if (errorCode === undefined) await stream.put(Buffer.from(record));
      results.push({ errorCode, errorMessage: errorCode === undefined ? undefined : "Slow down." });
    }
    const answer: PutAnswer = { kind: "answer", results };
    return faults.answer?.(answer, number) ?? answer;
  };
}

function excess(sizes: readonly number[]): string | undefined {
  if (sizes.length === 0 || sizes.length > PUT_LIMITS.maxDocuments)
    return `${sizes.length} records, of which 1 to 500 are allowed`;
  if (sizes.some((size) => size > PUT_RECORD_BYTES)) return "the size of a record exceeds the limit";
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total > PUT_LIMITS.maxBytes ? "the size of all records exceeds the limit" : undefined;
}

function refused(code: string, message: string): PutAnswer {
  return { kind: "refused", code, status: 400, message };
}
