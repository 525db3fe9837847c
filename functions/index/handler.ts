import { clusterBulk } from "../../shared/aws/cluster.ts";
import { atColdStart } from "../../shared/aws/cold-start.ts";
import { pipelineOf } from "../../shared/aws/environment.ts";
import { recordPutter } from "../../shared/aws/firehose.ts";
import { lambdaHandler } from "../../shared/aws/lambda.ts";
import { powertoolsTelemetry, type Telemetry } from "../../shared/aws/telemetry.ts";
import { indexEvent } from "../../shared/core/pipeline/index-event.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import { VARIABLES } from "./env.ts";

/** What the function runs on; replay and tests bring their own. */
export interface IndexParts {
  readonly pipeline: Pipeline;
  readonly region: string;
  readonly telemetry: Telemetry;
}

/** CloudWatch Logs subscription → OpenSearch `_bulk`, or the delivery streams of the platforms. */
export function createHandler(parts: () => IndexParts) {
  return lambdaHandler(
    () => parts().telemetry,
    async (event, deadline) => {
      const { pipeline, region, telemetry } = parts();
      const account = await indexEvent(event, pipeline, region, deadline);
      telemetry.account(account);
    },
  );
}

export const handler = createHandler(
  atColdStart(VARIABLES, (env) => {
    const pipeline = pipelineOf(env, clusterBulk(env));
    const firehose = { put: recordPutter(), streams: env.DELIVER_STREAMS };
    return {
      pipeline: env.DELIVER_TO === "firehose" ? { ...pipeline, firehose } : pipeline,
      region: env.AWS_REGION,
      telemetry: powertoolsTelemetry("index"),
    };
  }),
);
