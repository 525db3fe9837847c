import type { Draft, Json } from "../../schema/draft.ts";
import { saidInteger, saidText, type MemberFiller, type MemberFillers } from "../application-member.ts";
import type { ApplicationName } from "./fields.ts";

const MEGABYTE = 1024 * 1024;

/** Members that the runtimes' JSON format and Powertools for AWS Lambda write, in each of their spellings. */
export const LAMBDA_MEMBERS: MemberFillers = new Map<string, MemberFiller>([
  ...each(request, "function_request_id", "functionRequestId", "AWSRequestId", "awsRequestId", "aws_request_id"),
  // Rust's runtime opens a span for each invocation.
  ...each(weakRequest, "requestId", "request_id", "span.requestId"),
  ...each(attribute("aws.lambda.tenant_id"), "tenantId", "tenant_id"),
  ...each(attribute("aws.lambda.invoked_arn"), "function_arn", "functionArn"),
  ...each(coldStart, "cold_start", "coldStart"),
  ...each(resource("faas.name"), "function_name", "functionName"),
  ...each(resource("faas.version"), "function_version", "functionVersion"),
  ...each(memory, "function_memory_size", "functionMemorySize"),
]);

function each(filler: MemberFiller, ...names: string[]): [string, MemberFiller][] {
  return names.map((name) => [name, filler]);
}

const REQUEST_ID = /^[\dA-Za-z]{8}-(?:[\dA-Za-z]{4}-){3}[\dA-Za-z]{12}$/;

function request(value: Json, record: Draft): boolean {
  const id = saidText(value);
  if (id === undefined) return false;
  const { attributes, payload } = record;
  const other = attributes["faas.invocation_id"];
  // An application may log a request of its own beside Lambda's.
  if (other !== undefined && other !== id) payload["requestId"] = other;
  attributes["faas.invocation_id"] = id;
  attributes["aws.request_id"] = id;
  return true;
}

/** The runtimes' own name, but a common word as well. */
function weakRequest(value: Json, record: Draft): boolean {
  if (typeof value !== "string" || !REQUEST_ID.test(value)) return false;
  const known = record.attributes["faas.invocation_id"];
  if (known !== undefined) return known === value;
  return request(value, record);
}

function attribute(name: ApplicationName): MemberFiller {
  return (value, record: Draft<ApplicationName>) => {
    const said = saidText(value);
    if (said === undefined) return false;
    record.attributes[name] = said;
    return true;
  };
}

function resource(name: "faas.name" | "faas.version"): MemberFiller {
  return (value, record) => {
    const said = saidText(value);
    if (said === undefined) return false;
    record.resource[name] = said;
    return true;
  };
}

function coldStart(value: Json, record: Draft): boolean {
  if (typeof value !== "boolean") return false;
  record.attributes["faas.coldstart"] = value;
  return true;
}

/** Megabytes, as text in most languages. */
function memory(value: Json, record: Draft): boolean {
  const size = saidInteger(value);
  if (size === undefined) return false;
  record.resource["faas.max_memory"] = size * MEGABYTE;
  return true;
}
