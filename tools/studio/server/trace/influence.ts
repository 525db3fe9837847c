import { jsonScalars } from "./json-scalars.ts";
import { leavesOf, type Leaf } from "./leaves.ts";
import type { Stretch } from "./verbatim.ts";

/** Changes that are tried on one line, and the longest line that is tried at all, characters. */
const TRIALS = 160;
const LONGEST_LINE = 16_384;
/** A change that touches more of the record than this has broken the line's form, and says nothing about a field. */
const MOST_TOUCHED = 6;

/**
 * Finds out what became of parts of a line that stand nowhere in the record as they are, such as a time in another form, or the
 * `E` that became a severity: each part is changed a little, and the source is asked again. What changes in the record came from
 * there.
 *
 * @param again makes the record of a changed line; undefined when that is another source's, or none.
 * @param wanted the leaves whose origin is looked for, by number.
 * @returns the stretches of each of them that have one.
 */
export function influences(
  line: string,
  leaves: readonly Leaf[],
  wanted: ReadonlySet<number>,
  again: (line: string) => string | undefined,
): Map<number, Stretch[]> {
  const found = new Map<number, Stretch[]>();
  if (line.length > LONGEST_LINE || wanted.size === 0) return found;
  const before = leaves.map(keyOf);
  const values = line.startsWith("{") ? jsonScalars(line) : undefined;
  let trials = 0;
  for (const match of line.matchAll(/[\p{L}\p{N}]+/gu)) {
    const [part] = match;
    // Another name of a member would be another line.
    if (values?.some(({ start, end }) => start <= match.index && match.index < end) === false) continue;
    for (const other of changesOf(part)) {
      if (++trials > TRIALS) return joined(found, line);
      const json = again(line.slice(0, match.index) + other + line.slice(match.index + part.length));
      const touched = json === undefined ? [] : touchedLeaves(before, leavesOf(json));
      const hits = touched.filter((number) => wanted.has(number));
      if (hits.length === 0 || touched.length > MOST_TOUCHED) continue;
      for (const number of hits) {
        const list = found.get(number) ?? [];
        list.push({ start: match.index, end: match.index + part.length });
        found.set(number, list);
      }
    }
  }
  return joined(found, line);
}

/** Words for severity, of which one is always another one. */
const LEVELS = ["error", "info"] as const;
const LETTERS = "IWEF";

/** Small changes that leave the form as it is: another digit, another level, another letter of a hexadecimal number. */
function changesOf(part: string): string[] {
  const klog = /^([IWEF])(\d{4})$/.exec(part);
  if (klog !== null) {
    const next = LETTERS[(LETTERS.indexOf(klog[1] ?? "") + 1) % LETTERS.length] ?? "I";
    return [`${next}${klog[2] ?? ""}`, part.slice(0, -1) + otherDigit(part.at(-1) ?? "")];
  }
  if (/^\d+$/.test(part)) return [part.slice(0, -1) + otherDigit(part.at(-1) ?? "")];
  if (/\d/.test(part)) return [part.replace(/\d(?=\D*$)/, otherDigit)];
  if (!/^[A-Za-z]{1,12}$/.test(part)) return [];
  const level = part.toLowerCase() === LEVELS[0] ? LEVELS[1] : LEVELS[0];
  return [part === part.toUpperCase() ? level.toUpperCase() : level];
}

function otherDigit(digit: string): string {
  return digit === "0" ? "1" : String(Number(digit) - 1);
}

function keyOf({ path, value }: Leaf): string {
  return `${path}\n${String(value)}`;
}

function touchedLeaves(before: readonly string[], after: readonly Leaf[]): number[] {
  const still = new Set(after.map(keyOf));
  return before.flatMap((key, number) => (still.has(key) ? [] : [number]));
}

/** Parts of one thing, such as a date and its clock, with nothing but signs between them, are one stretch. */
function joined(found: ReadonlyMap<number, readonly Stretch[]>, line: string): Map<number, Stretch[]> {
  return new Map(
    [...found].map(([number, parts]) => {
      const whole: Stretch[] = [];
      for (const part of parts) {
        const last = whole.at(-1);
        if (last !== undefined && part.start < last.end) continue;
        const gap = last === undefined ? undefined : line.slice(last.end, part.start);
        if (last !== undefined && gap !== undefined && /^[^\p{L}\p{N}]{0,2}$/u.test(gap)) {
          whole[whole.length - 1] = { start: last.start, end: part.end };
        } else whole.push(part);
      }
      return [number, whole];
    }),
  );
}
