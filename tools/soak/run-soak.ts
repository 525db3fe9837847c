import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { addAccount, newAccount, type Account } from "../../shared/core/accounting.ts";
import template from "../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { newAsyncLambda } from "../faults/async-lambda.ts";
import { chanceOf, numberOf } from "../faults/chance.ts";
import { startFaultyProxy } from "../faults/faulty-proxy.ts";
import { functionsUnderFault, type FunctionsUnderFault, type Surroundings } from "../faults/functions.ts";
import { killedAt } from "../faults/killed.ts";
import { agentRecord, awslogsEvent, NOON, subscriptionPayload } from "../faults/traffic.ts";
import { newDeliveryStream } from "../firehose/delivery-stream.ts";
import { inProcessLambda } from "../firehose/in-process-lambda.ts";
import { streamToOpenSearch, transformation } from "../firehose/stream-settings.ts";
import { openBucket } from "./bucket.ts";
import { bulkOver } from "./bulk-over.ts";
import { faultPlan } from "./fault-plan.ts";
import { installTemplate, readDocuments } from "./index-contents.ts";
import { BY_FIREHOSE, newLedger, type Comparison, type Way } from "./ledger.ts";
import { isFlat, sampleMemory, type MemorySample } from "./memory.ts";

export interface SoakOptions {
  readonly events: number;
  readonly seed: number;
  /** Prefix of the indices and name of the bucket. */
  readonly name: string;
  /** Called ten times, after each tenth of the events. */
  readonly onPhase?: (phase: Phase) => void;
}

export interface Phase extends MemorySample {
  readonly sent: number;
  readonly seconds: number;
}

export interface SoakServers {
  readonly opensearch: string;
  readonly s3: S3ClientConfig & { readonly endpoint: string };
}

export interface SoakReport {
  readonly comparison: Comparison;
  /** All invocations of all functions together. */
  readonly account: Account;
  /** Invocations of `index` and redrives that threw. */
  readonly thrown: number;
  readonly faults: ReadonlyMap<string, number>;
  /** Payloads that can never be records: sent, and kept in S3 byte for byte. */
  readonly broken: { readonly sent: number; readonly kept: number; readonly otherwise: number };
  /** Undefined where the run was too short to say. */
  readonly flat: boolean | undefined;
  readonly holds: boolean;
}

const STREAM = "tributary-eks";
/** Log events of one payload at most; of a small run fewer, so that it has enough requests to fail. */
const LARGEST_PAYLOAD = 2_000;
const PAYLOADS = 200;
/** Records of an agent at a time. */
const AGENT = 100;
/** Rounds between two redrives, and between two invocations of what had thrown. */
const REDRIVE_EVERY = 40;
const RETRY_EVERY = 5;
/** Redrives at the end, before it is said that they do not come to an end. */
const LAST_REDRIVES = 100;

/**
 * Sends log events through the real functions into a real OpenSearch and a real S3, with faults by chance at each hop: single
 * requests fail, OpenSearch is away for whole invocations, invocations are killed, repeated and redriven meanwhile. Then the
 * faults end, what waits is delivered, and what is in the index is held against what was sent.
 */
