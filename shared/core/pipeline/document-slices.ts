import type { Document } from "../document.ts";
import type { LogBatch } from "../log-batch.ts";
import { normalizeBatch, type Catalog } from "../normalize.ts";
import type { Settings } from "../settings.ts";

/**
 * Log events that are made into documents at a time, in characters: about what one `_bulk` request holds. A payload may inflate to
 * 64 MB, and its documents are larger: all of them at once, with the bodies they are sent in, would need ten times that. Nearly all
 * payloads are one slice.
 */
export const SLICE_CHARACTERS = 5_000_000;
/** What a record has beside its message: resource, names of fields, id. */
const ENVELOPE_CHARACTERS = 500;

/**
 * The documents of batches, in order and in slices: the same as {@link normalizeBatch} makes of each batch whole. What a caller
 * does not keep of a slice can be collected before the next one is made.
 *
 * @param characters of log events in a slice, about; at least one document is in it.
 */
export function* documentSlices(
  batches: readonly LogBatch[],
  catalog: Catalog,
  settings: Settings,
  characters: number = SLICE_CHARACTERS,
): Generator<Document[]> {
  let slice: Document[] = [];
  let room = characters;
  for (const batch of batches) {
    let from = 0;
    while (from < batch.events.length) {
      const part = partFrom(batch, from, room);
      const documents = normalizeBatch(part.batch, catalog, settings);
      // The next lines may continue the last record, so it is made again with them; where it began, it begins again.
      const cut = part.isLast ? undefined : documents.pop();
      if (cut !== undefined && documents.length === 0) {
        room = room * 2 + cut.events.length;
        continue;
      }
      for (const document of documents) slice.push(document);
      from += part.batch.events.length - (cut?.events.length ?? 0);
      room -= part.characters;
      if (room <= 0) {
        yield slice;
        slice = [];
        room = characters;
      }
    }
  }
  if (slice.length > 0) yield slice;
}

/** The events of a batch from one on that fit into the room; at least one. */
function partFrom(
  { origin, events }: LogBatch,
  from: number,
  room: number,
): { readonly batch: LogBatch; readonly characters: number; readonly isLast: boolean } {
  let characters = 0;
  let to = from;
  while (to < events.length && (characters < room || to === from)) {
    characters += (events[to]?.message.length ?? 0) + ENVELOPE_CHARACTERS;
    to++;
  }
  const isWhole = from === 0 && to === events.length;
  return {
    batch: isWhole ? { origin, events } : { origin, events: events.slice(from, to) },
    characters,
    isLast: to === events.length,
  };
}
