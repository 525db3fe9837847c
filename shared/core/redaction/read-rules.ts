import { BUILT_IN_RULES } from "../record/redact.ts";
import { replaceMatches, type CompilePattern, type LinearPattern, type Replacement } from "./linear-pattern.ts";
import { REDACTED, type RedactionRule } from "./rules.ts";

/** What rules look like, for messages. */
export const REDACTION_RULES = "a JSON array of rules: name, pattern or members or both, flags, replacement";

export type RedactionRules =
  | { readonly ok: true; readonly rules: readonly RedactionRule[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Names are metric dimensions, so there is a bound to them. */
const MOST_RULES = 50;
const NAME = /^[\w.-]{1,64}$/;
const LONGEST_PATTERN = 1_000;
const LONGEST_REPLACEMENT = 200;
const MEMBERS = new Set(["name", "pattern", "flags", "members", "replacement"]);

/**
 * Reads an operator's rules from JSON: `[{"name":"cards","pattern":"\\b4\\d{15}\\b"},{"name":"ssn","members":"^ssn$"}]`.
 *
 * @returns the rules, or all that is wrong with them, each with the place of the rule: its number from 1, and its name.
 */
export function readRedactionRules(text: string, compile: CompilePattern): RedactionRules {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      problems: [`no JSON (${error instanceof Error ? error.message : String(error)}); wanted: ${REDACTION_RULES}`],
    };
  }
  if (!Array.isArray(value)) return { ok: false, problems: [`wanted: ${REDACTION_RULES}`] };
  const problems: string[] = [];
  if (value.length > MOST_RULES) problems.push(`${value.length} rules; at most ${MOST_RULES}`);
  const names = new Set<string>(BUILT_IN_RULES);
  const rules: RedactionRule[] = [];
  for (const [index, item] of (value as unknown[]).entries()) {
    const reading = newReading(compile);
    const rule = readRule(item, names, reading);
    rules.push(rule);
    const place = rule.name === "" ? `rule ${index + 1}` : `rule ${index + 1} "${rule.name}"`;
    problems.push(...reading.problems.map((problem) => `${place}: ${problem}`));
    names.add(rule.name);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules };
}

interface Reading {
  readonly problems: string[];
  readonly compile: CompilePattern;
}

function newReading(compile: CompilePattern): Reading {
  return { problems: [], compile };
}

function readRule(item: unknown, taken: ReadonlySet<string>, reading: Reading): RedactionRule {
  const { problems } = reading;
  const none: RedactionRule = { name: "", pattern: undefined, replacement: [REDACTED], members: undefined };
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    problems.push("no JSON object");
    return none;
  }
  const { name, pattern, flags = "", members, replacement = REDACTED } = item as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(item))
    if (!MEMBERS.has(key)) problems.push(`${JSON.stringify(key.slice(0, 64))} is no member of a rule`);
  const named = typeof name === "string" && NAME.test(name) ? name : "";
  if (named === "") problems.push("name: wanted are 1 to 64 letters, digits, _ . -");
  else if (taken.has(named)) problems.push("name: another rule has it");
  if (pattern === undefined && members === undefined) problems.push("neither pattern nor members");
  const read = {
    pattern: readPattern("pattern", pattern, flags, reading),
    members: readPattern("members", members, "", reading),
  };
  if (pattern === undefined && flags !== "") problems.push("flags: without pattern");
  const rule = { name: named, ...read, replacement: readReplacement(replacement, read.pattern, reading) };
  // Else a second run would change what the first one has left.
  if (problems.length === 0 && changes(rule, REDACTED)) {
    problems.push(`pattern: finds something in ${REDACTED}, which stands in the place of what was taken out`);
  }
  return rule;
}

function changes({ pattern, replacement }: RedactionRule, text: string): boolean {
  return pattern !== undefined && replaceMatches(text, pattern, replacement, "") !== text;
}

function readPattern(
  what: string,
  text: unknown,
  flags: unknown,
  { problems, compile }: Reading,
): LinearPattern | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== "string" || text === "" || text.length > LONGEST_PATTERN) {
    problems.push(`${what}: wanted is a regular expression of 1 to ${LONGEST_PATTERN} characters`);
    return undefined;
  }
  if (typeof flags !== "string" || !/^(?!.*(.).*\1)[ims]*$/.test(flags)) {
    problems.push("flags: wanted is any of i, m, s, each once");
    return undefined;
  }
  const compiled = compile(text, flags);
  if (!compiled.ok) {
    problems.push(`${what}: ${compiled.problem}`);
    return undefined;
  }
  // It would put its replacement between all characters.
  if (what === "pattern" && compiled.pattern.finds("")) problems.push(`${what}: finds the empty text`);
  return compiled.pattern;
}

/** `$1`, `$<name>` and `$$` as in JavaScript. */
function readReplacement(text: unknown, pattern: LinearPattern | undefined, { problems }: Reading): Replacement {
  if (typeof text !== "string" || text.length > LONGEST_REPLACEMENT || !text.isWellFormed()) {
    problems.push(`replacement: wanted is a text of at most ${LONGEST_REPLACEMENT} characters`);
    return [];
  }
  const parts: (string | number)[] = [];
  let at = 0;
  for (const { 0: reference, 1: number, 2: name, index } of text.matchAll(/\$(?:(\d)|<([^>]*)>|\$)/g)) {
    parts.push(text.slice(at, index));
    at = index + reference.length;
    if (reference === "$$") {
      parts.push("$");
      continue;
    }
    const group = name === undefined ? Number(number) : pattern?.names[name];
    if (group === undefined || group === 0 || group > (pattern?.groups ?? 0)) {
      problems.push(`replacement: ${reference} is no group of the pattern`);
    } else parts.push(group);
  }
  parts.push(text.slice(at));
  return parts.filter((part) => part !== "");
}
