import { gunzipSync } from "node:zlib";
import type { FailureRecord } from "../../shared/core/failure-record.ts";

/** A bucket that keeps objects by key, and can be down. */
export interface FakeBucket {
  readonly put: (key: string, body: Buffer) => Promise<void>;
  readonly objects: Map<string, Buffer>;
  /** Whether the next write fails. */
  fails: (key: string) => boolean;
}

export function newFakeBucket(): FakeBucket {
  const bucket: FakeBucket = {
    objects: new Map(),
    fails: () => false,
    put: async (key, body) => {
      if (bucket.fails(key)) throw new Error("SlowDown: please reduce your request rate");
      bucket.objects.set(key, body);
    },
  };
  return bucket;
}

/** All failure records in the bucket. */
export function keptRecords({ objects }: FakeBucket): FailureRecord[] {
  return [...objects.values()].flatMap((body) => {
    const lines = gunzipSync(body).toString("utf8").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as FailureRecord);
  });
}

/** The bytes that a failure record keeps. */
export function originalOf({ original }: FailureRecord): Buffer {
  return Buffer.from(original, "base64");
}
