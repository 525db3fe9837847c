import template from "./index-template.gen.json" with { type: "json" };

type Mapping = { readonly type?: string; readonly properties?: Readonly<Record<string, Mapping>> };

const FIELDS: Mapping = template.template.mappings;

/** What a query may name: a type of the mapping, or `flat` for a member of a map with keys from outside. */
export type QueryType = "keyword" | "text" | "integer" | "long" | "double" | "boolean" | "date_nanos" | "flat";

const SEARCHABLE: ReadonlySet<string> = new Set([
  "keyword",
  "text",
  "integer",
  "long",
  "double",
  "boolean",
  "date_nanos",
]);

/**
 * The type of a declared field, by its dotted name in the index (`attributes.user.name`, `payload.reason`); undefined where nothing
 * of that name is declared, or where it cannot be searched.
 */
export function typeOfField(name: string): QueryType | undefined {
  let node: Mapping | undefined = FIELDS;
  for (const step of name.split(".")) {
    if (node?.type === "flat_object") return "flat";
    node = node?.properties?.[step];
  }
  const type = name === "original" ? undefined : node?.type;
  return type !== undefined && SEARCHABLE.has(type) ? (type as QueryType) : undefined;
}

/** The type of a field that a question names. Throws when it is not declared: a question about nothing is a bug. */
export function declaredType(name: string): QueryType {
  const type = typeOfField(name);
  if (type === undefined) throw new Error(`${name} is no declared field that can be searched`);
  return type;
}
