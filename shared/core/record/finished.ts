import { nestsDeeperThan } from "../../formats/json.ts";
import { severity } from "../../formats/severity.ts";
import type { Json, JsonObject } from "../../schema/draft.ts";
import type { Field } from "../../schema/field.ts";
import { RECORD_FIELDS, SCHEMA_URL } from "../../schema/record-fields.ts";
import type { TributaryRecord } from "../../schema/record.gen.ts";
import { isClean } from "./clean.ts";
import { coerce } from "./coerce.ts";
import { RESOURCE_TABLE, type FieldTable } from "./field-table.ts";
import { MAX_DEPTH, writeFlatObject } from "./flat-object.ts";
import { mayHoldSecret } from "./redact.ts";
import { SPAN_ID, TRACE_ID } from "./seal.ts";
import { isRedacted } from "../redaction/redact-record.ts";
import type { RedactionRule } from "../redaction/rules.ts";

/** What a text is that says of itself that it is a finished record. */
export type Claim =
  | { readonly kind: "finished"; readonly record: TributaryRecord }
  /** `what` names the first thing that does not hold. */
  | { readonly kind: "refused"; readonly what: string };

/** What a finished record is held to, beside its own declarations. */
export interface ClaimRules {
  readonly attributes: FieldTable;
  readonly isDataset: (name: string) => boolean;
  /** Credentials are taken out of records, so a finished one has none. */
  readonly redact: boolean;
  /** The same of what the operator's rules find. */
  readonly redactions: readonly RedactionRule[];
}

/**
 * Looks whether a text is a record that was finished before, by `schemaUrl`, and if so, whether it keeps what `seal` promises: then
 * it may go to OpenSearch as it stands. Anybody may write a schemaUrl, so every member is checked: present where it must be,
 * declared, of its declared type, within the limits of a flat_object; without credentials and lone surrogates. The text has to be
 * exactly as our writer writes it, which rules out line ends, duplicate names and numbers that are changed by reading.
 *
 * @returns undefined for a text that claims nothing. Linear in the length of the text; never throws.
 */
export function readClaim(text: string, rules: ClaimRules): Claim | undefined {
  if (!text.includes(SCHEMA_URL)) return undefined;
  const value = parseObject(text);
  if (value?.["schemaUrl"] !== SCHEMA_URL) return undefined;
  const what = wrongForm(text, value) ?? wrongMember(value, rules) ?? unclean(text, value, rules.redact);
  if (what !== undefined) return { kind: "refused", what };
  const record = value as unknown as TributaryRecord;
  const clean = rules.redactions.length === 0 || isRedacted(record, rules.redactions);
  return clean ? { kind: "finished", record } : { kind: "refused", what: "unclean" };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongForm(text: string, value: JsonObject): string | undefined {
  // A flat_object within the record; deeper than that the writer could not even compare it.
  if (nestsDeeperThan(text, 1 + MAX_DEPTH)) return "nesting";
  return JSON.stringify(value) === text ? undefined : "form";
}

const REQUIRED = ["@timestamp", "observedTimestamp", "body", "event", "resource"] as const;

function wrongMember(value: JsonObject, rules: ClaimRules): string | undefined {
  for (const [name, member] of Object.entries(value)) {
    const wrong = wrongIn(name, member, rules);
    if (wrong !== undefined) return wrong;
  }
  return REQUIRED.find((name) => !Object.hasOwn(value, name));
}

function wrongIn(name: string, member: Json, rules: ClaimRules): string | undefined {
  switch (name) {
    case "severity":
      return isSeverity(member) ? undefined : name;
    case "event":
      return isEvent(member, rules) ? undefined : name;
    case "traceId":
      return typeof member === "string" && TRACE_ID.test(member) ? undefined : name;
    case "spanId":
      return typeof member === "string" && SPAN_ID.test(member) ? undefined : name;
    case "resource":
      return isObject(member) && hasOnly(member, "attributes")
        ? wrongField(member["attributes"], RESOURCE_TABLE, name)
        : name;
    case "attributes":
      return wrongField(member, rules.attributes, name);
    case "labels":
    case "payload":
      return isFlatObject(member, name) ? undefined : name;
    default:
      return fits(OWN_FIELDS.get(name), member) ? undefined : name;
  }
}

/** The members that are one value each, with their declarations. */
const OWN_FIELDS: ReadonlyMap<string, Field> = new Map(
  Object.entries(RECORD_FIELDS).filter(([name]) => !name.includes(".")),
);

function fits(field: Field | undefined, value: Json): boolean {
  if (field === undefined || (field.many === true && !Array.isArray(value))) return false;
  return coerce(field, value)?.changed === false;
}

function isSeverity(value: Json): boolean {
  if (!isObject(value) || !hasOnly(value, "number", "text")) return false;
  const { number } = value;
  return typeof number === "number" && severity(number)?.text === value["text"];
}

function isEvent(value: Json, { isDataset }: ClaimRules): boolean {
  if (!isObject(value) || !hasOnly(value, "dataset")) return false;
  const { dataset } = value;
  return typeof dataset === "string" && isDataset(dataset);
}

function hasOnly(value: JsonObject, ...names: readonly string[]): boolean {
  return Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
}

function wrongField(values: Json | undefined, table: FieldTable, place: string): string | undefined {
  if (!isObject(values)) return place;
  for (const [name, value] of Object.entries(values)) {
    if (!fits(table.get(name)?.field, value)) return `${place}.${name}`;
  }
  return undefined;
}

/** What the writer of flat_objects has nothing to change in. */
function isFlatObject(value: Json, name: string): boolean {
  if (!isObject(value)) return false;
  const notes: string[] = [];
  writeFlatObject(value, name, notes);
  return notes.length === 0;
}

function unclean(text: string, value: JsonObject, secrets: boolean): string | undefined {
  // The writer escapes lone surrogates; of clean texts, only those with a backslash before "ud" look the same.
  const suspicious = text.includes("\\ud") || (secrets && mayHoldSecret(text));
  return suspicious && !isClean(value, secrets) ? "unclean" : undefined;
}
