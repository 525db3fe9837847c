import type { Context } from "aws-lambda";
import { createHandler as createIndex } from "../../functions/index/handler.ts";
import { createHandler as createTransform } from "../../functions/transform/handler.ts";
import type { Telemetry } from "../../shared/aws/telemetry.ts";
import type { Account } from "../../shared/core/accounting.ts";
import { DEFAULT_BACKOFF } from "../../shared/core/delivery/backoff.ts";
import { newCatalog } from "../../shared/core/normalize.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../shared/core/settings.ts";
import { FAILURES_PREFIX } from "./destinations/failures-folder.ts";
import type { Destination } from "./destinations/destination.ts";
import { landRecords } from "./land-records.ts";
import type { Invocation } from "./wrap/invocations.ts";

/** Time of one invocation, ms. Lambda's own limit is 15 minutes; nobody at a terminal waits that long for a cluster. */
const TIMEOUT_MS = 120_000;

/** The pipeline of the functions with the environment's defaults and an operator's rules, in front of a replay's destination. */
export function replayPipeline(
  destination: Destination,
  rules: Partial<Pick<Settings, "filters" | "redactions">> = {},
): Pipeline {
  return {
    catalog: newCatalog(SOURCES),
    settings: { ...DEFAULT_SETTINGS, ...rules },
    bulk: destination.bulk,
    putFailure: destination.putFailure,
    now: Date.now,
    random: Math.random,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    delivery: {
      limits: { maxBytes: 5_000_000, maxDocuments: 5_000 },
      target: { withIds: true },
      backoff: DEFAULT_BACKOFF,
      requestTimeoutMs: 30_000,
      failuresPrefix: FAILURES_PREFIX,
    },
  };
}

/**
 * The functions as Lambda runs them, without Lambda: the real handlers with a context, in front of a pipeline of one's own. What
 * `transform` hands back is delivered as Firehose would.
 *
 * @returns what invokes one of them and gives its account. It rejects as the handler does.
 */
export function localFunctions(pipeline: Pipeline): (invocation: Invocation) => Promise<Account> {
  const booked: Account[] = [];
  const telemetry: Telemetry = {
    account: (account) => {
      booked.push(account);
    },
    // The handler throws it on, to whoever invoked.
    error: () => undefined,
  };
  const index = createIndex(() => ({ pipeline, region: "", telemetry }));
  const transform = createTransform(() => ({ pipeline, telemetry }));
  return async ({ via, event }) => {
    const started = Date.now();
    const context = lambdaContext(via, started);
    const answer = via === "index" ? await index(event, context) : await transform(event, context);
    const account = booked.pop();
    if (account === undefined) throw new Error(`${via} ended without an account`);
    if (answer !== undefined) await landRecords(event, answer.records, pipeline, started + TIMEOUT_MS, account);
    return account;
  };
}

/** What Lambda says of an invocation. @param started ms since 1970. */
export function lambdaContext(name: string, started: number): Context {
  const context: Omit<Context, "done" | "fail" | "succeed"> = {
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:::function:${name}`,
    memoryLimitInMB: "1769",
    awsRequestId: "replay",
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: "replay",
    getRemainingTimeInMillis: () => started + TIMEOUT_MS - Date.now(),
  };
  // What is left out is deprecated, and nobody calls it.
  return context as Context;
}
