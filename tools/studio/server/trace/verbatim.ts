import { jsonScalars } from "./json-scalars.ts";
import type { Leaf } from "./leaves.ts";

/** A stretch of a line, in characters. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Places of one value that are looked at: beyond these a line says the same over and over. */
const PLACES = 40;
/** Characters before a value in which its name is looked for. */
const NAME_WITHIN = 60;
const WORD = /[\p{L}\p{N}_]/u;

/**
 * Where values stand in a line word for word. Of several places the one after the field's own name is taken, else the first that
 * no other value has; a very short value that stands in many places without its name is not placed at all.
 *
 * @returns a stretch for each leaf, in their order; undefined where there is none.
 */
export function verbatimStretches(line: string, leaves: readonly Leaf[]): (Stretch | undefined)[] {
  const stretches: (Stretch | undefined)[] = leaves.map(() => undefined);
  const taken = new Set<number>();
  const isValue = valuePlaces(line);
  const longestFirst = leaves
    .map((leaf, number) => ({ leaf, number, texts: textsOf(leaf.value) }))
    .toSorted((a, b) => (b.texts[0]?.length ?? 0) - (a.texts[0]?.length ?? 0));
  for (const { leaf, number, texts } of longestFirst) {
    const name = lastName(leaf.path);
    const found = texts
      .map((text) => redactedPlace(line, text) ?? placeOf({ line, text, name }, taken, isValue))
      .find((one) => one !== undefined);
    if (found === undefined) continue;
    stretches[number] = found;
    taken.add(found.start);
  }
  return stretches;
}

/** How a value may be written in a line: as it is, or as JSON writes it. */
function textsOf(value: Leaf["value"]): string[] {
  const text = String(value);
  if (text === "") return [];
  const escaped = typeof value === "string" ? JSON.stringify(value).slice(1, -1) : text;
  return escaped === text ? [text] : [text, escaped];
}

/** What redaction has left of a value stands on both sides of the secret. */
function redactedPlace(line: string, text: string): Stretch | undefined {
  const pieces = text.split("[redacted]");
  const [first = ""] = pieces;
  const last = pieces.at(-1) ?? "";
  if (pieces.length < 2 || first.trim() === "") return undefined;
  const start = line.indexOf(first);
  const end = line.indexOf(last, start + first.length);
  return start < 0 || end < 0 ? undefined : { start, end: end + last.length };
}

/** In a JSON line a value stands within a value, never in the name of a member or across two. */
function valuePlaces(line: string): (start: number, end: number) => boolean {
  if (!line.startsWith("{")) return () => true;
  const scalars = jsonScalars(line);
  return (start, end) => scalars.some((scalar) => scalar.start <= start && end <= scalar.end);
}

interface Wanted {
  readonly line: string;
  readonly text: string;
  /** The last part of the field's name. */
  readonly name: string;
}

function placeOf(
  { line, text, name }: Wanted,
  taken: ReadonlySet<number>,
  isValue: (start: number, end: number) => boolean,
): Stretch | undefined {
  const places: { readonly start: number; readonly named: boolean }[] = [];
  for (let at = line.indexOf(text); at >= 0 && places.length < PLACES; at = line.indexOf(text, at + 1)) {
    if (!standsAlone(line, at, text) || !isValue(at, at + text.length)) continue;
    places.push({ start: at, named: bare(line.slice(Math.max(0, at - NAME_WITHIN), at)).endsWith(name) });
  }
  const free = places.filter(({ start }) => !taken.has(start));
  const best = free.find(({ named }) => named) ?? (text.length > 2 || places.length === 1 ? free[0] : undefined);
  return best === undefined ? undefined : { start: best.start, end: best.start + text.length };
}

/** Whether the text is no part of a longer word or number. */
function standsAlone(line: string, at: number, text: string): boolean {
  const before = line[at - 1] ?? "";
  const after = line[at + text.length] ?? "";
  return !(WORD.test(before) && WORD.test(text[0] ?? "")) && !(WORD.test(after) && WORD.test(text.at(-1) ?? ""));
}

/** The last part of a field's name, as `bare` leaves it. */
function lastName(path: string): string {
  return bare(path.slice(path.lastIndexOf(".") + 1));
}

/** Only letters and digits: `"statusCode":` and `status_code=` name the same. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
