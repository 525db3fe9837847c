import type { Field } from "../../shared/schema/field.ts";
import { FLAT_FIELDS, RECORD_FIELDS, SCHEMA_URL } from "../../shared/schema/record-fields.ts";
import { RESOURCE_FIELDS } from "../../shared/schema/resource-fields.ts";
import type { Source } from "../../shared/sources/source.ts";
import { declaredAttributes, refusePrefixes } from "./declared.ts";

type Schema = Record<string, unknown>;

/** UTC with up to nine decimals, as the record writes all its times. */
const TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$";

/** The JSON Schema (2020-12) of a record: only declared fields, in their declared types. */
export function recordSchema(sources: readonly Source[]): Schema {
  refusePrefixes(Object.keys(RESOURCE_FIELDS));
  const attributes = declaredAttributes(sources).map(({ name, field }) => [name, fieldSchema(field)] as const);
  const resource = Object.entries(RESOURCE_FIELDS).map(([name, field]) => [name, fieldSchema(field)] as const);
  const { "@timestamp": timestamp, observedTimestamp, body, traceId, spanId, original } = RECORD_FIELDS;
  const severityNumber = { ...fieldSchema(RECORD_FIELDS["severity.number"]), minimum: 1, maximum: 24 };
  const severityText = {
    ...fieldSchema(RECORD_FIELDS["severity.text"]),
    enum: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
  };
  const dataset = { ...fieldSchema(RECORD_FIELDS["event.dataset"]), enum: sources.map(({ name }) => name) };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: SCHEMA_URL,
    title: "TributaryRecord",
    description: "One log record, as it stands in OpenSearch and in the archive.",
    ...closed(
      {
        "@timestamp": fieldSchema(timestamp),
        observedTimestamp: fieldSchema(observedTimestamp),
        severity: closed({ number: severityNumber, text: severityText }, ["number", "text"]),
        body: fieldSchema(body),
        event: closed({ dataset }, ["dataset"]),
        traceId: { ...fieldSchema(traceId), pattern: "^[0-9a-f]{32}$" },
        spanId: { ...fieldSchema(spanId), pattern: "^[0-9a-f]{16}$" },
        resource: closed({ attributes: closed(Object.fromEntries(resource)) }, ["attributes"]),
        attributes: closed(Object.fromEntries(attributes)),
        labels: { type: "object", description: FLAT_FIELDS.labels },
        payload: { type: "object", description: FLAT_FIELDS.payload },
        original: fieldSchema(original),
        schemaUrl: { const: SCHEMA_URL, description: RECORD_FIELDS.schemaUrl.description },
      },
      ["@timestamp", "observedTimestamp", "body", "event", "resource", "schemaUrl"],
    ),
  };
}

function closed(properties: Schema, required: readonly string[] = []): Schema {
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

function fieldSchema(field: Field): Schema {
  const { description, example } = field;
  if (field.many === true) return { type: "array", items: typeSchema(field), description, examples: [example] };
  return { ...typeSchema(field), description, examples: [example] };
}

function typeSchema({ type }: Field): Schema {
  switch (type) {
    case "keyword":
    case "text":
    case "stored":
      return { type: "string" };
    case "integer":
      return { type: "integer", minimum: -2_147_483_647, maximum: 2_147_483_647 };
    case "long":
      return { type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
    case "double":
      return { type: "number" };
    case "boolean":
      return { type: "boolean" };
    case "date":
      return { type: "string", pattern: TIME };
  }
}
