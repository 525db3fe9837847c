import type { LinearPattern, Replacement } from "./linear-pattern.ts";

/** What stands in the place of what was taken out, unless a rule says otherwise. */
export const REDACTED = "[redacted]";

/** An operator's rule that takes something out of records. */
export interface RedactionRule {
  /** For counters and notes. */
  readonly name: string;
  /** What is taken out of texts; undefined for a rule that takes out whole members. */
  readonly pattern: LinearPattern | undefined;
  /** What comes in its place. */
  readonly replacement: Replacement;
  /** Names of the members that the rule is for, with all that is in them; undefined for a rule that is for every text. */
  readonly members: LinearPattern | undefined;
}
