import { Logger } from "@aws-lambda-powertools/logger";
import type { RunSummary } from "../../shared/core/redrive/run-summary.ts";

/** Logs what a run did with the objects; what became of the log events is for the telemetry that all functions share. */
export function summaryLog(logger = new Logger({ serviceName: "redrive" })): (summary: RunSummary) => void {
  return (summary) => {
    const { stopped, unreadable, storeFailures } = summary;
    // As a field of its own: a logger takes `message` and the like for its own names.
    const extra = { redrive: summary };
    if (stopped !== undefined) logger.warn("redrive stopped: the cluster takes nothing", extra);
    else if (unreadable.length + storeFailures.length > 0) logger.warn("some objects could not be redriven", extra);
    else logger.info("objects redriven", extra);
  };
}
