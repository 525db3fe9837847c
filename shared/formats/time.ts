/** Character codes that times are made of. */
const ZERO = 48;
const NINE = 57;
const DASH = 45;
const COLON = 58;
const DOT = 46;
const COMMA = 44;
const SPACE = 32;
const UPPER_T = 84;
const UPPER_Z = 90;
const PLUS = 43;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads `length` digits at `at`; -1 when there is anything else. */
function digits(text: string, at: number, length: number): number {
  let value = 0;
  for (let index = at; index < at + length; index++) {
    const code = text.charCodeAt(index);
    if (!(code >= ZERO && code <= NINE)) return -1;
    value = value * 10 + code - ZERO;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0);
  return leap ? 29 : (DAYS[month - 1] ?? 0);
}

/** A time found in text: in UTC, and where it ends. */
export interface FoundTime {
  readonly iso: string;
  readonly end: number;
}

/**
 * Reads an ISO 8601 / RFC 3339 time at `at`: `T` or a space between date and clock, a fraction after a dot or comma, zone
 * `Z`, `±hh:mm`, `±hhmm` or `±hh`. Gives it in UTC with the fraction as written (at most nine decimals).
 *
 * @param zoneless `"utc"` where the format defines a time without zone as UTC; else such a time is not one instant: undefined.
 * @returns undefined for anything that is not an existing date and time (30 February, second 60).
 */
export function readIsoTime(text: string, at: number, zoneless: "utc" | "refuse"): FoundTime | undefined {
  const year = digits(text, at, 4);
  const month = digits(text, at + 5, 2);
  const day = digits(text, at + 8, 2);
  const hour = digits(text, at + 11, 2);
  const minute = digits(text, at + 14, 2);
  const second = digits(text, at + 17, 2);
  const separator = text.charCodeAt(at + 10);
  if (
    year < 0 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > daysInMonth(year, month) ||
    hour < 0 ||
    hour > 23 ||
    minute < 0 ||
    minute > 59 ||
    second < 0 ||
    second > 59 ||
    text.charCodeAt(at + 4) !== DASH ||
    text.charCodeAt(at + 7) !== DASH ||
    text.charCodeAt(at + 13) !== COLON ||
    text.charCodeAt(at + 16) !== COLON ||
    (separator !== UPPER_T && separator !== SPACE)
  ) {
    return undefined;
  }
  let end = at + 19;
  let fraction = "";
  const mark = text.charCodeAt(end);
  if ((mark === DOT || mark === COMMA) && digits(text, end + 1, 1) >= 0) {
    const from = end + 1;
    end = from;
    while (digits(text, end, 1) >= 0) end++;
    fraction = `.${text.slice(from, Math.min(end, from + 9))}`;
  }
  const zone = readZone(text, end);
  if (zone === undefined) {
    if (zoneless === "refuse") return undefined;
  } else {
    end = zone.end;
  }
  if (zone === undefined || zone.minutes === 0) {
    // As this module writes times, which is how most loggers do: nothing is put together again.
    if (separator === UPPER_T && mark !== COMMA && end - at <= 30 && text.charCodeAt(end - 1) === UPPER_Z) {
      return { iso: at === 0 && end === text.length ? text : text.slice(at, end), end };
    }
    return { iso: `${text.slice(at, at + 10)}T${text.slice(at + 11, at + 19)}${fraction}Z`, end };
  }
  // Not Date.UTC, which takes the years 0–99 for 1900–1999.
  const local = Date.parse(`${text.slice(at, at + 10)}T${text.slice(at + 11, at + 19)}Z`);
  const shifted = new Date(local - zone.minutes * 60_000);
  return { iso: `${shifted.toISOString().slice(0, 19)}${fraction}Z`, end };
}

/** Reads a zone; a space may stand before a numeric one (`2020-04-19 20:20:05 +0000`). */
function readZone(text: string, at: number): { minutes: number; end: number } | undefined {
  const first = text.charCodeAt(at);
  if (first === UPPER_Z) return { minutes: 0, end: at + 1 };
  const start = first === SPACE ? at + 1 : at;
  const sign = text.charCodeAt(start);
  if (sign !== PLUS && sign !== DASH) return undefined;
  const hours = digits(text, start + 1, 2);
  if (hours < 0 || hours > 14) return undefined;
  let end = start + 3;
  let minutes = 0;
  const colon = text.charCodeAt(end) === COLON ? 1 : 0;
  const part = digits(text, end + colon, 2);
  if (part >= 0 && part < 60) {
    minutes = part;
    end += colon + 2;
  } else if (start !== at) {
    return undefined;
  }
  const total = hours * 60 + minutes;
  return { minutes: sign === DASH ? -total : total, end };
}

