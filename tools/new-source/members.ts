import { parseLogfmt } from "../../shared/formats/logfmt.ts";
import type { Json } from "../../shared/schema/draft.ts";
import { EXCEPTION_MEMBERS } from "../../shared/sources/application-exception.ts";
import { HTTP_MEMBERS } from "../../shared/sources/application-http.ts";
import { COMMON_MEMBERS } from "../../shared/sources/application-names.ts";
import { SLOT_KEYS } from "../../shared/sources/application-slots.ts";
import { jsonOf, type Line } from "../../shared/sources/source.ts";

/** Lines that say things by name: JSON objects by members, logfmt by keys. */
export interface MemberLines {
  readonly kind: "json" | "logfmt";
  /** What each line says. */
  readonly lines: readonly ReadonlyMap<string, Json>[];
  /** The names that all lines have, in the order of the first. */
  readonly shared: readonly string[];
}

/** The lines taken apart; undefined when they are not all JSON objects, or all logfmt. */
export function memberLinesOf(lines: readonly Line[]): MemberLines | undefined {
  return allOf("json", lines, membersOfJson) ?? allOf("logfmt", lines, membersOfLogfmt);
}

type Members = ReadonlyMap<string, Json>;

function allOf(
  kind: MemberLines["kind"],
  lines: readonly Line[],
  read: (line: Line) => Members | undefined,
): MemberLines | undefined {
  const all = lines.map(read).filter((members) => members !== undefined);
  if (all.length < lines.length) return undefined;
  const shared = [...(all[0]?.keys() ?? [])].filter((name) => all.every((members) => members.has(name)));
  return { kind, lines: all, shared };
}

function membersOfJson(line: Line): Members | undefined {
  const json = jsonOf(line);
  return json === undefined ? undefined : new Map(Object.entries(json));
}

function membersOfLogfmt({ text }: Line): Members | undefined {
  const pairs = parseLogfmt(text);
  return pairs === undefined ? undefined : new Map(pairs);
}

/** What loggers say of themselves in each line, and which tells nobody what the lines are about. */
const OF_LOGGER: ReadonlySet<string> = new Set(["hostname", "host", "v", "version", "env", "environment"]);

/** Whether any application's line may have a member of this name: level, time, message, trace id, HTTP request… */
export function isUsual(name: string): boolean {
  if (OF_LOGGER.has(name) || SLOT_KEYS.has(name) || COMMON_MEMBERS.has(name)) return true;
  return HTTP_MEMBERS.has(name) || EXCEPTION_MEMBERS.has(name);
}
