const W3C_TRACE = /^(?!0{32})[0-9a-f]{32}$/i;
const W3C_SPAN = /^(?!0{16})[0-9a-f]{16}$/i;
const XRAY_TRACE = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/i;
const DECIMAL = /^[1-9]\d{0,19}$/;
const LARGEST_64_BIT = (1n << 64n) - 1n;

/** The W3C trace id of an X-Ray one: `1-5e61292c-cc12…` without version and dashes; undefined when it is none. */
export function xrayTraceId(text: string): string | undefined {
  const match = XRAY_TRACE.exec(text);
  return match === null ? undefined : `${match[1] ?? ""}${match[2] ?? ""}`.toLowerCase();
}

/** What an X-Ray tracing header says: `Root=1-…;Parent=…;Sampled=1;Lineage=…` (X-Ray developer guide, "Tracing header"). */
export interface XRayHeader {
  /** The trace id as written. */
  readonly root: string;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  /** Undefined when it is left to the callee (`?`) or not said. */
  readonly sampled: boolean | undefined;
}

/** Reads an X-Ray tracing header; undefined when it has no `Root`. */
export function parseXRayHeader(text: string): XRayHeader | undefined {
  if (text.length > 1000) return undefined;
  const parts = new Map<string, string>();
  for (const part of text.split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0) parts.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim());
  }
  const root = parts.get("root");
  if (root === undefined) return undefined;
  const sampled = parts.get("sampled");
  return {
    root,
    traceId: xrayTraceId(root),
    spanId: w3cSpanId(parts.get("parent") ?? ""),
    sampled: sampled === "1" ? true : sampled === "0" ? false : undefined,
  };
}

/** Trace id of 32 hex digits, in lower case; one of 16 (B3, Zipkin) is filled up with zeros on the left. */
export function w3cTraceId(text: string): string | undefined {
  if (W3C_TRACE.test(text)) return text.toLowerCase();
  return W3C_SPAN.test(text) ? text.toLowerCase().padStart(32, "0") : undefined;
}

/** Span id of 16 hex digits, in lower case. */
export function w3cSpanId(text: string): string | undefined {
  return W3C_SPAN.test(text) ? text.toLowerCase() : undefined;
}

/** Trace and span id of a W3C `traceparent` header. */
export function parseTraceparent(text: string): { traceId: string; spanId: string } | undefined {
  const [, traceId = "", spanId = ""] = TRACEPARENT.exec(text) ?? [];
  return W3C_TRACE.test(traceId) && W3C_SPAN.test(spanId)
    ? { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase() }
    : undefined;
}

/** Datadog's ids are unsigned 64-bit numbers in decimal; newer tracers write 32 hex digits. */
export function datadogTraceId(text: string): string | undefined {
  return decimalHex(text)?.padStart(32, "0") ?? (W3C_TRACE.test(text) ? text.toLowerCase() : undefined);
}

/** Datadog's span id, decimal or hex. */
export function datadogSpanId(text: string): string | undefined {
  return decimalHex(text)?.padStart(16, "0") ?? w3cSpanId(text);
}

function decimalHex(text: string): string | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const number = BigInt(text);
  return number <= LARGEST_64_BIT ? number.toString(16) : undefined;
}

/** Trace and span id among the words of a text line. */
export interface TraceIds {
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  /** The X-Ray id as written. */
  readonly xray?: string | undefined;
  /** Datadog's own numbers, which its users search for. */
  readonly datadog?: { readonly trace_id: string; readonly span_id?: string | undefined };
}

const NEAR = 2000;
const DATADOG = /\bdd\.trace_id=(\w{1,32})(?:[ ,]{1,2}dd\.span_id=(\w{1,20}))?/;
const NAMED = /\btrace_?id[=:] ?"?([0-9a-f]{32})\b(?:[ ,;"]{1,3}span_?id[=:] ?"?([0-9a-f]{16})\b)?/i;
const XRAY = /\bAWS-XRAY-TRACE-ID: (1-[0-9a-f]{8}-[0-9a-f]{24})(?:@([0-9a-f]{16}))?/;

/**
 * The trace ids that tracers inject into text lines: Datadog's `dd.trace_id=… dd.span_id=…`, OpenTelemetry's
 * `trace_id=… span_id=…`, X-Ray's `AWS-XRAY-TRACE-ID: …@…`; undefined where there are none near the start.
 */
export function traceIdsIn(text: string): TraceIds | undefined {
  const head = text.length > NEAR ? text.slice(0, NEAR) : text;
  if (head.includes("dd.trace_id=")) {
    const [, trace = "", span] = DATADOG.exec(head) ?? [];
    if (!/[1-9a-f]/.test(trace)) return undefined;
    const datadog = { trace_id: trace, span_id: span };
    return { traceId: datadogTraceId(trace), spanId: datadogSpanId(span ?? ""), datadog };
  }
  if (head.includes("AWS-XRAY-TRACE-ID")) {
    const [, xray, span] = XRAY.exec(head) ?? [];
    return xray === undefined ? undefined : { traceId: xrayTraceId(xray), spanId: w3cSpanId(span ?? ""), xray };
  }
  if (!head.includes("race")) return undefined;
  const [, trace = "", span = ""] = NAMED.exec(head) ?? [];
  const traceId = w3cTraceId(trace);
  return traceId === undefined ? undefined : { traceId, spanId: w3cSpanId(span) };
}