/** A value that is nothing but one ISO time, in UTC; see {@link readIsoTime}. */
export function isoTime(value: unknown, zoneless: "utc" | "refuse" = "refuse"): string | undefined {
  if (typeof value !== "string") return undefined;
  const found = readIsoTime(value, 0, zoneless);
  return found !== undefined && found.end === value.length ? found.iso : undefined;
}

/** Milliseconds since 1970 of a UTC time as this module writes them; decimals beyond ms are cut. */
export function epochMs(iso: string): number {
  const year = digits(iso, 0, 4);
  const month = digits(iso, 5, 2);
  const day = digits(iso, 8, 2);
  const hour = digits(iso, 11, 2);
  const minute = digits(iso, 14, 2);
  const second = digits(iso, 17, 2);
  const last = iso.length - 1;
  const isUsual =
    year > 0 &&
    month > 0 &&
    month <= 12 &&
    day > 0 &&
    day <= daysInMonth(year, month) &&
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60 &&
    iso.charCodeAt(4) === DASH &&
    iso.charCodeAt(7) === DASH &&
    iso.charCodeAt(10) === UPPER_T &&
    iso.charCodeAt(13) === COLON &&
    iso.charCodeAt(16) === COLON &&
    iso.charCodeAt(last) === UPPER_Z;
  if (!isUsual) return Date.parse(iso);
  let ms = 0;
  if (last > 19) {
    const decimals = Math.min(last - 20, 3);
    const fraction = iso.charCodeAt(19) === DOT && decimals > 0 && last <= 29 ? digits(iso, 20, last - 20) : -1;
    if (fraction < 0) return Date.parse(iso);
    ms = digits(iso, 20, decimals) * (TENS[decimals] ?? 1);
  }
  const days = daysBefore(year, month, day);
  return days * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000 + ms;
}

const DAY_MS = 86_400_000;
/** What so many decimals of a second are to be multiplied by for milliseconds. */
const TENS = [0, 100, 10, 1];

/** Days from 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant, "days_from_civil"). */
function daysBefore(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Times come in rows: the text of the last second is kept, for the next one is mostly the same. */
let lastSecond = -1;
let lastSecondText = "";
const MILLISECONDS = Array.from({ length: 1000 }, (_, ms) => `${String(ms).padStart(3, "0")}Z`);

/** The time of `ms` milliseconds since 1970; undefined outside 1970–2262, where OpenSearch's date_nanos ends. */
export function isoOfEpochMs(ms: number): string | undefined {
  if (!(ms >= 0 && ms < LATEST_MS)) return undefined;
  const second = Math.floor(ms / 1000);
  if (second !== lastSecond) {
    lastSecondText = new Date(second * 1000).toISOString().slice(0, 20);
    lastSecond = second;
  }
  return lastSecondText + (MILLISECONDS[Math.floor(ms) - second * 1000] ?? "");
}

/** 2262-01-01: date_nanos counts nanoseconds in a signed 64-bit number, which ends in April 2262. */
export const LATEST_MS = Date.UTC(2262, 0, 1);

/**
 * The time of an epoch number in seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude, as zap, klog
 * JSON, pino and journald write them. Decimals are kept to the microsecond, as far as a double carries them.
 */
export function isoOfEpoch(value: number): string | undefined {
  if (!Number.isFinite(value) || value < 1e8) return undefined;
  let ms = value;
  if (value < 1e11) ms = value * 1000;
  else if (value >= 1e17) ms = value / 1e6;
  else if (value >= 1e14) ms = value / 1e3;
  const whole = Math.floor(ms);
  const iso = isoOfEpochMs(whole);
  if (iso === undefined) return undefined;
  const micros = Math.round((ms - whole) * 1000);
  if (micros <= 0) return iso;
  return micros >= 1000 ? isoOfEpochMs(whole + 1) : `${iso.slice(0, -1)}${String(micros).padStart(3, "0")}Z`;
}

/** The time of nanoseconds since 1970 in decimal digits, which no double holds exactly; undefined for other text. */
export function isoOfNanos(nanos: string): string | undefined {
  if (!/^\d{10,19}$/.test(nanos)) return undefined;
  const iso = isoOfEpochMs(Number(nanos.slice(0, -9)) * 1000);
  return iso === undefined ? undefined : `${iso.slice(0, 19)}.${nanos.slice(-9)}Z`;
}