export async function runSoak(options: SoakOptions, servers: SoakServers): Promise<SoakReport> {
  const { events, seed, name } = options;
  const most = Math.min(LARGEST_PAYLOAD, Math.ceil(events / PAYLOADS));
  const plan = faultPlan(seed);
  const opensearch = await startFaultyProxy(servers.opensearch);
  const s3 = await startFaultyProxy(servers.s3.endpoint);
  const bucket = await openBucket(name, servers.s3);
  await installTemplate(servers.opensearch, name, template);
  opensearch.set(plan.opensearch);
  s3.set(plan.s3);

  const account = newAccount();
  let between: Surroundings["between"];
  const functions = functionsUnderFault({
    env: {
      AWS_REGION: "eu-west-1",
      OPENSEARCH_ENDPOINT: opensearch.url,
      OPENSEARCH_AUTH: "none",
      FAILURES_BUCKET: name,
      INDEX_PREFIX: name,
      STREAMS: JSON.stringify({ [STREAM]: { platform: "eks", destination: "opensearch" } }),
      REDRIVE_MAX_ATTEMPTS: "1000",
    },
    s3: { ...servers.s3, endpoint: s3.url },
    timeoutMs: 120_000,
    random: chanceOf(seed),
    onAccount: (one) => addAccount(account, { ...one, unkept: [] }),
    between: (pipeline) => between?.(pipeline) ?? pipeline,
  });
  const lambda = newAsyncLambda(bucket.put, functions);
  let clock = NOON;
  const stream = newDeliveryStream(
    streamToOpenSearch(STREAM, {
      transformation: transformation(),
      destination: { indexName: `${name}-eks`, retryMs: 0 },
      bucket: { compression: "gzip" },
    }),
    {
      invoke: inProcessLambda(functions.transform),
      bulk: bulkOver(opensearch.url, 30_000),
      putObject: bucket.put,
      now: () => clock,
      wait: async (ms) => {
        clock += ms;
      },
      random: chanceOf(seed + 1),
    },
  );

  const ledger = newLedger(events);
  const broken = new Set<string>();
  const samples: MemorySample[] = [];
  const started = Date.now();
  let redrivesThrown = 0;
  let sent = 0;
  for (let round = 1; sent < events; round++) {
    const chance = chanceOf(numberOf(`${seed} round ${round}`));
    const draw = (inHundred: number): boolean => chance() * 100 < inHundred;
    plan.outage(draw(4));
    const turn = Math.floor(chance() * 3);
    const way = chance();
    const count = Math.min(events - sent, way > 0.92 ? Math.min(AGENT, most) : 1 + Math.floor(chance() * most));
    if (way > 0.92) {
      ledger.send(sent, count, BY_FIREHOSE);
      for (let number = sent; number < sent + count; number++) await stream.put(agentRecord(number));
    } else {
      const { bytes } = subscriptionPayload(sent, count, turn);
      // A payload of one log event goes through Firehose as a document, under Firehose's id.
      ledger.send(sent, count, way > 0.8 && count === 1 ? BY_FIREHOSE : ((turn + 1) as Way));
      if (way > 0.8) await stream.put(bytes);
      else {
        const deploy = (over: Pick<Surroundings, "between">): FunctionsUnderFault => {
          between = over.between;
          return functions;
        };
        if (draw(6)) lambda.use(killedAt(deploy, 1 + Math.floor(chance() * 4), draw(50)));
        await lambda.invoke(awslogsEvent(bytes));
        between = undefined;
        lambda.use(functions);
        if (draw(4)) await lambda.invoke(awslogsEvent(bytes));
      }
      if (draw(2)) {
        const cut = bytes.subarray(0, bytes.length - 9);
        broken.add(cut.toString("base64"));
        await lambda.invoke(awslogsEvent(cut));
      }
    }
    sent += count;
    if (round % RETRY_EVERY === 0) await lambda.retry();
    if (round % REDRIVE_EVERY === 0) {
      await stream.flush();
      await functions.redrive({}).catch(() => redrivesThrown++);
    }
    if (Math.floor((sent * 10) / events) > samples.length) {
      const sample = sampleMemory();
      samples.push(sample);
      options.onPhase?.({ ...sample, sent, seconds: Math.round((Date.now() - started) / 1000) });
    }
  }

  plan.outage(false);
  opensearch.set(undefined);
  s3.set(undefined);
  await stream.flush();
  while (lambda.waiting().length > 0) await lambda.retry();
  for (let run = 1; (await functions.redrive({})).received > 0; run++) {
    if (run === LAST_REDRIVES) throw new Error(`after ${run} redrives there is still something to be redriven`);
  }
  await readDocuments(servers.opensearch, `${name}-*`, ledger.meet);
  const kept = await keptOf(bucket.entries(), broken);
  await opensearch.close();
  await s3.close();

  const comparison = ledger.compare();
  const { lost, foreign, twice } = comparison;
  const flat = isFlat(samples);
  return {
    comparison,
    account,
    thrown: lambda.errors().length + redrivesThrown,
    faults: plan.counts,
    broken: { sent: broken.size, ...kept },
    flat,
    holds:
      comparison.sent === events &&
      lost + foreign + twice + kept.otherwise === 0 &&
      kept.kept === broken.size &&
      flat !== false,
  };
}

/** Of what is left in S3: how much of it is a broken payload as it was sent, and how much is anything else. */
async function keptOf(entries: AsyncIterable<unknown>, broken: ReadonlySet<string>) {
  const found = new Set<string>();
  let otherwise = 0;
  for await (const entry of entries) {
    const { original } = entry as { original?: string };
    if (original !== undefined && broken.has(original)) found.add(original);
    else otherwise++;
  }
  return { kept: found.size, otherwise };
}
