import type { FirehoseClientConfig } from "@aws-sdk/client-firehose";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { Context } from "aws-lambda";
import { createHandler as createIndex } from "../../functions/index/handler.ts";
import { VARIABLES as INDEX } from "../../functions/index/env.ts";
import { createHandler as createRedrive } from "../../functions/redrive/handler.ts";
import { VARIABLES as REDRIVE } from "../../functions/redrive/env.ts";
import { createHandler as createTransform } from "../../functions/transform/handler.ts";
import { clusterBulk } from "../../shared/aws/cluster.ts";
import { pipelineOf } from "../../shared/aws/environment.ts";
import { recordPutter } from "../../shared/aws/firehose.ts";
import { objectStore, objectWriter } from "../../shared/aws/s3.ts";
import type { Telemetry } from "../../shared/aws/telemetry.ts";
import { conservationGap, type Account } from "../../shared/core/accounting.ts";
import { readEnv } from "../../shared/core/env.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import type { ObjectStore } from "../../shared/core/redrive/object-store.ts";
import { MAX_OBJECTS } from "../../shared/core/redrive/redrive-run.ts";
import type { RunSummary } from "../../shared/core/redrive/run-summary.ts";
import { readPrefixes } from "../../shared/core/redrive/selection.ts";

/** What an operator has set, and the servers that stand in for AWS. */
export interface Surroundings {
  /** Environment variables of the functions. */
  readonly env: Readonly<Record<string, string>>;
  readonly s3: S3ClientConfig;
  readonly firehose?: FirehoseClientConfig;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** Time that `index` and `transform` have, ms. */
  readonly timeoutMs: number;
  /** Is told the account of each invocation that ended. */
  readonly onAccount?: (account: Account) => void;
  /** What stands between a function and the outside: how an invocation is ended in its midst. */
  readonly between?: (pipeline: Pipeline) => Pipeline;
}

/** The functions as Lambda runs them. Each rejects as its handler does. */
export interface FunctionsUnderFault {
  readonly index: (event: unknown, remainingMs?: number) => Promise<Account>;
  readonly transform: (event: unknown) => Promise<unknown>;
  readonly redrive: (event: unknown, store?: (store: ObjectStore) => ObjectStore) => Promise<RunSummary>;
}

/** Of the redrive: as long as serverless.yml gives it, ms. */
const REDRIVE_MS = 900_000;

/**
 * The real handlers with the real ports, as their environment describes them, but for the clock: pauses between attempts are not
 * waited for, they alone move the invocation's clock on. A deadline is reached in a moment, and after the same attempts on a slow
 * machine as on a fast one.
 */
export function functionsUnderFault(surroundings: Surroundings): FunctionsUnderFault {
  const { s3, random, timeoutMs, between = (pipeline) => pipeline } = surroundings;
  const env = environmentOf(surroundings.env);
  /** What one invocation tells its operators. */
  const listen = (): { telemetry: Telemetry; told: () => Account } => {
    let account: Account | undefined;
    const telemetry: Telemetry = {
      account: (said) => {
        account = said;
        surroundings.onAccount?.(said);
        const gap = conservationGap(said);
        if (gap !== 0) throw new Error(`conservation broken: ${gap} log events`);
      },
      // The handler throws it on, to whoever invoked.
      error: () => undefined,
    };
    const told = (): Account => {
      if (account === undefined) throw new Error("a function ended without an account");
      return account;
    };
    return { telemetry, told };
  };
  const base: Pipeline = {
    ...pipelineOf(env, clusterBulk(env)),
    putFailure: objectWriter(env.FAILURES_BUCKET, s3),
    random,
  };
  const firehose = { put: recordPutter(surroundings.firehose), streams: env.DELIVER_STREAMS };

  /** The pipeline of one invocation, with a clock of its own. */
  const pipelineNow = (): Pipeline => {
    let now = Date.now();
    return between({
      ...base,
      now: () => now,
      wait: async (ms) => {
        now += ms;
      },
    });
  };

  return {
    index: async (event, remainingMs = timeoutMs) => {
      const own = pipelineNow();
      const pipeline = env.DELIVER_TO === "firehose" ? { ...own, firehose } : own;
      const { telemetry, told } = listen();
      await createIndex(() => ({ pipeline, region: env.AWS_REGION, telemetry }))(event, contextOf(remainingMs));
      return told();
    },
    transform: (event) => {
      const { telemetry } = listen();
      return createTransform(() => ({ pipeline: pipelineNow(), telemetry }))(event, contextOf(timeoutMs));
    },
    redrive: (event, storeOf = (store) => store) => {
      const parts = {
        pipeline: pipelineNow(),
        store: storeOf(objectStore(env.FAILURES_BUCKET, env.REDRIVE_MAX_OBJECT_BYTES, s3)),
        telemetry: listen().telemetry,
        log: () => undefined,
        prefixes: readPrefixes(env.REDRIVE_PREFIXES),
        limits: {
          maxAttempts: env.REDRIVE_MAX_ATTEMPTS,
          maxObjectBytes: env.REDRIVE_MAX_OBJECT_BYTES,
          maxObjects: MAX_OBJECTS,
        },
      };
      return createRedrive(() => parts)(event, contextOf(REDRIVE_MS));
    },
  };
}

function environmentOf(env: Readonly<Record<string, string>>) {
  const read = readEnv({ ...INDEX, ...REDRIVE }, env);
  if (!read.ok) throw new Error(`environment: ${read.problems.join("; ")}`);
  return read.values;
}

function contextOf(remainingMs: number): Context {
  const until = Date.now() + remainingMs;
  // The only part of a context that the handlers read.
  return { getRemainingTimeInMillis: () => Math.max(0, until - Date.now()) } as unknown as Context;
}
