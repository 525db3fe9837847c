import { createHandler } from "../../../functions/redrive/handler.ts";
import { newAccount, type Account } from "../../../shared/core/accounting.ts";
import type { Pipeline } from "../../../shared/core/pipeline/pipeline.ts";
import { lambdaContext } from "../../cli/functions.ts";
import { MAX_OBJECT_BYTES, type KeptFailures } from "./kept-failures.ts";

const LIMITS = { maxAttempts: 10, maxObjectBytes: MAX_OBJECT_BYTES, maxObjects: 50_000 };

/** Invokes the redrive function over the failures of this session. It gives why it ended before its time, if it did. */
export async function redriveOnce(
  event: object,
  pipeline: Pipeline,
  failures: KeptFailures,
): Promise<{ readonly account: Account; readonly problem: string | undefined }> {
  let booked: Account | undefined;
  let stopped: string | undefined;
  const handler = createHandler(() => ({
    pipeline,
    store: failures,
    telemetry: {
      account: (account) => {
        booked = account;
      },
      // It is thrown on.
      error: () => undefined,
    },
    log: (summary) => {
      ({ stopped } = summary);
    },
    prefixes: [],
    limits: LIMITS,
  }));
  await handler(event, lambdaContext("redrive", Date.now()));
  const problem = stopped === undefined ? undefined : `the cluster takes nothing: ${stopped}`;
  return { account: booked ?? newAccount(), problem };
}
