import type { Source } from "../../../../shared/sources/source.ts";
import { COMMON_FIELDS } from "../../../../shared/schema/common-fields.ts";
import type { Field, Fields } from "../../../../shared/schema/field.ts";
import { FLAT_FIELDS, RECORD_FIELDS } from "../../../../shared/schema/record-fields.ts";
import { RESOURCE_FIELDS } from "../../../../shared/schema/resource-fields.ts";
import type { FieldEntry, FieldView } from "../../wire/messages.ts";
import { attributeLink, memberLink } from "../../wire/otel-link.ts";

/** What the declarations say about fields, by path in the record. */
export interface FieldFacts {
  readonly of: (path: string) => Pick<FieldView, "type" | "description" | "example" | "otel">;
  readonly all: readonly FieldEntry[];
}

export function fieldFacts(sources: readonly Source[]): FieldFacts {
  const facts = new Map<string, Pick<FieldView, "type" | "description" | "example" | "otel">>();
  const add = (path: string, field: Field, otel: string | undefined): void => {
    const type = `${field.type}${field.many === true ? "[]" : ""}`;
    const example = String(field.example);
    facts.set(path, { type, description: field.description, example, ...(otel === undefined ? {} : { otel }) });
  };
  const addAll = (prefix: string, fields: Fields): void => {
    for (const [name, field] of Object.entries(fields)) {
      add(prefix + name, field, field.otel === true ? attributeLink(name) : undefined);
    }
  };
  for (const [path, field] of Object.entries<Field>(RECORD_FIELDS)) add(path, field, memberLink(path));
  addAll("resource.attributes.", RESOURCE_FIELDS);
  addAll("attributes.", COMMON_FIELDS);
  for (const source of sources) addAll("attributes.", source.fields);
  const free = Object.entries<string>(FLAT_FIELDS).map(
    ([name, description]) => [name, { type: "flat_object", description, example: "" }] as const,
  );
  const ofFree = new Map(free);
  return {
    of: (path) => facts.get(path) ?? ofFree.get(path.split(".")[0] ?? "") ?? { type: "", description: "", example: "" },
    all: [...facts].map(([path, { type, description }]) => ({ path, type, description })),
  };
}
