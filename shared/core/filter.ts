import { hash } from "node:crypto";

/**
 * A rule by which an operator leaves records out. What it does not name it does not ask; of several rules the first that
 * matches decides, and a record that none matches is delivered.
 */
export interface FilterRule {
  /** For the counters: how many events this rule left out. */
  readonly name: string;
  /** Share of the matching records that is delivered: 0 leaves all out, 1 delivers all (an exception to the rules after it). */
  readonly keep: number;
  /** Sources by name; `eks.*` means all of a platform. */
  readonly sources: readonly string[] | undefined;
  /** Log groups. */
  readonly logGroup: RegExp | undefined;
  /** Only records whose OpenTelemetry severity is below this; a record without severity is not. */
  readonly severityBelow: number | undefined;
}

/** What a rule may ask of a record. */
export interface Candidate {
  readonly id: string;
  readonly source: string;
  readonly logGroup: string;
  readonly severity: number | undefined;
}

/** The name of the rule that leaves a record out; undefined for one that is delivered. The same on every retry. */
export function filteredBy(candidate: Candidate, rules: readonly FilterRule[]): string | undefined {
  for (const rule of rules) {
    if (!matches(candidate, rule)) continue;
    return shareOf(candidate.id) < rule.keep ? undefined : rule.name;
  }
  return undefined;
}

function matches({ source, logGroup, severity }: Candidate, rule: FilterRule): boolean {
  if (rule.sources !== undefined && !rule.sources.some((pattern) => matchesSource(source, pattern))) return false;
  if (rule.logGroup !== undefined && !rule.logGroup.test(logGroup)) return false;
  return rule.severityBelow === undefined || (severity !== undefined && severity < rule.severityBelow);
}

function matchesSource(source: string, pattern: string): boolean {
  return pattern.endsWith(".*") ? source.startsWith(pattern.slice(0, -1)) : source === pattern;
}

/** A number from 0 to below 1 that an id always has: a sample must not change when the same event comes again. */
function shareOf(id: string): number {
  return Number.parseInt(hash("sha256", id, "hex").slice(0, 12), 16) / 2 ** 48;
}

/** What rules look like, for messages. */
export const FILTER_RULES = "a JSON array of rules: name, and any of keep (0 to 1), sources, logGroup, severityBelow";

/**
 * Reads rules from JSON: `[{"name":"leases","keep":0.1,"sources":["eks.audit"],"logGroup":"^/aws/eks/","severityBelow":13}]`.
 * `keep` may be left out: 0. Undefined when one of them is no rule, or has a member that rules do not have.
 */
export function readFilterRules(text: string): readonly FilterRule[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const rules: FilterRule[] = [];
  for (const item of value as unknown[]) {
    const rule = readRule(item);
    if (rule === undefined || rules.some(({ name }) => name === rule.name)) return undefined;
    rules.push(rule);
  }
  return rules;
}

const MEMBERS = new Set(["name", "keep", "sources", "logGroup", "severityBelow"]);
/** Names are metric dimensions. */
const NAME = /^[\w.-]{1,64}$/;

function readRule(item: unknown): FilterRule | undefined {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
  const { name, keep = 0, sources, logGroup, severityBelow } = item as Readonly<Record<string, unknown>>;
  if (Object.keys(item).some((key) => !MEMBERS.has(key))) return undefined;
  if (typeof name !== "string" || !NAME.test(name)) return undefined;
  if (typeof keep !== "number" || !(keep >= 0 && keep <= 1)) return undefined;
  const pattern = logGroup === undefined ? undefined : patternOf(logGroup);
  if (logGroup !== undefined && pattern === undefined) return undefined;
  if (sources !== undefined && !isTexts(sources)) return undefined;
  if (severityBelow !== undefined && !isSeverity(severityBelow)) return undefined;
  return { name, keep, sources, logGroup: pattern, severityBelow };
}

function patternOf(value: unknown): RegExp | undefined {
  try {
    return typeof value === "string" ? new RegExp(value) : undefined;
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string" && item !== "");
}

function isSeverity(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 25;
}
