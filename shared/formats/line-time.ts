import { monthNumbers } from "./clock.ts";
import { readIsoTime } from "./time.ts";

/** A time at the start of a log line. */
export interface LineTime {
  /** In UTC; undefined for a time without zone, which is not one instant. */
  readonly iso: string | undefined;
  /** Index after it. */
  readonly end: number;
}

const CLOCK = "\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?";
/** Go's log package, nginx and Fluent Bit: `2023/11/10 23:00:00`; Gin puts a dash between. */
const SLASHED = new RegExp(`\\d{4}/\\d{2}/\\d{2} (?:- )?${CLOCK}`, "y");
/** Access logs: `10/Oct/2000:13:55:36 -0700`; werkzeug and Django write a space and no zone. */
const COMMON = /(\d{2})\/([A-Z][a-z]{2})\/(\d{4})[: ](\d{2}:\d{2}:\d{2})(?: ([+-]\d{4}))?/y;
/** PHP, Tomcat: `10-Nov-2023 23:00:00 UTC`. */
const DASHED = /(\d{2})-([A-Z][a-z]{2})-(\d{4}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)( UTC)?/y;
/** Apache's error log: `Wed Oct 11 14:32:52.123456 2000`. */
const WEEKDAY = new RegExp(`[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d ${CLOCK} \\d{4}`, "y");
const CLOCK_ONLY = new RegExp(`${CLOCK}(?![\\d:])`, "y");
const UTC = / (?:UTC|GMT)\b/y;

/** Reads the time at `at` in the forms that application loggers write; undefined when there is none. */
export function readLineTime(text: string, at: number): LineTime | undefined {
  const first = text.charCodeAt(at);
  if (first >= 0x41 && first <= 0x5a) return withoutZone(WEEKDAY, text, at);
  if (!(first >= 0x30 && first <= 0x39)) return undefined;
  if (text.charCodeAt(at + 4) === 0x2d) return readIso(text, at);
  if (text.charCodeAt(at + 2) === 0x3a) return withoutZone(CLOCK_ONLY, text, at);
  return withoutZone(SLASHED, text, at) ?? readNamedMonth(COMMON, text, at) ?? readNamedMonth(DASHED, text, at);
}

function readIso(text: string, at: number): LineTime | undefined {
  const zoned = readIsoTime(text, at, "refuse");
  if (zoned !== undefined) return zoned;
  const local = readIsoTime(text, at, "utc");
  if (local === undefined) return undefined;
  UTC.lastIndex = local.end;
  return UTC.test(text) ? { iso: local.iso, end: UTC.lastIndex } : { iso: undefined, end: local.end };
}

function withoutZone(form: RegExp, text: string, at: number): LineTime | undefined {
  form.lastIndex = at;
  return form.test(text) ? { iso: undefined, end: form.lastIndex } : undefined;
}

function readNamedMonth(form: RegExp, text: string, at: number): LineTime | undefined {
  form.lastIndex = at;
  const match = form.exec(text);
  if (match === null) return undefined;
  const [whole, day = "", month = "", year = "", clock = "", zone] = match;
  const number = monthNumbers.get(month);
  if (number === undefined) return undefined;
  const iso = `${year}-${String(number).padStart(2, "0")}-${day}T${clock}${zone === " UTC" ? "Z" : (zone ?? "")}`;
  return { iso: zone === undefined ? undefined : readIsoTime(iso, 0, "refuse")?.iso, end: at + whole.length };
}
