import { openMap, type Json, type JsonObject } from "../schema/draft.ts";

/** A value as an object, if it is one. */
export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

/** A value as text, if it is. */
export function asText(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Keeps what is left of an object whose members were typed; nothing for an empty one. */
export function putRest(into: Record<string, unknown>, key: string, rest: JsonObject): void {
  for (const _ in rest) {
    into[key] = rest;
    return;
  }
}

/** Moves a member out of an object: what stays is what nobody has typed. */
export function take(object: JsonObject | undefined, key: string): Json | undefined {
  if (object === undefined || !Object.hasOwn(object, key)) return undefined;
  const value = object[key];
  Reflect.deleteProperty(object, key);
  return value;
}

/** A copy whose members may be taken without changing the line; keys from outside need no prototype. */
export function copyOf(object: JsonObject): JsonObject {
  const copy = openMap<Json>();
  for (const key of Object.keys(object)) copy[key] = object[key] as Json;
  return copy;
}
