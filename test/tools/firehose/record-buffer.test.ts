import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newRecordBuffer } from "../../../tools/firehose/record-buffer.ts";
import type { StreamRecord } from "../../../tools/firehose/stream-ports.ts";

const record = (recordId: string, bytes: number): StreamRecord => ({
  recordId,
  arrivedAt: 0,
  data: Buffer.alloc(bytes),
});
const ids = (batches: readonly StreamRecord[][]): string[] =>
  batches.map((batch) => batch.map(({ recordId }) => recordId).join(""));
const NEVER = Number.POSITIVE_INFINITY;

describe("a buffer: size or interval, whichever comes first", () => {
  it("is handed on as soon as it is full", () => {
    const buffer = newRecordBuffer({ maxBytes: 10, maxMs: NEVER, maxRecords: NEVER });
    expect(ids(buffer.add(record("a", 6), 0))).toEqual([]);
    expect(ids(buffer.add(record("b", 4), 0))).toEqual(["ab"]);
    expect(buffer.size()).toBe(0);
  });

  it("begins the next batch with what no longer fits", () => {
    const buffer = newRecordBuffer({ maxBytes: 10, maxMs: NEVER, maxRecords: NEVER });
    buffer.add(record("a", 6), 0);
    expect(ids(buffer.add(record("b", 5), 0))).toEqual(["a"]);
    expect(ids(buffer.add(record("c", 20), 0))).toEqual(["b", "c"]);
    expect(buffer.flush()).toEqual([]);
  });

  it("is handed on when its first record has waited long enough", () => {
    const buffer = newRecordBuffer({ maxBytes: NEVER, maxMs: 60_000, maxRecords: NEVER });
    buffer.add(record("a", 1), 1000);
    buffer.add(record("b", 1), 50_000);
    expect(buffer.due(60_999)).toEqual([]);
    expect(ids(buffer.due(61_000))).toEqual(["ab"]);
    buffer.add(record("c", 1), 70_000);
    expect(buffer.due(129_999)).toEqual([]);
    expect(ids(buffer.due(130_000))).toEqual(["c"]);
    expect(buffer.due(NEVER)).toEqual([]);
  });

  it("is handed on with so many records", () => {
    const buffer = newRecordBuffer({ maxBytes: NEVER, maxMs: NEVER, maxRecords: 2 });
    expect(ids([...buffer.add(record("a", 0), 0), ...buffer.add(record("b", 0), 0)])).toEqual(["ab"]);
  });

  it("keeps order, loses nothing, and exceeds its size by nothing but one large record", () => {
    const limits = { maxBytes: 100, maxMs: NEVER, maxRecords: 7 };
    fc.assert(
      fc.property(fc.array(fc.nat(150), { maxLength: 60 }), (sizes) => {
        const buffer = newRecordBuffer(limits);
        const batches = sizes.flatMap((size, at) => buffer.add(record(String(at), size), 0));
        batches.push(...buffer.flush());
        expect(batches.flat().map(({ recordId }) => recordId)).toEqual(sizes.map((_, at) => String(at)));
        for (const batch of batches) {
          const bytes = batch.reduce((sum, { data }) => sum + data.length, 0);
          expect(batch.length === 1 || bytes <= 100).toBe(true);
          expect(batch.length).toBeLessThanOrEqual(7);
        }
      }),
    );
  });
});
