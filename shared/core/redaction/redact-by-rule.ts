import { replaceMatches } from "./linear-pattern.ts";
import { REDACTED, type RedactionRule } from "./rules.ts";

/** Walks values and takes out what an operator's rules find; `found` gets the names of the rules that changed something. */
export interface RuleWalk {
  readonly found: Set<string>;
  /** Whether a rule for members has changed something. */
  readonly tookMembers: () => boolean;
  readonly text: (text: string) => string;
  /** The members of an object, with what is in them; names, too, where users choose them. */
  readonly members: <Values extends Readonly<Record<string, unknown>>>(
    values: Values,
    names: "declared" | "free",
    except?: ReadonlySet<string>,
  ) => Values;
}

/** A rule of which a text still changes after this many rounds never comes to rest. */
const ROUNDS = 3;

/** A walk of one record. */
export function newRuleWalk(rules: readonly RedactionRule[]): RuleWalk {
  const found = new Set<string>();
  const everywhere = rules.filter(({ members }) => members === undefined);
  const byMember = rules.filter(({ members }) => members !== undefined);

  const value = (given: unknown, active: readonly RedactionRule[]): unknown => {
    if (typeof given === "string") return redactText(given, active, found);
    if (typeof given === "number") {
      const text = String(given);
      const redacted = redactText(text, active, found);
      return redacted === text ? given : redacted;
    }
    if (typeof given !== "object" || given === null) return given;
    if (Array.isArray(given)) return given.map((item) => value(item, active));
    return map(given as Readonly<Record<string, unknown>>, "free", active);
  };

  const member = (names: readonly string[], given: unknown, active: readonly RedactionRule[]): unknown => {
    const isFor = ({ members }: RedactionRule): boolean => names.some((name) => members?.finds(name) === true);
    const own = byMember.filter((rule) => !active.includes(rule) && isFor(rule));
    const whole = own.find(({ pattern }) => pattern === undefined);
    if (whole === undefined) return value(given, own.length === 0 ? active : [...active, ...own]);
    if (given === undefined || given === null) return given;
    const text = whole.replacement.join("");
    if (given !== text) found.add(whole.name);
    return text;
  };

  const map = (
    values: Readonly<Record<string, unknown>>,
    names: "declared" | "free",
    active: readonly RedactionRule[],
    except?: ReadonlySet<string>,
  ): Record<string, unknown> => {
    const changed = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(values)) {
      let name = names === "free" ? redactText(key, active, found) : key;
      // Two names that have become one would be a duplicate key, which OpenSearch refuses.
      while (name !== key && (name in values || name in changed)) name += "'";
      changed[name] =
        except?.has(key) === true ? values[key] : member(name === key ? [key] : [key, name], values[key], active);
    }
    return changed;
  };

  return {
    found,
    tookMembers: () => byMember.some(({ name }) => found.has(name)),
    text: (text) => redactText(text, everywhere, found),
    members: <Values extends Readonly<Record<string, unknown>>>(
      values: Values,
      names: "declared" | "free",
      except?: ReadonlySet<string>,
    ) => map(values, names, everywhere, except) as Values,
  };
}

/**
 * Applies rules to a text until none changes it any more: then a second run over the record changes nothing either. Rules that never
 * come to rest, such as one that doubles what it finds, take out the whole text.
 */
function redactText(text: string, rules: readonly RedactionRule[], found: Set<string>): string {
  let current = text;
  for (let round = 1; round <= ROUNDS; round++) {
    const before = current;
    for (const { name, pattern, replacement } of rules) {
      if (pattern === undefined) continue;
      const next = replaceMatches(current, pattern, replacement, REDACTED);
      if (next === current) continue;
      found.add(name);
      current = next;
    }
    if (current === before) return current;
  }
  return REDACTED;
}
