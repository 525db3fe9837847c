const REGISTRY = "https://opentelemetry.io/docs/specs/semconv/registry/attributes/";
const MODEL = "https://opentelemetry.io/docs/specs/otel/logs/data-model/";

/** Anchors of the log data model for members of the record itself. */
const MEMBERS: Readonly<Record<string, string>> = {
  "@timestamp": "field-timestamp",
  observedTimestamp: "field-observedtimestamp",
  "severity.number": "field-severitynumber",
  "severity.text": "field-severitytext",
  body: "field-body",
  traceId: "field-traceid",
  spanId: "field-spanid",
};

/** The page of OpenTelemetry about a member of the record. */
export function memberLink(path: string): string | undefined {
  const anchor = MEMBERS[path];
  return anchor === undefined ? undefined : `${MODEL}#${anchor}`;
}

/** The page of OpenTelemetry about an attribute whose name is its own. @param name `http.response.status_code` */
export function attributeLink(name: string): string {
  const dashed = (text: string): string => text.replaceAll(/[._]/g, "-");
  return `${REGISTRY}${dashed(name.split(".")[0] ?? "")}/#${dashed(name)}`;
}
