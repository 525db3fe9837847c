import type { Draft, Json, JsonObject } from "../schema/draft.ts";
import { openMap } from "../schema/draft.ts";

/** One member of a JSON log line, with the names of the objects that it is in. */
export interface Member {
  readonly path: readonly string[];
  /** The path with dots: `log.level` and `{"log":{"level":…}}` are one. */
  readonly name: string;
  readonly value: Json;
}

/** What one source knows of a member by its dotted name: true when it has taken the value. */
export type MemberFiller = (value: Json, record: Draft) => boolean;
export type MemberFillers = ReadonlyMap<string, MemberFiller>;

/** Puts a member where it was, but into the payload: nobody has typed it. */
export function keepMember({ path, value }: Member, payload: Record<string, unknown>): void {
  let place = payload;
  for (const key of path.slice(0, -1)) {
    const known = place[key];
    const inner = typeof known === "object" && known !== null ? (known as JsonObject) : openMap<Json>();
    place[key] = inner;
    place = inner;
  }
  place[path.at(-1) ?? ""] = value;
}

/** Text of a value that is text and not empty. */
export function saidText(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A whole number, also where it was written as text. */
export function saidInteger(value: Json | undefined): number | undefined {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 ? number : undefined;
}
