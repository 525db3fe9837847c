import { ALIAS_FIELDS } from "../../shared/schema/alias-fields.ts";
import type { Field } from "../../shared/schema/field.ts";
import { FLAT_FIELDS, RECORD_FIELDS } from "../../shared/schema/record-fields.ts";
import { RESOURCE_FIELDS } from "../../shared/schema/resource-fields.ts";
import { PLATFORMS, type Source } from "../../shared/sources/source.ts";
import { declaredAttributes } from "./declared.ts";

type Mapping = { properties?: Record<string, Mapping>; [key: string]: unknown };

/** Longest keyword that is indexed, in characters: four bytes each stay below Lucene's 32,766 for a term. */
const IGNORE_ABOVE = 8191;

/**
 * The index template: `dynamic: false`, so that whatever a document holds, only declared fields are indexed and no document is
 * refused; tests load it as `strict` to prove that there is nothing else.
 */
export function indexTemplate(sources: readonly Source[]): Record<string, unknown> {
  const mapping: Mapping = { dynamic: false, date_detection: false, properties: {} };
  for (const [name, field] of Object.entries(RECORD_FIELDS)) place(mapping, name, fieldMapping(field));
  for (const name of Object.keys(FLAT_FIELDS)) place(mapping, name, { type: "flat_object" });
  for (const [name, field] of Object.entries(RESOURCE_FIELDS))
    place(mapping, `resource.attributes.${name}`, fieldMapping(field));
  for (const { name, field } of declaredAttributes(sources)) place(mapping, `attributes.${name}`, fieldMapping(field));
  for (const [name, path] of Object.entries(ALIAS_FIELDS)) {
    if (at(mapping, path)?.["type"] === undefined)
      throw new Error(`alias ${name} points at ${path}, which is no field`);
    place(mapping, name, { type: "alias", path });
  }
  return {
    index_patterns: PLATFORMS.map((platform) => `logs-${platform}-*`),
    priority: 500,
    template: {
      settings: {
        index: {
          number_of_shards: 1,
          refresh_interval: "10s",
          codec: "best_compression",
          // Everybody asks for the newest records first: they are found without sorting all that match.
          sort: { field: ["@timestamp"], order: ["desc"] },
          mapping: { total_fields: { limit: 1000 } },
        },
      },
      mappings: mapping,
    },
    _meta: { generated: "from the field declarations by npm run generate" },
  };
}

/** Puts a field's mapping at its dotted place. */
function place(root: Mapping, name: string, field: Mapping): void {
  const steps = name.split(".");
  const last = steps.pop() as string;
  let node = root;
  for (const step of steps) {
    node.properties ??= {};
    node = node.properties[step] ??= {};
  }
  node.properties ??= {};
  if (node.properties[last] !== undefined) throw new Error(`${name} is declared twice`);
  node.properties[last] = field;
}

function at(root: Mapping, name: string): Mapping | undefined {
  return name.split(".").reduce<Mapping | undefined>((node, step) => node?.properties?.[step], root);
}

function fieldMapping({ type }: Field): Mapping {
  switch (type) {
    case "keyword":
      return { type, ignore_above: IGNORE_ABOVE };
    case "stored":
      return { type: "keyword", index: false, doc_values: false };
    case "date":
      return { type: "date_nanos", format: "strict_date_optional_time_nanos" };
    case "text":
    case "integer":
    case "long":
    case "double":
    case "boolean":
      return { type };
  }
}
