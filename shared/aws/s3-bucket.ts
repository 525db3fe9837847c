import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import type { ObjectContent, ObjectStore, StoredObject } from "../core/redrive/object-store.ts";

/**
 * One bucket, by the SDK, whose own retries apply (three attempts).
 *
 * @param config for tests and local servers; in Lambda the environment says it all.
 */
export function s3Bucket(bucket: string, config: S3ClientConfig): S3Bucket {
  const client = new S3Client(config);
  return {
    put: async (key, body) => {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: "application/x-ndjson",
          ContentEncoding: "gzip",
        }),
      );
    },
    list: (prefix) => listedObjects(client, bucket, prefix),
    get: (key, maxBytes) => readObject(client, bucket, key, maxBytes),
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}

export interface S3Bucket extends Omit<ObjectStore, "get"> {
  readonly put: (key: string, body: Buffer) => Promise<void>;
  readonly get: (key: string, maxBytes: number) => Promise<ObjectContent>;
}

/** A thousand a page, in the order of their keys. */
async function* listedObjects(client: S3Client, bucket: string, prefix: string): AsyncGenerator<StoredObject> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key: key, Size: size = 0, LastModified: modified } of page.Contents ?? []) {
      if (key !== undefined) yield { key, size, modifiedAt: modified?.getTime() ?? 0 };
    }
  }
}

async function readObject(client: S3Client, bucket: string, key: string, maxBytes: number): Promise<ObjectContent> {
  try {
    // One byte more than wanted tells a larger object, without its bytes on the way.
    const range = `bytes=0-${maxBytes}`;
    const { Body: body, ContentRange: span } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }),
    );
    const bytes = Buffer.from((await body?.transformToByteArray()) ?? []);
    if (bytes.length <= maxBytes) return { kind: "bytes", bytes };
    const whole = Number(span?.slice(span.lastIndexOf("/") + 1));
    return { kind: "too-large", size: Number.isNaN(whole) ? bytes.length : whole };
  } catch (error) {
    if (error instanceof NoSuchKey) return { kind: "gone" };
    // An empty object has no first byte.
    if (error instanceof S3ServiceException && error.name === "InvalidRange")
      return { kind: "bytes", bytes: Buffer.alloc(0) };
    throw error;
  }
}
