import { coerce } from "./coerce.ts";
import type { FieldTable } from "./field-table.ts";

/** Where values go that do not fit their declaration. */
export interface Overflow {
  readonly payload: Record<string, unknown>;
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
    if (typeof value === "string" && named?.isText === true) {
      text += `${text === "" ? "" : ","}${named.quoted}${JSON.stringify(value)}`;
      continue;
    }
    const fitting = named === undefined ? undefined : coerce(named.field, value);
    if (named === undefined || fitting === undefined) {
      moveToPayload(name, value, place, overflow);
      continue;
    }
    if (fitting.changed) overflow.notes.push(`coerced:${place}.${name}`);
    text += `${text === "" ? "" : ","}${named.quoted}${JSON.stringify(fitting.value)}`;
  }
  return text;
}

function moveToPayload(name: string, value: unknown, place: string, { payload, notes }: Overflow): void {
  payload[name in payload ? `${place}.${name}` : name] = value;
  // A JSON null says nothing that a missing field does not say; it is kept, but not worth a note.
  if (value !== null) notes.push(`moved:${place}.${name}`);
}
