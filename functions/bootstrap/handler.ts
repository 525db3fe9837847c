import { Logger } from "@aws-lambda-powertools/logger";
import { atColdStart } from "../../shared/aws/cold-start.ts";
import { lambdaHandler } from "../../shared/aws/lambda.ts";
import { clusterClient } from "../../shared/aws/cluster.ts";
import { adminRequest } from "../../shared/aws/opensearch-admin.ts";
import { powertoolsTelemetry, type Telemetry } from "../../shared/aws/telemetry.ts";
import type { AdminPorts } from "../../shared/core/bootstrap/admin-request.ts";
import { applyProperties } from "../../shared/core/bootstrap/apply.ts";
import type { CustomResourceOutcome } from "../../shared/core/bootstrap/custom-resource.ts";
import type { ShippedData } from "../../shared/core/bootstrap/desired-state.ts";
import { serveCustomResource } from "../../shared/core/bootstrap/serve-custom-resource.ts";
import template from "../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { savedObjects } from "../../shared/opensearch/saved-objects/all-objects.ts";
import { lifePolicy } from "../../shared/opensearch/ism-policies.ts";
import { firehoseRole, writerRole } from "../../shared/opensearch/writer-role.ts";
import { VARIABLES } from "./env.ts";
import { putAnswer } from "./put-answer.ts";

/** What the function runs on; tests bring their own. */
export interface BootstrapParts {
  readonly telemetry: Telemetry;
  readonly log: (outcome: CustomResourceOutcome) => void;
  /** May throw for a wrong environment: that is a reason, too, and the stack must hear of it. */
  readonly admin: () => AdminPorts;
  readonly respond: (url: string, answer: string) => Promise<void>;
}

const SHIPPED: ShippedData = { template, lifePolicy, writerRole, firehoseRole, savedObjects };
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** CloudFormation's custom resource → index template, ISM policy, role, role mapping and dashboards. */
export function createHandler({ telemetry, log, admin, respond }: BootstrapParts) {
  return lambdaHandler(
    () => telemetry,
    async (event, deadline) => {
      const ports = {
        apply: (properties: Readonly<Record<string, unknown>>, until: number) =>
          applyProperties(properties, SHIPPED, admin(), until),
        respond,
        now: Date.now,
        wait,
      };
      log(await serveCustomResource(event, ports, deadline));
    },
  );
}

const logger = new Logger({ serviceName: "bootstrap" });

export const handler = createHandler({
  telemetry: powertoolsTelemetry("bootstrap"),
  log: (outcome) => {
    if (outcome.ok) logger.info("the cluster has what it is to have", { bootstrap: outcome.data });
    else logger.error("the cluster could not be brought to what it is to have", { reason: outcome.reason });
  },
  admin: atColdStart(VARIABLES, (env) => ({ request: adminRequest(clusterClient(env, false)), now: Date.now, wait })),
  respond: putAnswer,
});
