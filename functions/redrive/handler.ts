import { clusterBulk } from "../../shared/aws/cluster.ts";
import { atColdStart } from "../../shared/aws/cold-start.ts";
import { pipelineOf } from "../../shared/aws/environment.ts";
import { lambdaHandler } from "../../shared/aws/lambda.ts";
import { objectStore } from "../../shared/aws/s3.ts";
import { powertoolsTelemetry, type Telemetry } from "../../shared/aws/telemetry.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import type { ObjectStore } from "../../shared/core/redrive/object-store.ts";
import { MAX_OBJECTS, redriveRun, type RunOptions } from "../../shared/core/redrive/redrive-run.ts";
import { readTarget } from "../../shared/core/redrive/redrive-target.ts";
import { runSummary, storeError, type RunSummary } from "../../shared/core/redrive/run-summary.ts";
import { readPrefixes, selectionOf } from "../../shared/core/redrive/selection.ts";
import { VARIABLES } from "./env.ts";
import { summaryLog } from "./summary-log.ts";

/** What the function runs on; tests bring their own. */
export interface RedriveParts {
  readonly pipeline: Pipeline;
  readonly store: ObjectStore;
  readonly telemetry: Telemetry;
  readonly log: (summary: RunSummary) => void;
  readonly prefixes: readonly string[];
  readonly limits: Omit<RunOptions, "deadline">;
}

/** Failures bucket → OpenSearch `_bulk`: by schedule what may be tried again, on demand a key, a prefix or a reason. */
export function createHandler(parts: () => RedriveParts) {
  return lambdaHandler(
    () => parts().telemetry,
    async (event, deadline): Promise<RunSummary> => {
      const { pipeline, store, telemetry, log, prefixes, limits } = parts();
      const read = readTarget(event);
      if (!read.ok) throw new Error(`event: ${read.problem}`);
      const selection = selectionOf(read.target, pipeline.delivery.failuresPrefix, prefixes);
      const report = await redriveRun(selection, store, pipeline, { ...limits, deadline });
      const summary = runSummary(report);
      telemetry.account(report.account);
      log(summary);
      const error = storeError(report.failed);
      if (error !== undefined) throw error;
      return summary;
    },
  );
}

export const handler = createHandler(
  atColdStart(VARIABLES, (env) => ({
    pipeline: pipelineOf(env, clusterBulk(env)),
    store: objectStore(env.FAILURES_BUCKET, env.REDRIVE_MAX_OBJECT_BYTES),
    telemetry: powertoolsTelemetry("redrive"),
    log: summaryLog(),
    prefixes: readPrefixes(env.REDRIVE_PREFIXES),
    limits: {
      maxAttempts: env.REDRIVE_MAX_ATTEMPTS,
      maxObjectBytes: env.REDRIVE_MAX_OBJECT_BYTES,
      maxObjects: MAX_OBJECTS,
    },
  })),
);
