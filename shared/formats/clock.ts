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
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** `00`–`99`. */
const twoDigits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

const HALF_A_YEAR_MS = 180 * DAY_MS;

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
  const clock = clockMs(time);
  // Date.UTC takes years below 100 for the twentieth century.
  if (clock < 0 || !(year >= 1000 && year <= 9999)) return undefined;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined;
  return Date.UTC(year, month - 1, day) + clock;
}

/** `hh:mm:ss` with up to nine decimals as milliseconds of the day, decimals cut; −1 for other text. */
function clockMs(time: string): number {
  const hour = pairAt(time, 0);
  const minute = pairAt(time, 3);
  const second = pairAt(time, 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  if (time.charCodeAt(2) !== 0x3a || time.charCodeAt(5) !== 0x3a || !endsWell(time)) return -1;
  return hour * HOUR_MS + minute * 60_000 + second * 1000;
}

function pairAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Nothing behind the seconds, or a dot and one to nine digits. */
function endsWell(time: string): boolean {
  if (time.length === 8) return true;
  if (time.charCodeAt(8) !== 0x2e || time.length === 9 || time.length > 18) return false;
  for (let index = 9; index < time.length; index++) {
    const digit = time.charCodeAt(index) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isoText(year: number, month: number, day: number, time: string): string {
  return `${year}-${twoDigits[month] ?? ""}-${twoDigits[day] ?? ""}T${time}Z`;
}
