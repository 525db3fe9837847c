/** A regular expression whose matching takes time in proportion to the text, whatever the text is. */
export interface LinearPattern {
  readonly groups: number;
  /** Group numbers by name. */
  readonly names: Readonly<Record<string, number>>;
  readonly finds: (text: string) => boolean;
  /** Matches one after the other, each from the end of the one before; ends when the text or the caller does. */
  readonly matches: (text: string) => Iterable<PatternMatch>;
}

export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  /** Undefined for a group that took no part. */
  readonly group: (number: number) => string | undefined;
}

/** Makes a pattern of its text, or says in one sentence what is wrong with it. */
export type CompilePattern = (
  pattern: string,
  flags: string,
) => { readonly ok: true; readonly pattern: LinearPattern } | { readonly ok: false; readonly problem: string };

/** What is put in the place of a match: text, and groups by number. */
export type Replacement = readonly (string | number)[];

/**
 * Characters that the searches of one text may look at, as if each looked at all that is left. One search is linear, but a pattern
 * like `x*y|x` makes each of many searches run to the end of the text. Up to 5,000 characters, no text reaches the limit.
 */
const SEARCHED_CHARACTERS = 2 ** 24;

/** Replaces all matches. What is left of a text once too much has been searched is taken as one more match, and replaced by `rest`. */
export function replaceMatches(text: string, pattern: LinearPattern, replacement: Replacement, rest: string): string {
  if (!pattern.finds(text)) return text;
  let replaced = "";
  let at = 0;
  let searched = 0;
  for (const { start, end, group } of pattern.matches(text)) {
    searched += text.length - at;
    if (searched > SEARCHED_CHARACTERS) return replaced + rest;
    replaced += text.slice(at, start);
    for (const part of replacement) replaced += typeof part === "string" ? part : (group(part) ?? "");
    at = end;
  }
  return replaced + text.slice(at);
}
