import type { BufferSettings } from "./stream-settings.ts";
import type { StreamRecord } from "./stream-ports.ts";

/** Gathers records until there are enough of them, or the first has waited long enough. */
export interface RecordBuffer {
  /** Adds a record; gives the batches that have become full by it. */
  readonly add: (record: StreamRecord, now: number) => StreamRecord[][];
  /** The batch, if it is time for it. */
  readonly due: (now: number) => StreamRecord[][];
  /** The batch, whatever time it is. */
  readonly flush: () => StreamRecord[][];
  readonly size: () => number;
}

/**
 * A buffer by size, count and time. A batch never exceeds the size, unless one record alone does: what no longer fits begins the
 * next one.
 */
export function newRecordBuffer({ maxBytes, maxMs, maxRecords }: BufferSettings): RecordBuffer {
  let records: StreamRecord[] = [];
  let bytes = 0;
  let since = 0;
  const flush = (): StreamRecord[][] => {
    const batch = records;
    records = [];
    bytes = 0;
    return batch.length === 0 ? [] : [batch];
  };
  return {
    add: (record, now) => {
      const full = bytes + record.data.length > maxBytes ? flush() : [];
      if (records.length === 0) since = now;
      records.push(record);
      bytes += record.data.length;
      if (bytes >= maxBytes || records.length >= maxRecords) full.push(...flush());
      return full;
    },
    due: (now) => (records.length > 0 && now - since >= maxMs ? flush() : []),
    flush,
    size: () => records.length,
  };
}
