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
