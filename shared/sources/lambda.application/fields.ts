import { keyword, otel } from "../../schema/field.ts";

/** What only lines of a function's code say. */
export const APPLICATION_FIELDS = {
  "aws.lambda.event": keyword(
    "function or extension, where the Telemetry or Logs API says whose line it is",
    "function",
  ),
  "aws.lambda.invoked_arn": otel(
    keyword("ARN that the function was invoked by", "arn:aws:lambda:eu-west-1:111122223333:function:checkout:live"),
  ),
  "aws.lambda.tenant_id": keyword("Tenant of the invocation, in functions with tenant isolation", "acme"),
} as const;

export type ApplicationName = keyof typeof APPLICATION_FIELDS;
