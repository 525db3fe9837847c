import { readFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import type { Context } from "aws-lambda";
import { beforeAll, describe, expect, it } from "vitest";
import { VARIABLES } from "../../functions/redrive/env.ts";
import { createHandler as createIndex } from "../../functions/index/handler.ts";
import { createHandler as createRedrive } from "../../functions/redrive/handler.ts";
import { clusterBulk } from "../../shared/aws/cluster.ts";
import { pipelineOf } from "../../shared/aws/environment.ts";
import { objectStore, objectWriter } from "../../shared/aws/s3.ts";
import { conservationGap, type Account } from "../../shared/core/accounting.ts";
import { readEnv } from "../../shared/core/env.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import { AWS_PREFIXES } from "../../shared/core/redrive/selection.ts";
import type { RunSummary } from "../../shared/core/redrive/run-summary.ts";
import { runRedrive } from "../tools/redrive/run-redrive.ts";
import { ask, installTemplate, openSearchUrl, s3Access } from "./real-servers.ts";

const BUCKET = "failures-redrive";
/** Nobody listens there. */
const CLOSED = "http://127.0.0.1:1";
const EVENTS = [
  "awkward.json",
  "eks.scheduler.bindings.json",
  "eks.audit.captured.json",
  "eks.application.stack-trace.json",
  "ec2.iis.default.json",
];

const config: S3ClientConfig =
  s3Access === undefined
    ? {}
    : { endpoint: s3Access.endpoint, region: s3Access.region, credentials: s3Access, forcePathStyle: true };
const s3 = new S3Client(config);
const context = (remainingMs: number) => ({ getRemainingTimeInMillis: () => remainingMs }) as unknown as Context;
const event = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../events/cloudwatch", name), "utf8"));

/** The pipeline as a function's environment describes it, with the real bucket. */
function pipelineFor(prefix: string, endpoint = openSearchUrl): Pipeline {
  const env = readEnv(VARIABLES, {
    AWS_REGION: "eu-west-1",
    OPENSEARCH_ENDPOINT: endpoint,
    OPENSEARCH_AUTH: "none",
    FAILURES_BUCKET: BUCKET,
    INDEX_PREFIX: prefix,
  });
  if (!env.ok) throw new Error(env.problems.join("; "));
  return { ...pipelineOf(env.values, clusterBulk(env.values)), putFailure: objectWriter(BUCKET, config) };
}

function newTold() {
  const accounts: Account[] = [];
  return { accounts, telemetry: { account: (account: Account) => void accounts.push(account), error: () => {} } };
}

async function index(pipeline: Pipeline, name: string, remainingMs = 60_000): Promise<Account> {
  const { accounts, telemetry } = newTold();
  await createIndex(() => ({ pipeline, region: "eu-west-1", telemetry }))(event(name), context(remainingMs));
  const [account] = accounts;
  if (account === undefined) throw new Error("the handler told nothing");
  return account;
}

async function redrive(pipeline: Pipeline, what: unknown): Promise<RunSummary> {
  const { accounts, telemetry } = newTold();
  const limits = { maxAttempts: 10, maxObjectBytes: 100_000_000, maxObjects: 10_000 };
  const parts = {
    pipeline,
    store: objectStore(BUCKET, 100_000_000, config),
    telemetry,
    log: () => {},
    prefixes: AWS_PREFIXES,
    limits,
  };
  const summary = await createRedrive(() => parts)(what, context(600_000));
  expect(accounts.map(conservationGap)).toEqual([0]);
  return summary;
}

async function keys(): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key: key = "" }) => key);
}

const put = (key: string, body: string | Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));

/** All documents of a prefix by index, without that prefix, and id. */
async function documentsOf(prefix: string): Promise<Record<string, unknown>> {
  await ask("POST", `/${prefix}-*/_refresh`);
  const { body } = await ask("POST", `/${prefix}-*/_search`, { size: 10_000, query: { match_all: {} } });
  const { hits } = (body as { hits: { hits: { _index: string; _id: string; _source: unknown }[] } }).hits;
  return Object.fromEntries(hits.map((hit) => [`${hit._index.slice(prefix.length)}/${hit._id}`, hit._source]));
}

