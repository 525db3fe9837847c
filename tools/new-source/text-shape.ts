import { severityOfName } from "../../shared/formats/severity.ts";

/** What text lines begin with. */
export interface TextShape {
  readonly kind: "text";
  /** A regular expression, anchored, linear; its only group is what differs from line to line. */
  readonly pattern: string;
  /** A word for what the group holds; undefined where there is no group. */
  readonly about: string | undefined;
}

/** Words behind which nothing more is needed to know a line. */
const ENOUGH_WORDS = 3;
const MOST_WORDS = 12;
const WORD = /[A-Za-z]{3,}/;

/**
 * Guesses what tells text lines from all others: the words that they have in common at the same places. Times, numbers, ids and
 * levels differ, even where the few lines that were given agree on them.
 *
 * @returns undefined when they have no word in common.
 */
export function textShapeOf(lines: readonly string[]): TextShape | undefined {
  const split = lines.map((line) => line.split(/\s+/));
  const count = Math.min(MOST_WORDS, ...split.map((words) => words.length));
  const parts: Part[] = [];
  for (let at = 0; at < count && parts.filter(isTelling).length < ENOUGH_WORDS; at++) {
    parts.push(partOf(split.map((words) => words[at] ?? "")));
  }
  const last = parts.findLastIndex(isTelling);
  if (last < 0) return undefined;
  const first = parts.findIndex(isTelling);
  // What stands behind the last word in common is the first thing that the lines are about.
  const group = parts.findIndex(({ pattern }, at) => at > first && /^\\[Sd]\+$|=\\S\*$/.test(pattern));
  const kept = parts.slice(0, Math.max(last, group) + 1);
  const separator = lines.some((line) => /\s\s|[^\S ]/.test(line)) ? "\\s+" : " ";
  const patterns = kept.map(({ pattern }, at) => (at === group ? grouped(pattern) : pattern));
  return { kind: "text", pattern: `^${patterns.join(separator)}`, about: group < 0 ? undefined : aboutOf(kept, group) };
}

/** One place of all lines. */
interface Part {
  readonly pattern: string;
  /** The text, where all lines have the same. */
  readonly fixed: string | undefined;
}

function isTelling({ fixed }: Part): boolean {
  return fixed !== undefined && WORD.test(fixed);
}

function partOf(words: readonly string[]): Part {
  const [first = "", ...others] = words;
  const key = /^[A-Za-z_][\w.-]*=/.exec(first)?.[0];
  const same = others.every((word) => word === first);
  // The one value of a single line may be any.
  const fixed = same && isFixed(first) && (key === undefined || others.length > 0);
  if (fixed) return { pattern: escaped(first), fixed: first };
  if (key !== undefined && others.every((word) => word.startsWith(key))) {
    return { pattern: `${escaped(key)}\\S*`, fixed: undefined };
  }
  const program = programOf(first);
  if (program !== undefined && others.every((word) => programOf(word) === program)) {
    return { pattern: `${escaped(program)}\\[\\d+\\]:?`, fixed: program };
  }
  const masks = new Set(words.map(maskOf));
  const [mask] = masks;
  if (masks.size === 1 && mask !== undefined) return { pattern: mask, fixed: undefined };
  return { pattern: words.includes("") ? "\\S*" : "\\S+", fixed: undefined };
}

/** `sshd[123]:` */
function programOf(word: string): string | undefined {
  return /^([A-Za-z][A-Za-z_./-]*)\[\d+\]:?$/.exec(word)?.[1];
}

const LONGEST_WORD = 60;
const DATE_WORD = /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|UTC|GMT)$/;

/** Neither a number, an id, a date nor a level: those are the same only by chance. */
function isFixed(word: string): boolean {
  if (word.length > LONGEST_WORD || !/^[\x21-\x7e\p{L}]+$/u.test(word) || /\d/.test(word)) return false;
  return !DATE_WORD.test(bare(word)) && severityOfName(bare(word)) === undefined;
}

function bare(word: string): string {
  return word.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, "");
}

/** The form of a time or number: digits are any number of digits. */
function maskOf(word: string): string | undefined {
  if (word.length > LONGEST_WORD || !/^[\d:.,/TZ+-]+$/.test(word) || !/\d/.test(word)) return undefined;
  return escaped(word).replace(/\d+/g, "\\d+");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** `user=\S*` is about what stands behind the `=`. */
function grouped(pattern: string): string {
  const key = pattern.endsWith("=\\S*") ? pattern.length - 3 : 0;
  return `${pattern.slice(0, key)}(${pattern.slice(key)})`;
}

/** The key in front of the value, else the word before it. */
function aboutOf(parts: readonly Part[], group: number): string {
  const key = /^([\w.\\-]+)=\\S\*$/.exec(parts[group]?.pattern ?? "")?.[1];
  const word = parts.slice(0, group).findLast(isTelling)?.fixed ?? "";
  return key?.replaceAll("\\", "") ?? (/^[A-Za-z]{3,20}:?$/.test(word) ? bare(word) : "subject");
}
