import type { Json, JsonObject } from "../schema/draft.ts";

/** Adds a member to an object; a second value of the same name makes a list of both, in order. */
export function addMember(object: JsonObject, name: string, value: Json): void {
  const known = object[name];
  if (known === undefined) object[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else object[name] = [known, value];
}
