import { epochMs, isoOfEpochMs, LATEST_MS } from "../../formats/time.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** CloudWatch Logs takes events from 14 days ago to 2 hours ahead (PutLogEvents). */
const OLDEST = 14 * DAY;
const NEWEST = 2 * HOUR;
/** A clock that is wrong by a zone is hours off, never two days. */
const AHEAD = 2 * DAY;

/** When a record happened, and the day of its index. */
export interface EventTime {
  /** `@timestamp` */
  readonly timestamp: string;
  /** `observedTimestamp` */
  readonly observed: string;
  /** UTC day of the index, `YYYY-MM-DD`. */
  readonly day: string;
  /** The line's own time, where it was not taken because it is days away from the carrier's or outside 1970–2262. */
  readonly refused: string | undefined;
  /** The carrier's time was none; 1970 stands in its place. */
  readonly carrierInvalid: boolean;
}

/**
 * Chooses between the line's time and the carrier's. The line wins unless it is days away from its carrier (more than 14
 * behind, which CloudWatch itself refuses, or 2 ahead) or outside what date_nanos holds. The clock of this machine plays no
 * part, so a redrive chooses the same. The index day is the event's, or the carrier's outside CloudWatch's −14 d … +2 h.
 *
 * @param line the line's time in UTC as `shared/formats/time.ts` writes it.
 * @param carrierTime ms since 1970.
 */
export function eventTime(line: string | undefined, carrierTime: number): EventTime {
  const carrierIso = isoOfEpochMs(carrierTime);
  const observed = carrierIso ?? "1970-01-01T00:00:00.000Z";
  const carrierInvalid = carrierIso === undefined;
  const carrierOnly = { timestamp: observed, observed, day: observed.slice(0, 10), carrierInvalid };
  if (line === undefined) return { ...carrierOnly, refused: undefined };
  const ms = epochMs(line);
  // Without a carrier's time there is nothing to measure from, and the line is all there is.
  const away = carrierInvalid ? 0 : ms - carrierTime;
  if (!(ms >= 0 && ms < LATEST_MS) || away > AHEAD || away < -OLDEST) return { ...carrierOnly, refused: line };
  const day = away <= NEWEST ? line.slice(0, 10) : carrierOnly.day;
  return { timestamp: line, observed, day, refused: undefined, carrierInvalid };
}
