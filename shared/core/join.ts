import type { LogEvent } from "./log-batch.ts";

/** Longest text of a joined record, in characters; what continues it beyond begins a record of its own. */
export const JOIN_LIMIT = 256 * 1024;

/** Log events that make one record: the first has begun it, the others continue it. */
export interface Joined {
  readonly first: LogEvent;
  readonly events: LogEvent[];
  readonly texts: string[];
  length: number;
}

export function beginJoined(event: LogEvent, text: string): Joined {
  return { first: event, events: [event], texts: [text], length: text.length };
}

/** Adds a continuation; false when the record would grow beyond the limit. */
export function extendJoined(joined: Joined, event: LogEvent, text: string): boolean {
  if (joined.length + 1 + text.length > JOIN_LIMIT) return false;
  joined.events.push(event);
  joined.texts.push(text);
  joined.length += 1 + text.length;
  return true;
}

/** The raw bytes of a joined record: its events' own bytes with `\n` between them. */
export function bytesOfEvents(events: readonly LogEvent[]): Buffer {
  const parts: Buffer[] = [];
  for (const event of events) {
    if (parts.length > 0) parts.push(LINE_END);
    parts.push(event.bytes ?? Buffer.from(event.message));
  }
  return Buffer.concat(parts);
}

const LINE_END = Buffer.from("\n");
