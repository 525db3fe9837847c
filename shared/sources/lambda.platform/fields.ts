import { double, keyword, keywords, long } from "../../schema/field.ts";

/** What only Lambda itself says. */
export const PLATFORM_FIELDS = {
  "aws.lambda.event": keyword("Platform event: START, REPORT, TIMEOUT, ERROR…, or its type in JSON", "REPORT"),
  "aws.lambda.status": keyword("success, failure, timeout, error or out_of_memory", "timeout"),
  "aws.lambda.tenant_id": keyword("Tenant of the invocation, in functions with tenant isolation", "acme"),
  "aws.lambda.phase": keyword("Phase that an initialisation ran in: init or invoke", "init"),
  "aws.lambda.initialization_type": keyword("on-demand, provisioned-concurrency or snap-start", "on-demand"),
  "aws.lambda.runtime_version": keyword("Runtime version", "nodejs:22.v9"),
  "aws.lambda.runtime_version_arn": keyword("ARN of the runtime version", "arn:aws:lambda:us-east-1::runtime:72a12ac7"),
  "aws.lambda.extension.name": keyword("Extension, or subscriber of a log stream", "datadog-agent"),
  "aws.lambda.extension.state": keyword("Its state", "Ready"),
  "aws.lambda.extension.events": keywords("What it has registered for or subscribed to", ["INVOKE", "SHUTDOWN"]),
  "faas.invocation.duration_ms": double("Time that the handler ran, ms", 619.31),
  "faas.invocation.billed_duration_ms": double("Time that is billed, ms", 700),
  "faas.invocation.init_duration_ms": double("Time of the initialisation, ms", 150.79),
  "faas.invocation.restore_duration_ms": double("Time to restore a snapshot, ms", 509.31),
  "faas.invocation.billed_restore_duration_ms": double("Time of a restore that is billed, ms", 42),
  "faas.invocation.max_memory_used": long("Most memory used by the execution environment, bytes", 123731968),
  "faas.invocation.produced_bytes": long("Size of the response, bytes", 16),
} as const;

export type PlatformName = keyof typeof PLATFORM_FIELDS;
