import { COMMON_FIELDS } from "../../schema/common-fields.ts";
import type { Field } from "../../schema/field.ts";
import { RESOURCE_FIELDS } from "../../schema/resource-fields.ts";
import type { Source } from "../../sources/source.ts";

/** A declaration with its name as JSON, so that writing a record quotes no name twice. */
export interface NamedField {
  readonly field: Field;
  readonly quoted: string;
  /** Takes one text as it is, which most fields do. */
  readonly isText: boolean;
}

export type FieldTable = ReadonlyMap<string, NamedField>;

const TEXT = new Set(["keyword", "text", "stored"]);

function tableOf(declarations: Iterable<readonly [string, Field]>): FieldTable {
  const table = new Map<string, NamedField>();
  for (const [name, field] of declarations)
    table.set(name, { field, quoted: `${JSON.stringify(name)}:`, isText: field.many !== true && TEXT.has(field.type) });
  return table;
}

/** All declared names under `resource.attributes`. */
export const RESOURCE_TABLE = tableOf(Object.entries(RESOURCE_FIELDS));

/** All declared names under `attributes`: the common ones and those of each source. */
export function attributeTable(sources: readonly Source[]): FieldTable {
  return tableOf([...Object.entries(COMMON_FIELDS), ...sources.flatMap((source) => Object.entries(source.fields))]);
}
