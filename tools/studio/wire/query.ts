/** One thing that a record must, or with `-` must not, have. */
export interface Condition {
  readonly negated: boolean;
  /** Empty for words, which may stand anywhere. */
  readonly field: string;
  readonly test:
    | { readonly kind: "contains" | "equals"; readonly text: string }
    | { readonly kind: "pattern"; readonly parts: readonly string[] }
    | { readonly kind: "compare"; readonly sign: ">" | ">=" | "<" | "<="; readonly number: number }
    | { readonly kind: "exists" };
}

export type ReadQuery =
  | { readonly ok: true; readonly conditions: readonly Condition[] }
  | { readonly ok: false; readonly problem: string };

const TERM = /(-?)(?:([A-Za-z@][\w@.-]*):)?("(?:[^"\\]|\\.)*"|\S+)\s*/y;

/**
 * Reads what was typed into the search: words, which have to stand in the body or a typed field, and `field:value`, all of which
 * have to hold. `-` turns a term round, `"…"` keeps blanks, `*` stands for anything, `field:*` for "has the field", and
 * `field:>400` compares numbers. Case never matters.
 */
export function readQuery(text: string): ReadQuery {
  const conditions: Condition[] = [];
  const trimmed = text.trim();
  TERM.lastIndex = 0;
  while (TERM.lastIndex < trimmed.length) {
    const match = TERM.exec(trimmed);
    if (match === null) return { ok: false, problem: "query" };
    const [, minus, field = "", value = ""] = match;
    const test = field === "" ? wordTest(value) : fieldTest(value);
    if (test === undefined) return { ok: false, problem: "number" };
    conditions.push({ negated: minus === "-", field, test });
  }
  return { ok: true, conditions };
}

function wordTest(value: string): Condition["test"] {
  return { kind: "contains", text: unquoted(value).toLowerCase() };
}

function fieldTest(value: string): Condition["test"] | undefined {
  if (value.startsWith('"')) return { kind: "equals", text: unquoted(value).toLowerCase() };
  if (value === "*") return { kind: "exists" };
  const [, sign, number] = /^(>=?|<=?)(.*)$/.exec(value) ?? [];
  if (sign !== undefined) {
    const read = number === "" ? Number.NaN : Number(number);
    return Number.isNaN(read) ? undefined : { kind: "compare", sign: sign as ">", number: read };
  }
  const lower = value.toLowerCase();
  return lower.includes("*") ? { kind: "pattern", parts: lower.split("*") } : { kind: "equals", text: lower };
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1).replace(/\\(.)/g, "$1")
    : value;
}

/** Whether a value fulfils a test. @param lower in lower case. */
export function fulfils(lower: string, test: Condition["test"]): boolean {
  switch (test.kind) {
    case "exists":
      return true;
    case "contains":
      return lower.includes(test.text);
    case "equals":
      return lower === test.text;
    case "pattern":
      return matchesParts(lower, test.parts);
    case "compare": {
      const number = lower === "" ? Number.NaN : Number(lower);
      if (test.sign === ">") return number > test.number;
      if (test.sign === ">=") return number >= test.number;
      return test.sign === "<" ? number < test.number : number <= test.number;
    }
  }
}

/** Without a regular expression of what was typed: its time would be the typist's to choose. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
