/** Month number (1–12) of the English names that syslog writes (RFC 3164, section 4.1.2). */
export const monthNumbers: ReadonlyMap<string, number> = new Map([
  ["Jan", 1],
  ["Feb", 2],
  ["Mar", 3],
  ["Apr", 4],
  ["May", 5],
  ["Jun", 6],
  ["Jul", 7],
  ["Aug", 8],
  ["Sep", 9],
  ["Oct", 10],
  ["Nov", 11],
  ["Dec", 12],
]);

/** A `Nov 23 08:58:18` clock: `year` only where the device writes one; `end` is the index after it. */
export interface SyslogClock {
  year?: number;
  month: number;
  day: number;
  time: string;
  end: number;
}

const syslogClockForm =
  /([A-Z][a-z]{2}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?: ((?:19|20)\d{2})(?=[ :]|$))?/y;
const rfc3339Form = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})/y;
const timeForm = /^(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?$/;

const HALF_A_YEAR_MS = 180 * 86_400_000;

/**
 * The full time (ISO 8601, UTC, fraction digits as written) of a date without a year, such as klog and syslog write.
 *
 * Of the carrier's year and its two neighbours, the one whose instant is nearest to `carrierMs` (epoch milliseconds).
 * `time` is `hh:mm:ss` with up to nine fraction digits. `undefined` when none of the three years has such a moment:
 * Feb 30, Feb 29 far from a leap year, hour 24, a leap second (OpenSearch refuses `:60`), or a carrier time out of range.
 */
export function resolveYear(month: number, day: number, time: string, carrierMs: number): string | undefined {
  const carrierYear = new Date(carrierMs).getUTCFullYear();
  let nearest: number | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const year of [carrierYear, carrierYear - 1, carrierYear + 1]) {
    const instant = instantOf(year, month, day, time);
    if (instant === undefined) continue;
    const away = Math.abs(instant - carrierMs);
    if (away < distance) {
      nearest = year;
      distance = away;
    }
    // The neighbours are a year away from this one, so they cannot be nearer.
    if (away < HALF_A_YEAR_MS) break;
  }
  return nearest === undefined ? undefined : isoText(nearest, month, day, time);
}

/**
 * The full time of a syslog clock (`Nov 23 08:58:18`, `Nov 23 2026 08:58:18`, `Nov 23 08:58:18 2026`), taken as UTC.
 * Without a year it is resolved as in {@link resolveYear}. `undefined` for other forms and for impossible dates.
 */
export function syslogClock(timestamp: string, carrierMs: number): string | undefined {
  const clock = readSyslogClock(timestamp, 0);
  if (clock === undefined || clock.end !== timestamp.length) return undefined;
  const { year, month, day, time } = clock;
  if (year === undefined) return resolveYear(month, day, time, carrierMs);
  return instantOf(year, month, day, time) === undefined ? undefined : isoText(year, month, day, time);
}

/** Reads the syslog clock at `start`; whether such a day exists is left to {@link syslogClock}. */
export function readSyslogClock(text: string, start: number): SyslogClock | undefined {
  const first = text.charCodeAt(start);
  if (first < 0x41 || first > 0x53) return undefined;
  syslogClockForm.lastIndex = start;
  const match = syslogClockForm.exec(text);
  if (match === null) return undefined;
  const [whole, name = "", day = "", yearBefore, time = "", yearAfter] = match;
  const month = monthNumbers.get(name);
  if (month === undefined) return undefined;
  const year = yearBefore ?? yearAfter;
  return {
    ...(year === undefined ? {} : { year: Number(year) }),
    month,
    day: Number(day),
    time,
    end: start + whole.length,
  };
}

/** The index after the RFC 3339 time with zone (`Z`, `+00:00`, `+0000`) at `start`, or −1. At most nine fraction digits. */
export function rfc3339End(text: string, start: number): number {
  if (text.charCodeAt(start + 4) !== 0x2d || text.charCodeAt(start + 10) !== 0x54) return -1;
  rfc3339Form.lastIndex = start;
  return rfc3339Form.test(text) ? rfc3339Form.lastIndex : -1;
}

function instantOf(year: number, month: number, day: number, time: string): number | undefined {
  const clock = timeForm.exec(time);
  // Date.UTC takes years below 100 for the twentieth century.
  if (clock === null || !(year >= 1000 && year <= 9999)) return undefined;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined;
  const hour = Number(clock[1]);
  const minute = Number(clock[2]);
  const second = Number(clock[3]);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isoText(year: number, month: number, day: number, time: string): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}T${time}Z`;
}
