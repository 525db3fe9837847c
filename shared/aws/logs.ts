import {
  CloudWatchLogsClient,
  type CloudWatchLogsClientConfig,
  CloudWatchLogsServiceException,
  DescribeLogGroupsCommand,
  DescribeSubscriptionFiltersCommand,
  PutSubscriptionFilterCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogsPorts, PutOutcome } from "../core/subscribe/logs-ports.ts";

/** Tries for reading; the SDK backs off between them. */
const READ_ATTEMPTS = 5;

/** Errors of `PutSubscriptionFilter` that pass by themselves (API reference, and AWS's front door). */
const PASSING = new Set([
  "InternalFailure",
  "OperationAbortedException",
  "RequestLimitExceeded",
  "ServiceUnavailableException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/**
 * CloudWatch Logs as `subscribe` needs it. Reading is retried by the SDK; writing is tried once, because retries have to keep to
 * the pace of the core.
 *
 * @param config for tests and local servers; in Lambda the environment says it all.
 */
export function logsPorts(config: CloudWatchLogsClientConfig = {}): Omit<LogsPorts, "now" | "wait"> {
  const reader = new CloudWatchLogsClient({ ...config, maxAttempts: READ_ATTEMPTS });
  const writer = new CloudWatchLogsClient({ ...config, maxAttempts: 1 });
  return {
    logGroups: async (prefix, page) => {
      const which = prefix === "" ? {} : { logGroupNamePrefix: prefix };
      const command = new DescribeLogGroupsCommand({ ...which, limit: 50, nextToken: page });
      const { logGroups = [], nextToken } = await reader.send(command);
      const groups = logGroups.map(({ logGroupName: name = "", logGroupClass: logClass = "STANDARD" }) => ({
        name,
        logClass,
      }));
      return { groups, next: nextToken };
    },

    // One page holds 50 filters, and a log group has 2, in one region 5.
    filtersOf: async (logGroupName) => {
      try {
        const { subscriptionFilters = [] } = await reader.send(
          new DescribeSubscriptionFiltersCommand({ logGroupName }),
        );
        return subscriptionFilters.map(
          ({ filterName: name = "", destinationArn = "", roleArn = "", filterPattern: pattern = "" }) => {
            return { name, destinationArn, roleArn, pattern };
          },
        );
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },

    putFilter: async (logGroupName, { name: filterName, destinationArn, roleArn, pattern: filterPattern }) => {
      const role = roleArn === "" ? {} : { roleArn };
      const command = new PutSubscriptionFilterCommand({
        logGroupName,
        filterName,
        destinationArn,
        filterPattern,
        ...role,
      });
      try {
        await writer.send(command);
        return { kind: "done" };
      } catch (error) {
        if (error instanceof Error) return refusalOf(error);
        throw error;
      }
    },
  };
}

function refusalOf(error: Error): PutOutcome {
  const detail = `${error.name}: ${error.message.replaceAll("\n", " ").slice(0, 300)}`;
  // The SDK has no class for connections that break and answers that cannot be read.
  if (!(error instanceof CloudWatchLogsServiceException)) return { kind: "busy", detail };
  if (error.name === "LimitExceededException") return { kind: "full" };
  if (error.name === "ResourceNotFoundException") return { kind: "gone" };
  const isPassing = PASSING.has(error.name) || (error.$metadata.httpStatusCode ?? 0) >= 500;
  return { kind: isPassing ? "busy" : "refused", detail };
}
