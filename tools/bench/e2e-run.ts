import { gunzipSync, gzipSync } from "node:zlib";
import type { Context } from "aws-lambda";
import { VARIABLES } from "../../functions/index/env.ts";
import { createHandler } from "../../functions/index/handler.ts";
import { clusterBulk } from "../../shared/aws/cluster.ts";
import { pipelineOf } from "../../shared/aws/environment.ts";
import type { Account } from "../../shared/core/accounting.ts";
import { readEnv } from "../../shared/core/env.ts";
import type { PayloadSet } from "./payloads.ts";

export interface RunOptions {
  readonly url: string;
  readonly events: number;
  /** Payloads that one invocation brings: they are glued, as gzip members are. */
  readonly payloadsAnInvocation: number;
  /** Environment variables of `index` to be tried. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What a run took; times are ms. */
export interface RunResult {
  readonly events: number;
  readonly delivered: number;
  readonly requests: number;
  /** Bytes of `_bulk` bodies before compression. */
  readonly bytes: number;
  readonly wallMs: number;
  /** Processor time of this process: decoding, typing, compressing, reading answers. */
  readonly ourMs: number;
  /** Time in which a request was on its way or with the cluster. */
  readonly requestMs: number;
  readonly peakRssMegabytes: number;
}

/** Replays payloads into a cluster through `index`, one invocation after the other, each event under an id of its own. */
export async function runEndToEnd(set: PayloadSet, options: RunOptions): Promise<RunResult> {
  const sums = { events: 0, delivered: 0, requests: 0, bytes: 0, wallMs: 0, ourMs: 0, requestMs: 0 };
  const handler = indexHandler(options, sums);
  const texts = set.payloads.map((payload) => gunzipSync(payload).toString("utf8"));
  const eventsAPayload = set.events / set.payloads.length;
  for (let payload = 0; sums.events < options.events;) {
    const members: Buffer[] = [];
    while (members.length < options.payloadsAnInvocation && sums.events < options.events) {
      const round = Math.floor(payload / texts.length);
      members.push(gzipSync(inRound(texts[payload % texts.length] ?? "", round)));
      sums.events += eventsAPayload;
      payload++;
    }
    const event = { awslogs: { data: Buffer.concat(members).toString("base64") } };
    const cpu = process.cpuUsage();
    const began = performance.now();
    await handler(event, CONTEXT);
    sums.wallMs += performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    sums.ourMs += (user + system) / 1000;
  }
  return { ...sums, peakRssMegabytes: process.resourceUsage().maxRSS / 1024 };
}

const CONTEXT = { getRemainingTimeInMillis: () => 120_000 } as Context;

/** The event ids of a payload begin with 38; a round of their own makes other events of the same lines. */
function inRound(text: string, round: number): string {
  return text.replaceAll('"id":"38', `"id":"38${String(round).padStart(5, "0")}`);
}

function indexHandler(
  options: RunOptions,
  sums: { delivered: number; requests: number; bytes: number; requestMs: number },
) {
  const read = readEnv(VARIABLES, {
    AWS_REGION: "eu-west-1",
    OPENSEARCH_ENDPOINT: options.url,
    OPENSEARCH_AUTH: "none",
    FAILURES_BUCKET: "none",
    ...options.settings,
  });
  if (!read.ok) throw new Error(read.problems.join("; "));
  const pipeline = pipelineOf(read.values, async (body, timeoutMs) => {
    const began = performance.now();
    const answer = await bulk(body, timeoutMs);
    sums.requestMs += performance.now() - began;
    sums.requests++;
    sums.bytes += Buffer.byteLength(body);
    return answer;
  });
  const bulk = clusterBulk(read.values);
  const putFailure = async (key: string): Promise<void> => {
    throw new Error(`the cluster refused documents: ${key}`);
  };
  const telemetry = {
    account: ({ delivered }: Account) => {
      sums.delivered += delivered;
    },
    error: (error: unknown) => {
      throw error;
    },
  };
  return createHandler(() => ({ pipeline: { ...pipeline, putFailure }, region: "eu-west-1", telemetry }));
}
