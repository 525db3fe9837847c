import { gunzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { splitJsonObjects } from "../../../shared/core/decode/json-values.ts";
import type { FailureRecord } from "../../../shared/core/failure-record.ts";
import { PLATFORMS } from "../../../shared/sources/source.ts";
import { TOKEN } from "../../../tools/faults/traffic.ts";
import { type Ask, s3Access } from "../real-servers.ts";

/** The real S3 server, or a proxy in front of it. */
export function s3Config(endpoint = s3Access?.endpoint ?? ""): S3ClientConfig {
  if (s3Access === undefined) throw new Error("no S3 server");
  return { endpoint, region: s3Access.region, credentials: s3Access, forcePathStyle: true };
}

/** A bucket as somebody sees it who has nothing to do with the fault. */
export interface Bucket {
  readonly put: (key: string, body: string | Buffer) => Promise<void>;
  readonly keys: () => Promise<string[]>;
  /** Our own failure records, with the keys of their objects. */
  readonly failures: () => Promise<{ key: string; record: FailureRecord }[]>;
  /** What AWS keeps itself: objects of Firehose's and Lambda's folders, one entry each JSON object. */
  readonly keptByAws: () => Promise<{ key: string; entry: Readonly<Record<string, unknown>> }[]>;
}

export async function newBucket(name: string): Promise<Bucket> {
  const s3 = new S3Client(s3Config());
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  const keys = async (): Promise<string[]> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: name }));
    return Contents.map(({ Key = "" }) => Key);
  };
  const entriesOf = async (key: string): Promise<{ key: string; entry: unknown }[]> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: name, Key: key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
    return splitJsonObjects(text).map((chunk) => ({ key, entry: JSON.parse(chunk.text) as unknown }));
  };
  const below = async (ours: boolean) => {
    const chosen = (await keys()).filter((key) => key.startsWith("failures/") === ours);
    return (await Promise.all(chosen.map(entriesOf))).flat();
  };
  return {
    keys,
    put: async (key, body) => {
      await s3.send(new PutObjectCommand({ Bucket: name, Key: key, Body: body }));
    },
    failures: async () => (await below(true)).map(({ key, entry }) => ({ key, record: entry as FailureRecord })),
    keptByAws: async () =>
      (await below(false)).map(({ key, entry }) => ({ key, entry: entry as Readonly<Record<string, unknown>> })),
  };
}

/** A document as the index holds it. */
export interface Stored {
  readonly id: string;
  readonly token: string;
}

interface Hit {
  readonly _id: string;
  readonly _source: unknown;
}

/** All documents of a prefix, up to 10,000. */
export async function storedBelow(prefix: string, request: Ask): Promise<Stored[]> {
  // By platform: one prefix may be the beginning of another.
  const indices = PLATFORMS.map((platform) => `${prefix}-${platform}-*`).join(",");
  await request("POST", `/${indices}/_refresh`);
  const { status, body } = await request("POST", `/${indices}/_search`, { size: 10_000 });
  if (status !== 200) throw new Error(JSON.stringify(body).slice(0, 500));
  return (body as { hits: { hits: Hit[] } }).hits.hits.map(({ _id: id, _source: source }) => ({
    id,
    token: TOKEN.exec(JSON.stringify(source))?.[0] ?? "",
  }));
}
