import { openMap } from "../../schema/draft.ts";
import { coerce } from "./coerce.ts";
import type { FieldTable, NamedField } from "./field-table.ts";
import { quote } from "./quote.ts";

/** Where values go that do not fit their declaration. */
export interface Overflow {
  /** Undefined as long as everything fits. */
  payload: Record<string, unknown> | undefined;
  readonly notes: string[];
}

/**
 * Writes declared fields as the members of a JSON object, without the braces. What is undefined is left out; what does not fit
 * its declaration moves to `payload` under its own name, with a note; what was changed in type is noted.
 *
 * @param place `attributes` or `resource`, for the notes.
 */
export function writeFields(
  values: Readonly<Record<string, unknown>>,
  table: FieldTable,
  place: string,
  overflow: Overflow,
): string {
  let text = "";
  for (const name in values) {
    const value = values[name];
    if (value === undefined) continue;
    const named = table.get(name);
    const written =
      named === undefined ? undefined : (writeAsIs(named, value) ?? writeCoerced(named, value, place, overflow));
    if (named === undefined || written === undefined) moveToPayload(name, value, place, overflow);
    else text += (text === "" ? named.quoted : named.quotedNext) + written;
  }
  return text;
}

/** The JSON of a value that is of its declared type, which nearly all are; undefined for another one. */
function writeAsIs({ kind, max }: NamedField, value: unknown): string | undefined {
  if (typeof value === "string") return kind === "text" ? quote(value) : undefined;
  if (typeof value === "number") {
    // NaN and the infinities are no whole numbers and not within any limit.
    return (kind === "whole" && Number.isInteger(value) && value <= max && value >= -max) ||
      (kind === "fraction" && Number.isFinite(value))
      ? String(value)
      : undefined;
  }
  return kind === "texts" && Array.isArray(value) ? writeTexts(value) : undefined;
}

function writeTexts(values: readonly unknown[]): string | undefined {
  let text = "[";
  for (const value of values) {
    if (typeof value !== "string") return undefined;
    text += text === "[" ? quote(value) : `,${quote(value)}`;
  }
  return `${text}]`;
}

function writeCoerced(named: NamedField, value: unknown, place: string, { notes }: Overflow): string | undefined {
  const fitting = coerce(named.field, value);
  if (fitting === undefined) return undefined;
  if (fitting.changed) notes.push(`coerced:${place}.${named.name}`);
  return JSON.stringify(fitting.value);
}

function moveToPayload(name: string, value: unknown, place: string, overflow: Overflow): void {
  const payload = (overflow.payload ??= openMap());
  payload[name in payload ? `${place}.${name}` : name] = value;
  // A JSON null says nothing that a missing field does not say; it is kept, but not worth a note.
  if (value !== null) overflow.notes.push(`moved:${place}.${name}`);
}
