import { BUILT_IN_RULES } from "../record/redact.ts";
import type { RedactionRule } from "./rules.ts";

const NOTE = "redacted:";
/** The built-in rule of audit events notes the places where it took something out. */
const OF_PLACES = "kubernetes_secret";
const NONE: readonly string[] = [];

/** The names of the rules, built-in and the operator's, that the notes of a record say have taken something out of it. */
export function redactedBy(notes: readonly string[], rules: readonly RedactionRule[]): readonly string[] {
  if (!notes.some((note) => note.startsWith(NOTE))) return NONE;
  const known = new Set([...BUILT_IN_RULES, ...rules.map(({ name }) => name)]);
  const names = new Set<string>();
  for (const note of notes) {
    if (!note.startsWith(NOTE)) continue;
    const name = note.slice(NOTE.length);
    names.add(known.has(name) ? name : OF_PLACES);
  }
  return [...names];
}
