import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { ObjectStore } from "../core/redrive/object-store.ts";
import { lazily } from "./lazily.ts";
import type { S3Bucket } from "./s3-bucket.ts";

/**
 * Writes objects into one bucket. The SDK's own retries apply (three attempts); after them the write rejects.
 *
 * @param config for tests and local servers; in Lambda the environment says it all.
 */
export function objectWriter(bucket: string, config: S3ClientConfig = {}): S3Bucket["put"] {
  const opened = openedLater(bucket, config);
  return async (key, body) => (await opened()).put(key, body);
}

/**
 * Lists, reads and removes the objects of one bucket, with the SDK's own retries.
 *
 * @param maxBytes largest object that is read.
 * @param config as for {@link objectWriter}.
 */
export function objectStore(bucket: string, maxBytes: number, config: S3ClientConfig = {}): ObjectStore {
  const opened = openedLater(bucket, config);
  return {
    list: async function* (prefix) {
      yield* (await opened()).list(prefix);
    },
    get: async (key) => (await opened()).get(key, maxBytes),
    remove: async (key) => (await opened()).remove(key),
  };
}

/** The client is loaded when it is needed first: most invocations have no failures. */
function openedLater(bucket: string, config: S3ClientConfig): () => Promise<S3Bucket> {
  return lazily(async () => {
    const { s3Bucket } = await import("./s3-bucket.ts");
    return s3Bucket(bucket, config);
  });
}
