import {
  CreateBucketCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { gunzipSync } from "node:zlib";
import { splitJsonObjects } from "../../shared/core/decode/json-values.ts";

/** The failures bucket, as somebody sees it who has nothing to do with the faults. */
export interface SoakBucket {
  readonly put: (key: string, body: string | Buffer) => Promise<void>;
  /** The JSON of all entries of all objects. */
  readonly entries: () => AsyncIterable<unknown>;
}

export async function openBucket(name: string, config: S3ClientConfig): Promise<SoakBucket> {
  const s3 = new S3Client(config);
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  return {
    put: async (key, body) => {
      await s3.send(new PutObjectCommand({ Bucket: name, Key: key, Body: body }));
    },
    async *entries() {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: name })) {
        for (const { Key } of Contents) {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key }));
          const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
          const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
          for (const { text: entry } of splitJsonObjects(text)) yield JSON.parse(entry) as unknown;
        }
      }
    },
  };
}
