import type { Json } from "../../shared/schema/draft.ts";
import { isUsual, type MemberLines } from "./members.ts";

/** What JSON or logfmt lines have in common. */
export interface MemberShape {
  readonly kind: MemberLines["kind"];
  /** The names that a line has to have; those of no other logger come first. */
  readonly names: readonly string[];
  /** Members that have to have this text. */
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** So many members no other logger writes by chance. */
const ENOUGH = 4;
/** Members with one value in all lines that say who speaks. */
const SPEAKERS: ReadonlySet<string> = new Set(
  `logger logger_name loggerName name service service.name service_name component module channel app application target
  SourceContext event type kind`.split(/\s+/),
);
const LONGEST_VALUE = 60;

/**
 * Guesses what tells lines from all others: members that not every logger writes, else one that says who speaks.
 *
 * @returns undefined when they have nothing of the kind in common.
 */
export function memberShapeOf({ kind, shared, lines }: MemberLines): MemberShape | undefined {
  const own = shared.filter((name) => !isUsual(name) && isPlain(name));
  const speakers =
    own.length > 1 || lines.length < 2 ? [] : shared.filter((name) => SPEAKERS.has(name)).flatMap(spoken);
  if (own.length === 0 && speakers.length === 0) return undefined;
  const usual = own.length > 1 ? [] : shared.filter((name) => isUsual(name) && isPlain(name));
  const names = [...own, ...usual].filter((name) => !speakers.some(([known]) => known === name));
  return { kind, names: names.slice(0, ENOUGH), values: speakers };

  function spoken(name: string): [string, string][] {
    const [value, ...others] = new Set(lines.map((members) => members.get(name)));
    const fit = typeof value === "string" && value !== "" && value.length <= LONGEST_VALUE && others.length === 0;
    return fit ? [[name, value]] : [];
  }
}

/** Names that look the same inside a line as outside. */
function isPlain(name: string): boolean {
  return /^[\w.@/$-]{2,60}$/.test(name);
}

/** Whether a line that was taken apart has the shape. */
export function hasMembers({ names, values }: MemberShape, members: ReadonlyMap<string, Json>): boolean {
  return names.every((name) => members.has(name)) && values.every(([name, value]) => members.get(name) === value);
}
