import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { Context } from "aws-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { createHandler as createIndex } from "../../functions/index/handler.ts";
import { createHandler as createTransform } from "../../functions/transform/handler.ts";
import { VARIABLES } from "../../functions/index/env.ts";
import { clusterBulk } from "../../shared/aws/cluster.ts";
import { pipelineOf } from "../../shared/aws/environment.ts";
import { objectWriter } from "../../shared/aws/s3.ts";
import { conservationGap, type Account } from "../../shared/core/accounting.ts";
import { readEnv } from "../../shared/core/env.ts";
import type { FailureRecord } from "../../shared/core/failure-record.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import { ask, countByIndex, installTemplate, openSearchUrl, s3Access } from "./real-servers.ts";

const BUCKET = "failures";
const context = { getRemainingTimeInMillis: () => 60_000 } as unknown as Context;
const event = (path: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../events", path), "utf8"));

const s3 =
  s3Access === undefined ? undefined : new S3Client({ ...s3Access, credentials: s3Access, forcePathStyle: true });

/** The pipeline as a function's environment describes it, with the real servers. */
function pipelineFor(prefix: string): Pipeline {
  const env = readEnv(VARIABLES, {
    AWS_REGION: "eu-west-1",
    OPENSEARCH_ENDPOINT: openSearchUrl,
    OPENSEARCH_AUTH: "none",
    FAILURES_BUCKET: BUCKET,
    INDEX_PREFIX: prefix,
  });
  if (!env.ok) throw new Error(env.problems.join("; "));
  if (s3Access === undefined) throw new Error("no S3 server");
  const { endpoint, region } = s3Access;
  const putFailure = objectWriter(BUCKET, { endpoint, region, credentials: s3Access, forcePathStyle: true });
  return { ...pipelineOf(env.values, clusterBulk(env.values)), putFailure };
}

async function run(
  name: "index" | "transform",
  pipeline: Pipeline,
  path: string,
): Promise<{ account: Account; answer: unknown }> {
  const accounts: Account[] = [];
  const telemetry = { account: (account: Account) => void accounts.push(account), error: () => {} };
  const parts = { pipeline, region: "eu-west-1", telemetry };
  const handler = name === "index" ? createIndex(() => parts) : createTransform(() => parts);
  const answer = await handler(event(path), context);
  const [account] = accounts;
  if (account === undefined) throw new Error("the handler told nothing");
  return { account, answer };
}

/** What is in the failures bucket below a prefix. */
async function failuresBelow(prefix: string): Promise<{ key: string; record: FailureRecord }[]> {
  const { Contents = [] } = (await s3?.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }))) ?? {};
  const lists = await Promise.all(
    Contents.map(async ({ Key: key = "" }) => {
      const object = await s3?.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
      const text = gunzipSync(await (object?.Body?.transformToByteArray() ?? new Uint8Array())).toString();
      return text
        .trimEnd()
        .split("\n")
        .map((line) => ({ key, record: JSON.parse(line) as FailureRecord }));
    }),
  );
  return lists.flat();
}

describe.skipIf(openSearchUrl === undefined || s3Access === undefined)(
  "the handlers, against a real OpenSearch and a real S3",
  () => {
    beforeAll(async () => {
      await s3?.send(new CreateBucketCommand({ Bucket: BUCKET }));
    });

    it("index delivers what others choke on: an empty line, 300 KB, a NUL, invalid UTF-8", async () => {
      await installTemplate("awkward", "strict");
      const { account } = await run("index", pipelineFor("awkward"), "cloudwatch/awkward.json");
      expect(account).toMatchObject({ received: 4, delivered: 4, failed: 0 });
      expect(await countByIndex("awkward")).toEqual({ "awkward-other-2026-11-23": 4 });
      const { body } = await ask("GET", "/awkward-*/_search?size=10&sort=attributes.log.record.uid");
      const hits = (
        body as {
          hits: {
            hits: { _source: { body: string; original?: string; attributes: { "tributary.notes"?: string[] } } }[];
          };
        }
      ).hits.hits;
      const [empty, long, nul, damaged] = hits.map(({ _source: source }) => source);
      expect(empty?.body).toBe("");
      expect(long?.body).toHaveLength(300_005);
      expect(nul?.body).toBe("nul \u0000 in the middle");
      expect(damaged).toMatchObject({ body: "caf\ufffd au lait", attributes: { "tributary.notes": ["invalid_utf8"] } });
      expect(Buffer.from(damaged?.original?.replace("data:;base64,", "") ?? "", "base64").toString("latin1")).toBe(
        "caf\u00e9 au lait",
      );
    });

    it("transform answers each record once, and keeps the corrupt one with its bytes", async () => {
      await installTemplate("mixed", "strict");
      const { account, answer } = await run("transform", pipelineFor("mixed"), "firehose/mixed.json");
      const sent = (event("firehose/mixed.json") as { records: { recordId: string; data: string }[] }).records;
      const { records } = answer as { records: { recordId: string; result: string }[] };
      expect(records.map(({ recordId }) => recordId)).toEqual(sent.map(({ recordId }) => recordId));
      expect(account).toMatchObject({ control: 1, failed: 1 });
      expect(conservationGap(account)).toBe(0);
      const [kept] = await failuresBelow("failures/stage=decode/reason=gzip_corrupt/");
      expect(kept?.record.original).toBe(sent[2]?.data);
    });

    it("index keeps what a wrong mapping refuses, once, however often it is invoked", async () => {
      await ask("PUT", "/_index_template/refusing", {
        index_patterns: ["refusing-*"],
        priority: 901,
        template: { mappings: { properties: { body: { type: "integer" } } } },
      });
      const pipeline = pipelineFor("refusing");
      const { account } = await run("index", pipeline, "cloudwatch/eks.scheduler.bindings.json");
      expect(account.delivered + account.duplicate).toBe(0);
      expect([...account.failedByReason.keys()]).toEqual(["bulk_rejected_mapping"]);
      const kept = await failuresBelow("failures/stage=deliver/reason=bulk_rejected_mapping/");
      expect(kept).toHaveLength(account.failed);
      await run("index", pipeline, "cloudwatch/eks.scheduler.bindings.json");
      expect(await failuresBelow("failures/stage=deliver/reason=bulk_rejected_mapping/")).toHaveLength(kept.length);
    });
  },
);
