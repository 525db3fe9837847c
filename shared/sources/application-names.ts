import {
  datadogSpanId,
  datadogTraceId,
  parseTraceparent,
  parseXRayHeader,
  w3cSpanId,
  w3cTraceId,
  xrayTraceId,
} from "../formats/trace-id.ts";
import type { Draft, Json } from "../schema/draft.ts";
import type { ResourceName } from "../schema/resource-fields.ts";
import { saidInteger, saidText, type MemberFiller } from "./application-member.ts";
import { fillCaller } from "./klog-record.ts";

type Attribute = keyof Draft["attributes"];

/** Members of JSON log lines that mean the same whoever writes them, by dotted name. */
export const COMMON_MEMBERS: ReadonlyMap<string, MemberFiller> = new Map<string, MemberFiller>([
  ...each(attribute("thread.name"), "thread", "thread_name", "threadName", "process.thread.name"),
  ...each(whole("thread.id"), "threadId", "thread_id"),
  ...each(whole("process.pid"), "pid", "process_id", "process.pid"),
  ...each(caller, "caller", "@caller"),
  ...each(attribute("code.function.name"), "funcName", "source.function", "log.origin.function"),
  ...each(attribute("code.file.path"), "pathname", "source.file"),
  ...each(whole("code.line.number"), "lineno", "line_number", "source.line"),
  ...each(location, "location"),
  ...each(resource("service.name"), "service", "service.name", "service_name", "serviceName", "dd.service"),
  ...each(resource("service.version"), "service.version", "dd.version"),
  ...each(resource("deployment.environment.name"), "deployment.environment", "service.environment", "dd.env"),
  ...each(traceId, "trace_id", "traceId", "TraceId", "traceID", "trace.id", "otelTraceID", "@tr"),
  ...each(spanId, "span_id", "spanId", "SpanId", "spanID", "span.id", "otelSpanID", "@sp"),
  ...each(datadogTrace, "dd.trace_id"),
  ...each(datadogSpan, "dd.span_id"),
  ...each(xray, "xray_trace_id", "xrayTraceId", "XRayTraceId", "xray.trace_id", "span.xrayTraceId"),
  ...each(traceHeader, "traceparent", "X-Amzn-Trace-Id"),
]);

function each(filler: MemberFiller, ...names: string[]): [string, MemberFiller][] {
  return names.map((name) => [name, filler]);
}

function attribute(name: Attribute): MemberFiller {
  return (value, record) => {
    const said = saidText(value);
    if (said === undefined || record.attributes[name] !== undefined) return false;
    record.attributes[name] = said;
    return true;
  };
}

function whole(name: Attribute): MemberFiller {
  return (value, record) => {
    const number = saidInteger(value);
    if (number === undefined || record.attributes[name] !== undefined) return false;
    record.attributes[name] = number;
    return true;
  };
}

function resource(name: ResourceName): MemberFiller {
  return (value, record) => {
    const said = saidText(value);
    if (said === undefined || record.resource[name] !== undefined) return false;
    record.resource[name] = said;
    return true;
  };
}

function caller(value: Json, record: Draft): boolean {
  if (saidText(value) === undefined) return false;
  fillCaller(value, record);
  return true;
}

/** Python: `path:function:line` of Lambda's runtime, `function:line` of Powertools. */
function location(value: Json, record: Draft): boolean {
  const [, path, name, line] = (typeof value === "string" ? /^(?:(.+):)?([^:]+):(\d{1,7})$/.exec(value) : null) ?? [];
  if (name === undefined) return false;
  if (path !== undefined) record.attributes["code.file.path"] = path;
  record.attributes["code.function.name"] = name;
  record.attributes["code.line.number"] = Number(line);
  return true;
}

/** A W3C or B3 trace id, or X-Ray's, which .NET's Lambda runtime writes under this name. */
function traceId(value: Json, record: Draft): boolean {
  if (typeof value !== "string" || record.traceId !== undefined) return false;
  const id = w3cTraceId(value);
  if (id === undefined) return xray(value, record);
  record.traceId = id;
  return true;
}

function spanId(value: Json, record: Draft): boolean {
  const id = typeof value === "string" && record.spanId === undefined ? w3cSpanId(value) : undefined;
  if (id === undefined) return false;
  record.spanId = id;
  return true;
}

/** The id is kept as Datadog writes it, too: its users search for the decimal number. */
function datadogTrace(value: Json, record: Draft): boolean {
  if (typeof value === "string" || typeof value === "number") record.traceId ??= datadogTraceId(String(value));
  return false;
}

function datadogSpan(value: Json, record: Draft): boolean {
  if (typeof value === "string" || typeof value === "number") record.spanId ??= datadogSpanId(String(value));
  return false;
}

/** X-Ray's id, alone or as the whole tracing header. */
function xray(value: Json, record: Draft): boolean {
  if (typeof value !== "string") return false;
  const header = value.startsWith("1-") ? undefined : parseXRayHeader(value);
  const root = header?.root ?? value;
  if (!root.startsWith("1-") || record.attributes["aws.xray.trace_id"] !== undefined) return false;
  record.attributes["aws.xray.trace_id"] = root;
  record.traceId ??= xrayTraceId(root);
  record.spanId ??= header?.spanId;
  if (header?.sampled !== undefined) record.attributes["aws.xray.sampled"] = header.sampled;
  return true;
}

function traceHeader(value: Json, record: Draft): boolean {
  const parent = typeof value === "string" ? parseTraceparent(value) : undefined;
  if (parent === undefined) return xray(value, record);
  if (record.traceId !== undefined) return false;
  record.traceId = parent.traceId;
  record.spanId ??= parent.spanId;
  return true;
}
