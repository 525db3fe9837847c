import { COMMON_FIELDS } from "../../schema/common-fields.ts";
import type { Field } from "../../schema/field.ts";
import { RESOURCE_FIELDS } from "../../schema/resource-fields.ts";
import type { Source } from "../../sources/source.ts";
import { INTEGER_MAX } from "./coerce.ts";

/** A declaration with all that writing a record needs to know of it, worked out once. */
export interface NamedField {
  readonly name: string;
  readonly field: Field;
  /** The name as JSON, with its colon: as the first member of an object, and as one behind another. */
  readonly quoted: string;
  readonly quotedNext: string;
  /** What can be written as it is; `other` has to be looked at (`coerce`). */
  readonly kind: "text" | "texts" | "whole" | "fraction" | "other";
  /** Highest whole number. */
  readonly max: number;
}

export type FieldTable = ReadonlyMap<string, NamedField>;

function tableOf(declarations: Iterable<readonly [string, Field]>): FieldTable {
  const table = new Map<string, NamedField>();
  for (const [name, field] of declarations) {
    const quoted = `${JSON.stringify(name)}:`;
    const max = field.type === "integer" ? INTEGER_MAX : Number.MAX_SAFE_INTEGER;
    table.set(name, { name, field, quoted, quotedNext: `,${quoted}`, kind: kindOf(field), max });
  }
  return table;
}

function kindOf({ type, many }: Field): NamedField["kind"] {
  const isText = type === "keyword" || type === "text" || type === "stored";
  if (many === true) return isText ? "texts" : "other";
  if (isText) return "text";
  if (type === "integer" || type === "long") return "whole";
  return type === "double" ? "fraction" : "other";
}

/** All declared names under `resource.attributes`. */
export const RESOURCE_TABLE = tableOf(Object.entries(RESOURCE_FIELDS));

/** All declared names under `attributes`: the common ones and those of each source. */
export function attributeTable(sources: readonly Source[]): FieldTable {
  return tableOf([...Object.entries(COMMON_FIELDS), ...sources.flatMap((source) => Object.entries(source.fields))]);
}
