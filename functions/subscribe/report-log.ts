import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { SubscribeReport } from "../../shared/core/subscribe/report.ts";

/** Names in one line of the log, which may be 1 MB long and a name 512 characters. */
const NAMES_PER_LINE = 500;

/** What counting takes of Powertools' metrics. */
interface Counters {
  addMetric(name: string, unit: typeof MetricUnit.Count, value: number): unknown;
  publishStoredMetrics(): void;
}

/** Logs what a run found and did, with the name of each log group that has no slot left, and counts it in metrics. */
export function reportLog(
  logger: Pick<Logger, "info" | "warn" | "error"> = new Logger({ serviceName: "subscribe" }),
  metrics: Counters = new Metrics({ namespace: "Tributary", serviceName: "subscribe" }),
): (report: SubscribeReport) => void {
  return ({ written, full, gone, failed, ...counts }) => {
    const sizes = { written: written.length, full: full.length, gone: gone.length, failed: failed.length };
    metrics.addMetric("filtersWritten", MetricUnit.Count, sizes.written);
    metrics.addMetric("filtersWithoutSlot", MetricUnit.Count, sizes.full);
    metrics.addMetric("filtersFailed", MetricUnit.Count, sizes.failed);
    metrics.addMetric("logGroupsUnvisited", MetricUnit.Count, counts.unvisited);
    metrics.publishStoredMetrics();
    // As a field of its own: a logger takes `message` and the like for its own names.
    const extra = { subscribe: { ...counts, ...sizes } };
    if (counts.unvisited > 0) logger.warn("time was over before all log groups were looked at", extra);
    else logger.info("log groups looked at", extra);
    for (let from = 0; from < full.length; from += NAMES_PER_LINE) {
      logger.warn("no slot left for a subscription filter", { full: full.slice(from, from + NAMES_PER_LINE) });
    }
    for (let from = 0; from < failed.length; from += NAMES_PER_LINE) {
      logger.error("filters could not be written", { failed: failed.slice(from, from + NAMES_PER_LINE) });
    }
  };
}
