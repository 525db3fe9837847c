import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type { Telemetry } from "./telemetry.ts";

/** Time that an invocation keeps back from delivery, ms: enough to write what is left to S3. */
const KEPT_BACK_MS = 8_000;
/** Of short timeouts not more than this part is kept back. */
const KEPT_BACK_SHARE = 0.3;

/** When delivery must have ended, ms since 1970. */
export function deliveryDeadline(now: number, remainingMs: number): number {
  return now + remainingMs - Math.min(KEPT_BACK_MS, remainingMs * KEPT_BACK_SHARE);
}

/**
 * A Lambda handler with our failure boundary: what the core throws is said once, in full, and thrown on, so that AWS retries.
 * middy's own early time-out stays off: it would end the invocation 5 ms before Lambda does, and write nothing to S3.
 */
export function lambdaHandler<Result>(
  telemetry: () => Telemetry,
  run: (event: unknown, deadline: number) => Promise<Result>,
): (event: unknown, context: Context) => Promise<Result> {
  return middy<unknown, Result>({ timeoutEarlyInMillis: 0 })
    .onError((request) => {
      telemetry().error(request.error);
    })
    .handler(async (event, context) => run(event, deliveryDeadline(Date.now(), context.getRemainingTimeInMillis())));
}
