import type { Json, JsonObject } from "../../schema/draft.ts";

/** A payload as CloudWatch Logs writes it: `logEvents` last, each entry beginning with its id. */
const HEAD = Buffer.from('{"messageType":"DATA_MESSAGE"');
const ENTRIES = Buffer.from('"logEvents":[');
const NEXT_ENTRY = Buffer.from('},{"id":');
/** Pieces of this many bytes stay in the nursery of V8's heap; a payload's whole text would get fresh pages of the system, as long as it. */
const PIECE_BYTES = 32 * 1024;

/**
 * Parses a subscription payload piece by piece: the same value as `JSON.parse` of the whole, without the whole text in memory.
 * The sequence it is cut at cannot stand within a JSON string, where its quotes would have backslashes; a cut within a nested
 * value leaves brackets open, and such a piece does not parse.
 *
 * @returns undefined for what has another form or does not parse: the whole has to be looked at, then.
 */
export function parsePayloadPieces(raw: Buffer): JsonObject | undefined {
  if (raw.length <= PIECE_BYTES || !raw.subarray(0, HEAD.length).equals(HEAD)) return undefined;
  const start = raw.subarray(0, PIECE_BYTES).indexOf(ENTRIES);
  if (start < 0) return undefined;
  let from = start + ENTRIES.length;
  try {
    const payload = JSON.parse(`${raw.toString("utf8", 0, from)}]}`) as JsonObject;
    const entries: Json[] = [];
    for (;;) {
      const next = raw.indexOf(NEXT_ENTRY, from + PIECE_BYTES);
      if (next < 0) break;
      for (const entry of JSON.parse(`[${raw.toString("utf8", from, next + 1)}]`) as Json[]) entries.push(entry);
      from = next + 2;
    }
    const rest = raw.toString("utf8", from);
    // Of two members of one name the last one counts.
    if (rest.includes('"logEvents"')) return undefined;
    const { logEvents, ...others } = JSON.parse(`{"logEvents":[${rest}`) as { logEvents: Json[] };
    for (const _ in others) return undefined;
    for (const entry of logEvents) entries.push(entry);
    payload["logEvents"] = entries;
    return payload;
  } catch {
    return undefined;
  }
}
