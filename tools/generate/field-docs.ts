import { ALIAS_FIELDS } from "../../shared/schema/alias-fields.ts";
import type { Field } from "../../shared/schema/field.ts";
import { FLAT_FIELDS, RECORD_FIELDS } from "../../shared/schema/record-fields.ts";
import { RESOURCE_FIELDS } from "../../shared/schema/resource-fields.ts";
import type { Source } from "../../shared/sources/source.ts";
import { declaredAttributes } from "./declared.ts";
import { code, GENERATED_PAGE, table } from "./markdown.ts";

const HEAD = ["field", "type", "what", "example"];

/** `docs/fields.md`: every field that a record may have. */
export function fieldDocs(sources: readonly Source[]): string {
  const attributes = declaredAttributes(sources);
  const own = sources.filter(({ fields }) => Object.keys(fields).length > 0);
  return [
    `${GENERATED_PAGE}# Fields\n\n`,
    "Names marked **O** are OpenTelemetry's. Sizes are bytes, durations milliseconds, times ISO 8601 in UTC.\n",
    "Names below `resource.attributes` and `attributes` stand in the JSON as they do here, with their dots.\n\n",
    "## The record\n\n",
    table(HEAD, [
      ...Object.entries<Field>(RECORD_FIELDS).map(([name, field]) => row(name, field)),
      ...Object.entries(FLAT_FIELDS).map(([name, what]) => [code(name), "flat_object", what, ""]),
    ]),
    "\n## resource.attributes: who spoke\n\n",
    table(
      HEAD,
      Object.entries<Field>(RESOURCE_FIELDS).map(([name, field]) => row(name, field)),
    ),
    "\n## attributes: what it said\n\n",
    table(
      HEAD,
      attributes.filter((declared) => declared.sources.length === 0).map(({ name, field }) => row(name, field)),
    ),
    ...own.map(
      ({ name, fields }) =>
        `\n### ${name} alone\n\n${table(
          HEAD,
          Object.entries(fields).map(([key, field]) => row(key, field)),
        )}`,
    ),
    "\n## Aliases\n\nNames that dashboards of Simple Schema for Observability look for.\n\n",
    table(
      ["alias", "field"],
      Object.entries(ALIAS_FIELDS).map(([name, path]) => [code(name), code(path)]),
    ),
  ].join("");
}

function row(name: string, field: Field): string[] {
  const type = field.type === "stored" ? "keyword, stored only" : field.type;
  return [
    `${code(name)}${field.otel === true ? " **O**" : ""}`,
    field.many === true ? `${type}[]` : type,
    field.description,
    code(field.example),
  ];
}
