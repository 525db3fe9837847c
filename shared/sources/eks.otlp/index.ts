import { severity, type Severity } from "../../formats/severity.ts";
import { isoOfEpoch, isoOfNanos } from "../../formats/time.ts";
import { keyword } from "../../schema/field.ts";
import { RESOURCE_FIELDS } from "../../schema/resource-fields.ts";
import { COMMON_FIELDS } from "../../schema/common-fields.ts";
import type { Draft, Json, JsonObject } from "../../schema/draft.ts";
import { fillFromApplicationLine } from "../application-line.ts";
import { asObject, asText, copyOf, putRest, take } from "../json-rest.ts";
import { defineSource, jsonOf, newLine, upTo, type Line } from "../source.ts";

/** CloudWatch's OTLP endpoint writes here what the OpenTelemetry collector of the EKS add-on sends. */
const GROUP = /^\/aws\/otel\/containerinsights\/([^/]+)\/(application|host)$/;

type OtlpDraft = Draft<"otel.scope.name">;

export default defineSource({
  name: "eks.otlp",
  platform: "eks",
  description:
    "OpenTelemetry log records as JSON, as CloudWatch's OTLP endpoint stores them for the EKS add-on and ADOT.",
  detect: ({ logGroup }) => (GROUP.test(logGroup) ? 1 : upTo(0.85, (line) => (isOtlp(line) ? 0.85 : 0))),
  resource: ({ logGroup }) => ({ "k8s.cluster.name": GROUP.exec(logGroup)?.[1] }),
  fields: { "otel.scope.name": keyword("Instrumentation scope that emitted the record", "io.opentelemetry.contrib") },
  normalize: (line, record) => {
    const json = jsonOf(line);
    if (json === undefined) fillFromApplicationLine(line, record);
    else fillFromOtlp(json, line, record);
  },
});

function isOtlp(line: Line): boolean {
  if (!line.text.startsWith("{") || !line.text.includes('"timeUnixNano"')) return false;
  const json = jsonOf(line);
  return json !== undefined && asObject(asObject(json["resource"])?.["attributes"]) !== undefined;
}

function fillFromOtlp(json: JsonObject, line: Line, record: OtlpDraft): void {
  const rest = copyOf(json);
  // Nanoseconds do not fit a double; they are taken from their digits, which is what the note would say.
  line.jsonNotes = line.jsonNotes.filter((note) => !note.endsWith("UnixNano"));
  const time = timeOf(rest, "timeUnixNano");
  const observed = timeOf(rest, "observedTimeUnixNano");
  const level = severityOf(rest);
  const body = take(rest, "body");
  if (typeof body === "string") {
    // The body is the container's line: what it says of itself is worth as much as in any other shape.
    const inner = newLine(body, line.carrierTime);
    record.body = body;
    fillFromApplicationLine(inner, record);
    record.notes.push(...inner.jsonNotes);
  } else if (body !== undefined) {
    record.body = JSON.stringify(body);
    record.payload["body"] = body;
  }
  record.time = time ?? record.time ?? observed;
  record.severity = level ?? record.severity;
  record.traceId = idOf(take(rest, "traceId")) ?? record.traceId;
  record.spanId = idOf(take(rest, "spanId")) ?? record.spanId;
  fillAttributes(rest, "resource", RESOURCE_FIELDS, record.resource, record);
  fillAttributes(rest, "attributes", COMMON_FIELDS, record.attributes, record);
  const scope = asObject(rest["scope"]);
  if (scope !== undefined) {
    take(rest, "scope");
    const left = copyOf(scope);
    record.attributes["otel.scope.name"] = asText(take(left, "name"));
    putRest(rest, "scope", left);
  }
  for (const key of Object.keys(rest)) record.payload[key in record.payload ? `record.${key}` : key] = rest[key];
}

/** The record's own severity; the container's line says it where the collector does not (0 is unspecified). */
function severityOf(rest: JsonObject): Severity | undefined {
  const number = rest["severityNumber"];
  const level = typeof number === "number" ? severity(number) : undefined;
  if (level === undefined) return undefined;
  take(rest, "severityNumber");
  take(rest, "severityText");
  return level;
}

function timeOf(rest: JsonObject, key: string): string | undefined {
  const value = rest[key];
  const time = typeof value === "number" ? isoOfEpoch(value) : isoOfNanos(asText(value) ?? "");
  if (time !== undefined || value === 0) take(rest, key);
  return time;
}

function idOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Attributes with a declared name are typed; what has none stays in the payload under its own name. */
function fillAttributes(
  rest: JsonObject,
  key: "resource" | "attributes",
  declared: Readonly<Record<string, unknown>>,
  into: Record<string, unknown>,
  record: OtlpDraft,
): void {
  const holder = asObject(rest[key]);
  const map = key === "resource" ? asObject(holder?.["attributes"]) : holder;
  if (holder === undefined || map === undefined) return;
  take(rest, key);
  const left = copyOf(map);
  for (const name of Object.keys(map)) {
    if (Object.hasOwn(declared, name)) into[name] = take(left, name);
  }
  if (key === "attributes") {
    putRest(record.payload, "attributes", left);
    return;
  }
  const { attributes: _, ...others } = holder;
  putRest(others, "attributes", left);
  putRest(record.payload, "resource", others);
}
