import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { conservationGap, COUNTS, sumsBySource, type Account } from "../core/accounting.ts";

/** Where a function says what became of the log events it received. Never the events themselves: the pipeline would read its own log. */
export interface Telemetry {
  /** Called once for each invocation that ended. */
  readonly account: (account: Account) => void;
  /** Called for an invocation that throws, before it does. */
  readonly error: (error: unknown) => void;
}

/**
 * Metrics in CloudWatch's embedded format and structured logs, by Powertools; dimensions are bounded sets.
 *
 * @param now ms since 1970, which ages are measured from.
 */
export function powertoolsTelemetry(functionName: string, now: () => number = Date.now): Telemetry {
  const logger = new Logger({ serviceName: functionName });
  const metrics = new Metrics({ namespace: "Tributary", serviceName: functionName });
  const bySource = new Metrics({ namespace: "Tributary", serviceName: functionName });
  return {
    account: (account) => {
      for (const name of COUNTS) {
        metrics.addMetric(name, MetricUnit.Count, account[name]);
      }
      metrics.addMetric("bytes", MetricUnit.Bytes, account.bytes);
      if (account.oldestEvent !== undefined) {
        metrics.addMetric("oldestEventAge", MetricUnit.Seconds, Math.max(0, (now() - account.oldestEvent) / 1000));
      }
      const gap = conservationGap(account);
      metrics.addMetric("conservationGap", MetricUnit.Count, Math.abs(gap));
      metrics.publishStoredMetrics();
      for (const [destination, count] of Object.entries(account.deliveredTo)) {
        if (count > 0)
          metrics
            .singleMetric()
            .addDimension("destination", destination)
            .addMetric("deliveredTo", MetricUnit.Count, count);
      }
      for (const [reason, count] of account.failedByReason) {
        metrics.singleMetric().addDimension("reason", reason).addMetric("failedByReason", MetricUnit.Count, count);
      }
      for (const [rule, count] of account.filteredByRule) {
        metrics.singleMetric().addDimension("rule", rule).addMetric("filteredByRule", MetricUnit.Count, count);
      }
      for (const [rule, count] of account.redactedByRule) {
        metrics.singleMetric().addDimension("rule", rule).addMetric("redactedByRule", MetricUnit.Count, count);
      }
      for (const { platform, source, events, ...fates } of sumsBySource(account)) {
        bySource.addDimensions({ platform, source });
        bySource.addMetric("received", MetricUnit.Count, events);
        for (const fate of ["delivered", "duplicate", "failed"] as const)
          if (fates[fate] > 0) bySource.addMetric(fate, MetricUnit.Count, fates[fate]);
        bySource.publishStoredMetrics();
      }
      const { received, delivered, duplicate, filtered, failed } = account;
      const counts = {
        received,
        delivered,
        duplicate,
        filtered,
        failed,
        failedByReason: Object.fromEntries(account.failedByReason),
      };
      if (gap !== 0) logger.error("conservation broken", { ...counts, gap });
      else if (account.unkept.length > 0)
        logger.error("failures could not be written to S3; Firehose keeps the records", {
          ...counts,
          unkept: account.unkept,
        });
      else if (failed > 0) logger.warn("log events failed", counts);
      else logger.info("log events accounted for", counts);
    },
    error: (error) => {
      logger.error("invocation failed", error instanceof Error ? error : new Error(String(error)));
    },
  };
}
