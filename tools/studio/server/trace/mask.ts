import { redact } from "../../../../shared/core/record/redact.ts";
import { jsonScalars } from "./json-scalars.ts";
import type { Stretch } from "./verbatim.ts";

/** A line whose secrets cannot be read, of the same length, and where they stood. */
export interface Masked {
  readonly text: string;
  readonly stretches: readonly Stretch[];
}

const REDACTED = "[redacted]";

/**
 * Masks what did not go into the record because it is a secret: what the core's rules take out of any text, and the members that
 * a source has left out, which the record's notes name.
 *
 * @param notes of the record: `redacted:payload.requestObject.data`.
 */
export function maskSecrets(line: string, notes: readonly string[]): Masked {
  const stretches = [...byRule(line), ...byNotes(line, notes)].toSorted((a, b) => a.start - b.start);
  let text = line;
  for (const { start, end } of stretches) text = text.slice(0, start) + "•".repeat(end - start) + text.slice(end);
  return { text, stretches };
}

/** What stands between the pieces that redaction has left of the line is what it has taken out. */
function byRule(line: string): Stretch[] {
  const redacted = redact(line, new Set());
  if (redacted === line) return [];
  const stretches: Stretch[] = [];
  const pieces = redacted.split(REDACTED);
  let at = (pieces[0] ?? "").length;
  for (const [number, piece] of pieces.slice(1).entries()) {
    const isLast = number === pieces.length - 2;
    const next = isLast ? line.length - piece.length : piece === "" ? at : line.indexOf(piece, at);
    if (next < at) return [{ start: at, end: line.length }];
    if (next > at) stretches.push({ start: at, end: next });
    at = next + piece.length;
  }
  return stretches;
}

function byNotes(line: string, notes: readonly string[]): Stretch[] {
  const places = notes.flatMap((note) => {
    const place = /^redacted:(?:payload|attributes|labels)\.(.+)$/.exec(note)?.[1];
    return place === undefined ? [] : [place];
  });
  if (places.length === 0) return [];
  return jsonScalars(line)
    .filter(({ path }) => places.some((place) => path === place || path.startsWith(`${place}.`)))
    .map(({ start, end }) => ({ start, end }));
}
