import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Account } from "../../shared/core/accounting.ts";
import type { PutAnswer } from "../../shared/core/delivery/judge-put.ts";
import type { BulkAnswer } from "../../shared/core/delivery/judge.ts";
import { FAILURES, REASONS, type Reason } from "../../shared/core/failures.ts";
import { readFirehoseEvent, type FirehoseEvent } from "../../shared/core/decode/firehose-event.ts";
import { indexEvent } from "../../shared/core/pipeline/index-event.ts";
import { transformEvent } from "../../shared/core/pipeline/transform-event.ts";
import type { Platform } from "../../shared/sources/source.ts";
import { keptRecords } from "./fake-bucket.ts";
import type { Faults } from "./fake-opensearch.ts";
import { awslogs, entry, firehoseInvocation, gz, NOON, subscription } from "./payloads.ts";
import { noise } from "../../tools/faults/traffic.ts";
import { INFLATE_CAP, newWorld, type World } from "./world.ts";

const TEST_FOLDER = join(import.meta.dirname, "..");
const index = (event: unknown, faults: Faults = {}) => {
  const world = newWorld({ faults });
  return { world, account: indexEvent(event, world.pipeline, "eu-west-1", world.deadline) };
};
const line = awslogs(gz(subscription([entry("one", 1)])));
const status = (code: number): Faults => ({ request: (): BulkAnswer => ({ kind: "answer", status: code, body: "" }) });
const item = (code: number, type: string): Faults => ({ item: () => ({ status: code, type }) });

function tooMuchForOneResponse() {
  const world = newWorld();
  const records = Array.from({ length: 16 }, (_, seed) => Buffer.from(`{"log":"${noise(900_000, seed)}"}`));
  const event = readFirehoseEvent(firehoseInvocation(records, "tributary-archive"), NOON) as FirehoseEvent;
  return { world, account: transformEvent(event, world.pipeline, world.deadline).then(({ account }) => account) };
}

/** Of `index` with DELIVER_TO=firehose, and a Firehose that only knows this answer. */
function throughFirehose(
  answer: PutAnswer,
  streams: ReadonlyMap<Platform, string> = new Map([["eks", "tributary-eks"]]),
) {
  const world = newWorld();
  const pipeline = { ...world.pipeline, firehose: { put: async () => answer, streams } };
  return { world, account: indexEvent(line, pipeline, "eu-west-1", world.deadline) };
}
const refusal = (code: string): PutAnswer => ({ kind: "refused", code, status: 400, message: "" });

/** For each reason of `index` and `transform`, how it comes about. */
const PRODUCED: Partial<Record<Reason, () => { world: World; account: Promise<Account> }>> = {
  event_invalid: () => index({ Records: [] }),
  base64_invalid: () => index({ awslogs: { data: "*" } }),
  gzip_corrupt: () => index(awslogs(gz("x").subarray(0, 12))),
  gzip_too_large: () => index(awslogs(gzipSync(Buffer.alloc(INFLATE_CAP + 1)))),
  compression_unsupported: () => index(awslogs(Buffer.from("28b52ffd", "hex"))),
  envelope_invalid: () => index(awslogs(gz(subscription("no list")))),
  log_event_invalid: () => index(awslogs(gz(subscription([{}])))),
  record_too_large: () => index(line, status(413)),
  response_too_large: tooMuchForOneResponse,
  bulk_rejected_mapping: () => index(line, item(400, "mapper_parsing_exception")),
  bulk_rejected: () => index(line, item(400, "invalid_index_name_exception")),
  index_blocked: () => index(line, item(403, "cluster_block_exception")),
  access_denied: () => index(line, status(401)),
  bulk_throttled: () => index(line, status(429)),
  cluster_unavailable: () => index(line, status(503)),
  certificate_untrusted: () =>
    index(line, {
      request: () => ({ kind: "no-answer", detail: "ConnectionError: self-signed certificate in certificate chain" }),
    }),
  stream_unknown: () => throughFirehose({ kind: "answer", results: [] }, new Map()),
  firehose_refused: () => throughFirehose(refusal("AccessDeniedException")),
  firehose_throttled: () => throughFirehose(refusal("ServiceUnavailableException")),
  firehose_unavailable: () => throughFirehose({ kind: "no-answer", detail: "TimeoutError" }),
};
const produced = Object.entries(PRODUCED) as [Reason, () => { world: World; account: Promise<Account> }][];

describe("the table of failures", () => {
  it.each(produced)("%s is counted, and kept under its name", async (reason, produce) => {
    const { world, account } = produce();
    const { failedByReason, failed } = await account;
    expect([...failedByReason.keys()]).toEqual([reason]);
    expect(failed).toBeGreaterThan(0);
    const { stage } = FAILURES[reason];
    for (const key of world.bucket.objects.keys())
      expect(key).toMatch(new RegExp(`^failures/stage=${stage}/reason=${reason}/dt=`));
    const records = keptRecords(world.bucket);
    expect(records).toHaveLength(failed);
    for (const record of records) expect(record).toMatchObject({ reason, stage, attempts: 1 });
  });

  it("has no reason of index and transform that no test produces", () => {
    const own = REASONS.filter((reason) => ["decode", "plan", "deliver"].includes(FAILURES[reason].stage));
    expect(produced.map(([reason]) => reason).toSorted()).toEqual(own.toSorted());
  });

  it("has no reason that no other test speaks of", () => {
    const files = readdirSync(TEST_FOLDER, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.endsWith("failures.test.ts"),
    );
    const texts = files.map((file) => readFileSync(join(TEST_FOLDER, file), "utf8"));
    expect(REASONS.filter((reason) => !texts.some((text) => text.includes(reason)))).toEqual([]);
  });

  it("has a heading in docs/failures.md for each reason, and the other way round", () => {
    const docs = readFileSync(join(TEST_FOLDER, "../docs/failures.md"), "utf8");
    const headings = docs.split("\n").filter((text) => text.startsWith("## "));
    expect(headings).toEqual(REASONS.map((reason) => `## ${reason}`));
  });

  it.each(REASONS)("says of %s what it means and what to do", (reason) => {
    const { summary, remedy } = FAILURES[reason];
    expect([summary, remedy].every((text) => /^[A-Z].{20,}\.$/.test(text))).toBe(true);
    expect(reason).toMatch(/^[a-z0-9]+(?:_[a-z0-9]+)+$/);
  });
});
