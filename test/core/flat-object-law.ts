/** Lucene's limit for one term: path, `=` and value in UTF-8. */
export const TERM_BYTES = 32_766;

/** How deep a JSON value nests; 0 for a scalar. Walks without recursion, as it has to bear anything. */
export function depthOf(root: unknown): number {
  let deepest = 0;
  const open: [value: unknown, depth: number][] = [[root, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    deepest = Math.max(deepest, depth);
    if (typeof value !== "object" || value === null) continue;
    for (const child of Object.values(value)) open.push([child, depth + (isContainer(child) ? 1 : 0)]);
  }
  return deepest + (isContainer(root) ? 1 : 0);
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** The longest term of a flat_object, bytes. */
export function longestTerm(root: unknown, name: string): number {
  let longest = 0;
  const open: [value: unknown, path: string][] = [[root, name]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, path] = next;
    if (Array.isArray(value)) for (const item of value as unknown[]) open.push([item, path]);
    else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) open.push([child, `${path}.${key}`]);
    } else longest = Math.max(longest, Buffer.byteLength(`${path}=${String(value)}`));
  }
  return longest;
}

/**
 * Whether everything that was given can be had back from what was written: texts by joining their pieces, branches by parsing
 * their text, entries with a long key by parsing the text that stands under the short one.
 */
export function nothingLost(given: unknown, written: unknown): boolean {
  if (typeof given === "string") return textOf(written) === given;
  if (!isContainer(given)) return Object.is(given, written);
  if (Array.isArray(given) && Array.isArray(written) && given.length === written.length) {
    if (given.every((item, index) => nothingLost(item, written[index]))) return true;
  }
  const text = textOf(written);
  if (text !== undefined) return text === JSON.stringify(given);
  if (Array.isArray(given) || Array.isArray(written)) return false;
  const own = written as Record<string, unknown>;
  const entries = Object.entries(given as Record<string, unknown>);
  return Object.keys(own).length === entries.length && entries.every((member) => memberKept(member, own));
}

function memberKept([key, value]: [string, unknown], written: Record<string, unknown>): boolean {
  if (Object.hasOwn(written, key) && nothingLost(value, written[key])) return true;
  const whole = JSON.stringify({ [key]: value });
  return Object.values(written).some((candidate) => textOf(candidate) === whole);
}

function textOf(written: unknown): string | undefined {
  if (typeof written === "string") return written;
  if (!Array.isArray(written) || !written.every((piece) => typeof piece === "string")) return undefined;
  return written.join("");
}
