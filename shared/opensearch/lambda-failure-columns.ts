/** What one wants to see of an invocation that Lambda ended. */
export const LAMBDA_FAILURE_COLUMNS = {
  time: "@timestamp",
  function: "resource.attributes.faas.name",
  duration_ms: "attributes.faas.invocation.duration_ms",
  memory_bytes: "resource.attributes.faas.max_memory",
  used_bytes: "attributes.faas.invocation.max_memory_used",
  platform_event: "attributes.aws.lambda.event",
  request: "attributes.faas.invocation_id",
  message: "body",
} as const;
