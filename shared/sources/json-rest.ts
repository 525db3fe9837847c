import type { Json, JsonObject } from "../schema/draft.ts";

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
