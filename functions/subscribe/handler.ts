import { atColdStart } from "../../shared/aws/cold-start.ts";
import { lambdaHandler } from "../../shared/aws/lambda.ts";
import { logsPorts } from "../../shared/aws/logs.ts";
import { powertoolsTelemetry, type Telemetry } from "../../shared/aws/telemetry.ts";
import type { LogsPorts } from "../../shared/core/subscribe/logs-ports.ts";
import { readSubscribeEvent } from "../../shared/core/subscribe/read-event.ts";
import type { SubscribeReport } from "../../shared/core/subscribe/report.ts";
import {
  accountPolicyOf,
  subscribeCreated,
  sweepLogGroups,
  type SubscribeOptions,
} from "../../shared/core/subscribe/subscribe.ts";
import { VARIABLES } from "./env.ts";
import { optionsOf } from "./options.ts";
import { reportLog } from "./report-log.ts";

/** What the function runs on; tests bring their own. */
export interface SubscribeParts {
  readonly ports: LogsPorts;
  readonly options: SubscribeOptions;
  /** 0…1. */
  readonly random: () => number;
  readonly telemetry: Telemetry;
  readonly log: (report: SubscribeReport) => void;
}

/** New log groups, and by schedule all of them, → subscription filters to `index` and the archive. */
export function createHandler(parts: () => SubscribeParts) {
  return lambdaHandler(
    () => parts().telemetry,
    async (event, deadline) => {
      const { ports, options, random, log } = parts();
      const request = readSubscribeEvent(event);
      if (request.kind === "unknown") throw new Error("the event is neither a schedule's nor CreateLogGroup");
      if (request.kind === "nothing") return undefined;
      if (request.kind === "account-policy") return accountPolicyOf(ports, options);
      const report = await (request.kind === "sweep"
        ? sweepLogGroups(ports, options, deadline, random())
        : subscribeCreated(request.logGroup, ports, options));
      log(report);
      const [first] = report.failed;
      if (first === undefined) return report;
      // Thrown, so that Lambda tries again and its error metric tells.
      throw new Error(
        `${report.failed.length} filters could not be written, the first for ${first.logGroup}: ${first.detail}`,
      );
    },
  );
}

export const handler = createHandler(
  atColdStart(VARIABLES, (env) => ({
    ports: { ...logsPorts(), now: Date.now, wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    options: optionsOf(env),
    random: Math.random,
    telemetry: powertoolsTelemetry("subscribe"),
    log: reportLog(),
  })),
);
