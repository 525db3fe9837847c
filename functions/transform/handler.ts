import { clusterBulkLater } from "../../shared/aws/cluster-later.ts";
import { atColdStart } from "../../shared/aws/cold-start.ts";
import { pipelineOf } from "../../shared/aws/environment.ts";
import { lambdaHandler } from "../../shared/aws/lambda.ts";
import { powertoolsTelemetry, type Telemetry } from "../../shared/aws/telemetry.ts";
import { readFirehoseEvent } from "../../shared/core/decode/firehose-event.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import { transformEvent } from "../../shared/core/pipeline/transform-event.ts";
import { VARIABLES } from "./env.ts";

/** What the function runs on; replay and tests bring their own. */
export interface TransformParts {
  readonly pipeline: Pipeline;
  readonly telemetry: Telemetry;
}

/** Firehose records → one document each, or NDJSON for S3. */
export function createHandler(parts: () => TransformParts) {
  return lambdaHandler(
    () => parts().telemetry,
    async (event, deadline) => {
      const { pipeline, telemetry } = parts();
      const firehose = readFirehoseEvent(event, pipeline.now());
      // Without recordIds there is nothing to answer: Firehose never sends this, and keeps what it sent when we throw.
      if (firehose === undefined)
        throw new TypeError("not a Firehose transformation event: records with recordId are missing");
      const { results, account } = await transformEvent(firehose, pipeline, deadline);
      telemetry.account(account);
      return { records: results };
    },
  );
}

export const handler = createHandler(
  atColdStart(VARIABLES, (env) => ({
    pipeline: pipelineOf(env, clusterBulkLater(env)),
    telemetry: powertoolsTelemetry("transform"),
  })),
);
