import { randomText } from "./stream-ports.ts";
import type { BucketSettings } from "./stream-settings.ts";

/** What `!{firehose:error-output-type}` stands for. */
export type ErrorOutputType =
  | "processing-failed"
  | "AmazonOpenSearchService-failed"
  | "AmazonOpenSearchService_failed"
  | "elasticsearch-failed";

type Prefixes = Pick<BucketSettings, "prefix" | "errorOutputPrefix">;

const EXPRESSION = /!\{(\w+):([^{}]*)\}/g;
const TIMESTAMP = "!{timestamp:";
const ERROR_OUTPUT_TYPE = "!{firehose:error-output-type}";
/** Appended to a prefix that says nothing about time. */
const HOURLY = "!{timestamp:yyyy/MM/dd/HH/}";
/** Longest prefix, once it is evaluated. */
const LONGEST = 512;

/** What is wrong with the prefixes of a stream (Firehose developer guide, "Custom prefixes for Amazon S3 objects", rules). */
export function prefixProblems({ prefix, errorOutputPrefix }: Prefixes): string[] {
  const problems: string[] = [];
  if (prefix.includes(ERROR_OUTPUT_TYPE)) problems.push("Prefix cannot contain !{firehose:error-output-type}");
  if (errorOutputPrefix === undefined && prefix.includes("!{")) {
    problems.push("ErrorOutputPrefix is needed as Prefix contains expressions");
  }
  if (errorOutputPrefix?.includes("!{") === true && !errorOutputPrefix.includes(ERROR_OUTPUT_TYPE)) {
    problems.push("ErrorOutputPrefix has expressions, but not !{firehose:error-output-type}");
  }
  for (const text of [prefix, errorOutputPrefix ?? ""]) {
    if (text.replace(EXPRESSION, "").includes("!{")) problems.push(`${text}: !{ that begins no !{namespace:value}`);
    for (const [expression, namespace, value = ""] of text.matchAll(EXPRESSION)) {
      const known =
        namespace === "timestamp"
          ? isPattern(value)
          : namespace === "firehose" && /^(?:error-output-type|random-string)$/.test(value);
      if (!known) problems.push(`${expression} is not simulated`);
    }
  }
  return problems;
}

/**
 * Evaluates the prefix of a data object, or of one that holds failed records.
 *
 * @param type undefined for data.
 * @param at arrival of the oldest record in the object, ms since 1970; the zone is UTC.
 * @throws RangeError for a prefix longer than S3 destinations take.
 */
export function evaluatePrefix(
  prefixes: Prefixes,
  type: ErrorOutputType | undefined,
  at: number,
  random: () => number,
): string {
  const evaluated = templateOf(prefixes, type).replace(EXPRESSION, (_, namespace: string, value: string) => {
    if (namespace === "timestamp") return formatTime(value, at);
    return value === "random-string" ? randomText("0123456789abcdef-", 11, random) : (type ?? "");
  });
  if (evaluated.length > LONGEST) throw new RangeError(`a prefix of ${evaluated.length} characters`);
  return evaluated;
}

function templateOf({ prefix, errorOutputPrefix }: Prefixes, type: ErrorOutputType | undefined): string {
  if (type === undefined) return prefix.includes(TIMESTAMP) ? prefix : prefix + HOURLY;
  if (errorOutputPrefix?.includes("!{") === true) return errorOutputPrefix;
  return `${errorOutputPrefix ?? prefix}${ERROR_OUTPUT_TYPE}/${HOURLY}`;
}

/** The letters of Java's DateTimeFormatter that prefixes are made with; others are not simulated. */
const LETTERS: Readonly<Record<string, (time: Date) => string>> = {
  yyyy: (time) => time.toISOString().slice(0, 4),
  MM: (time) => time.toISOString().slice(5, 7),
  dd: (time) => time.toISOString().slice(8, 10),
  DDD: (time) =>
    String(
      (Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()) - Date.UTC(time.getUTCFullYear(), 0, 0)) /
        86_400_000,
    ).padStart(3, "0"),
  HH: (time) => time.toISOString().slice(11, 13),
  mm: (time) => time.toISOString().slice(14, 16),
  ss: (time) => time.toISOString().slice(17, 19),
};

/** Text in quotes, a run of one letter, or anything else. */
const PIECE = /'([^']*)'|([A-Za-z])\2*|[^A-Za-z']/g;

function isPattern(pattern: string): boolean {
  const pieces = [...pattern.matchAll(PIECE)];
  return (
    pieces.map(([piece]) => piece).join("") === pattern &&
    pieces.every(([piece, , letter]) => letter === undefined || Object.hasOwn(LETTERS, piece))
  );
}

function formatTime(pattern: string, at: number): string {
  const time = new Date(at);
  return pattern.replace(PIECE, (piece, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === "" ? "'" : quoted;
    return Object.hasOwn(LETTERS, piece) ? (LETTERS[piece]?.(time) ?? piece) : piece;
  });
}
