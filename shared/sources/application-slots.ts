import {
  ERROR,
  INFO,
  severity,
  severityOfName,
  severityOfSyslog,
  severityOfTens,
  type Severity,
} from "../formats/severity.ts";
import { isoOfEpoch, isoTime } from "../formats/time.ts";
import type { Json, JsonObject } from "../schema/draft.ts";
import { asObject } from "./json-rest.ts";

/** What a JSON log line says once at most, whatever its loggers call it. */
export interface Slots {
  severity: Severity;
  time: string;
  body: string;
  logger: string;
}

export type SlotName = keyof Slots;

type Reader<Name extends SlotName> = (value: Json, line: JsonObject) => Slots[Name] | undefined;

/** A name under which a slot's value may stand; of several in one line the one with the lowest rank wins. */
export interface KeyOf<Name extends SlotName> {
  readonly slot: Name;
  readonly rank: number;
  readonly read: Reader<Name>;
}

export type SlotKey = { [Name in SlotName]: KeyOf<Name> }[SlotName];

/** Slots by dotted member name. */
export const SLOT_KEYS: ReadonlyMap<string, SlotKey> = new Map<string, SlotKey>([
  ...keys(
    "severity",
    0,
    level,
    "level",
    "levelname",
    "level_name",
    "severityText",
    "severity_text",
    "SeverityText",
    "severity",
  ),
  ...keys(
    "severity",
    0,
    level,
    "log.level",
    "lvl",
    "loglevel",
    "log_level",
    "logLevel",
    "LogLevel",
    "Level",
    "Severity",
    "@l",
    "@level",
  ),
  ...keys("severity", -1, otelNumber, "severityNumber", "severity_number", "SeverityNumber"),
  // Datadog's name; an HTTP status is none of the level names.
  ...keys("severity", 2, statusName, "status"),
  ...keys("time", 0, time, "@timestamp", "timestamp", "time", "ts", "@t", "Timestamp", "timestampMs", "timeMillis"),
  ...keys("time", 1, time, "datetime", "asctime", "logged_at", "start_time"),
  ...keys("time", 2, instant, "instant"),
  ...keys(
    "body",
    0,
    text,
    "message",
    "msg",
    "@m",
    "@message",
    "Message",
    "MESSAGE",
    "RenderedMessage",
    "fields.message",
  ),
  ...keys("body", 1, text, "short_message", "@mt", "MessageTemplate", "event", "log", "text", "body", "m"),
  ...keys(
    "logger",
    0,
    text,
    "logger",
    "logger_name",
    "loggerName",
    "log.logger",
    "SourceContext",
    "Category",
    "logger.name",
  ),
  ...keys("logger", 1, besideLevel, "name", "target", "channel", "component"),
]);

function keys<Name extends SlotName>(
  slot: Name,
  rank: number,
  read: Reader<Name>,
  ...names: string[]
): [string, KeyOf<Name>][] {
  return names.map((name) => [name, { slot, rank, read }]);
}

function text(value: Json): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Too common a word to be the logger's, unless the line is plainly a log line. */
function besideLevel(value: Json, line: JsonObject): string | undefined {
  const known = "level" in line || "level_name" in line || "levelname" in line;
  return known && !("logger" in line) ? text(value) : undefined;
}

/** A level by name or number: pino's tens, monolog's hundreds, GELF's syslog levels, slog's `ERROR+2`. */
function level(value: Json, line: JsonObject): Severity | undefined {
  if (typeof value === "number") return levelNumber(value, line);
  if (typeof value !== "string") return undefined;
  const name = value.trim();
  const named = severityOfName(name);
  if (named !== undefined) return named;
  const offset = /^(DEBUG|INFO|WARN|ERROR)([+-]\d{1,2})$/.exec(name);
  if (offset !== null) return severity((severityOfName(offset[1] ?? "")?.number ?? 0) + Number(offset[2]));
  return /^\d{1,3}$/.test(name) ? levelNumber(Number(name), line) : undefined;
}

const MONOLOG: ReadonlyMap<number, number> = new Map([
  [100, 5],
  [200, 9],
  [250, 10],
  [300, 13],
  [400, 17],
  [500, 21],
  [550, 19],
  [600, 21],
]);

function levelNumber(number: number, line: JsonObject): Severity | undefined {
  if ("short_message" in line) return severityOfSyslog(number);
  return severityOfTens(number) ?? severity(MONOLOG.get(number) ?? 0);
}

function otelNumber(value: Json): Severity | undefined {
  return typeof value === "number" ? severity(value) : undefined;
}

function statusName(value: Json): Severity | undefined {
  if (value === "ok") return INFO;
  if (value === "emergency" || value === "alert") return severityOfName(value) ?? ERROR;
  return typeof value === "string" && value.length >= 4 && value !== "fail" ? severityOfName(value) : undefined;
}

/** A time with zone, or an epoch number; a time without zone is not one instant, and stays where it is. */
function time(value: Json): string | undefined {
  if (typeof value === "number") return isoOfEpoch(value);
  if (typeof value !== "string") return undefined;
  return isoTime(value) ?? (/^\d{10,19}(?:\.\d{1,9})?$/.test(value) ? isoOfEpoch(Number(value)) : undefined);
}

/** log4j's `{"epochSecond":…,"nanoOfSecond":…}`. */
function instant(value: Json): string | undefined {
  const { epochSecond, nanoOfSecond, ...others } = asObject(value) ?? {};
  if (typeof epochSecond !== "number" || Object.keys(others).length > 0) return undefined;
  const whole = isoOfEpoch(epochSecond)?.slice(0, 19);
  if (whole === undefined) return undefined;
  return typeof nanoOfSecond === "number"
    ? `${whole}.${String(nanoOfSecond).padStart(9, "0").slice(0, 9)}Z`
    : `${whole}Z`;
}