describe.skipIf(openSearchUrl === undefined || s3Access === undefined)(
  "redrive, against a real OpenSearch and a real S3",
  () => {
    let sent: Record<string, unknown>;
    beforeAll(async () => {
      await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
      for (const prefix of ["healthy", "redriven", "byhand"]) await installTemplate(prefix, "strict");
      for (const name of EVENTS) await index(pipelineFor("healthy"), name);
      sent = await documentsOf("healthy");
    });

    /** Runs the invocations while nobody listens; gives the log events that were left in the bucket. */
    async function outage(prefix: string): Promise<number> {
      let received = 0;
      for (const name of EVENTS) {
        const account = await index(pipelineFor(prefix, CLOSED), name, 1_500);
        expect(account).toMatchObject({ delivered: 0, failed: account.received });
        received += account.received;
      }
      return received;
    }

    it("brings exactly the records that were sent, whatever had kept them, and then finds nothing", async () => {
      const received = await outage("redriven");
      expect(Object.keys(sent).length).toBeGreaterThan(EVENTS.length);
      const [document = "", json] = Object.entries(sent)[0] ?? [];
      const [name = "", id = ""] = document.split("/");
      const kept = {
        attemptsMade: "3",
        arrivalTimestamp: Date.now(),
        errorCode: "503",
        esDocumentId: id,
        esIndexName: `redriven${name}`,
      };
      const refused = { ...kept, rawData: Buffer.from(JSON.stringify(json, undefined, 1)).toString("base64") };
      const lambda = {
        version: "1.0",
        timestamp: "2026-11-23T12:05:00.000Z",
        requestContext: { functionArn: "arn:aws:lambda:eu-west-1:111122223333:function:tributary-dev-index:$LATEST" },
        requestPayload: event(EVENTS[1] ?? ""),
      };
      await put("AmazonOpenSearchService-failed/2026/11/23/12/x.gz", gzipSync(JSON.stringify(refused)));
      await put("aws/lambda/async/tributary-dev-index/2026/11/23/x", JSON.stringify(lambda));
      await put("processing-failed/stray", "nothing of ours\n");

      const away = await redrive(pipelineFor("redriven", CLOSED), {});
      expect(away).toMatchObject({
        objects: 0,
        stopped: expect.stringContaining("cluster_unavailable"),
        left: (await keys()).length,
      });
      expect(await documentsOf("redriven")).toEqual({});

      const summary = await redrive(pipelineFor("redriven"), {});
      expect(summary).toMatchObject({
        rewritten: 0,
        left: 0,
        failed: 0,
        storeFailures: [],
        unreadable: [expect.stringContaining("processing-failed/stray")],
      });
      expect(summary.received - summary.duplicate).toBe(received);
      expect(Object.keys(await documentsOf("redriven")).toSorted()).toEqual(Object.keys(sent).toSorted());
      expect(await documentsOf("redriven")).toEqual(sent);
      expect(await keys()).toEqual(["processing-failed/stray"]);
      expect(await redrive(pipelineFor("redriven"), {})).toMatchObject({ objects: 1, removed: 0, received: 0 });
    });

    it("does so by hand, from the bucket, after a look at it that touches nothing", async () => {
      const received = await outage("byhand");
      const before = await keys();
      const env = {
        AWS_ACCESS_KEY_ID: s3Access?.accessKeyId ?? "",
        AWS_SECRET_ACCESS_KEY: s3Access?.secretAccessKey ?? "",
        INDEX_PREFIX: "byhand",
      };
      const where = ["--from", `s3://${BUCKET}/failures/`, "--endpoint", s3Access?.endpoint ?? ""];
      const look = await runRedrive([...where, "--dry-run", "--json"], os.tmpdir(), env);
      expect(JSON.parse(look.stdout)).toMatchObject({
        reasons: [{ reason: "cluster_unavailable", events: received, undecodable: 0 }],
      });
      expect(await keys()).toEqual(before);

      const run = await runRedrive([...where, "--to", openSearchUrl ?? "", "--strict", "--json"], os.tmpdir(), env);
      expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(JSON.parse(run.stdout)).toMatchObject({
        received,
        indexed: received,
        objects: before.length - 1,
        removed: before.length - 1,
        holds: true,
      });
      expect(await documentsOf("byhand")).toEqual(sent);
      expect(await keys()).toEqual(["processing-failed/stray"]);
    });

    it("reads a bucket of more than a page", async () => {
      const record = { attemptsMade: 1, arrivalTimestamp: Date.UTC(2026, 10, 23, 12) };
      const numbers = Array.from({ length: 1_050 }, (_, number) => number);
      for (let at = 0; at < numbers.length; at += 50) {
        const some = numbers.slice(at, at + 50);
        await Promise.all(
          some.map((number) =>
            put(
              `processing-failed/many/${number}`,
              JSON.stringify({ ...record, rawData: Buffer.from(`line ${number}`).toString("base64") }),
            ),
          ),
        );
      }
      const summary = await redrive(pipelineFor("redriven"), { prefix: "processing-failed/many/" });
      expect(summary).toMatchObject({ objects: 1_050, removed: 1_050, received: 1_050, delivered: 1_050 });
    });
  },
);
