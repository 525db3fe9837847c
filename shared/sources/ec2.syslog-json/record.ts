import { syslogClock } from "../../formats/clock.ts";
import { severityOfSyslog } from "../../formats/severity.ts";
import { syslogFacilityName } from "../../formats/syslog.ts";
import { epochMs, isoTime } from "../../formats/time.ts";
import type { Draft, Json, JsonObject } from "../../schema/draft.ts";
import { fillFromDaemonMessage, keepBeside } from "../daemon-message.ts";
import { takeAwsFilterKeys } from "../ec2-host.ts";
import { asText, copyOf, take } from "../json-rest.ts";

/** Names of severities as syslog daemons write them (RFC 5424, section 6.2.1; syslog.h). */
const SEVERITIES: ReadonlyMap<string, number> = new Map([
  ["emerg", 0],
  ["panic", 0],
  ["alert", 1],
  ["crit", 2],
  ["err", 3],
  ["error", 3],
  ["warning", 4],
  ["warn", 4],
  ["notice", 5],
  ["info", 6],
  ["debug", 7],
]);

/**
 * Whether an object is a syslog message: Fluentd and Fluent Bit call the program `ident`, rsyslog `syslog-tag` or `programname`,
 * syslog-ng `PROGRAM`.
 */
export function isSyslogJson(json: JsonObject): boolean {
  if (typeof json["MESSAGE"] === "string")
    return typeof json["PROGRAM"] === "string" && typeof json["HOST"] === "string";
  if (typeof json["message"] !== "string") return false;
  if (typeof json["ident"] === "string") return typeof json["host"] === "string" || typeof json["pri"] === "string";
  if (typeof json["syslog-tag"] === "string" || typeof json["syslogtag"] === "string") return true;
  return (
    typeof json["programname"] === "string" &&
    (typeof json["sysloghost"] === "string" || typeof json["facility"] === "string")
  );
}

/** A member under the first of the names that the daemons have for it; it is removed. */
function takeFirst(rest: JsonObject, ...names: string[]): Json | undefined {
  for (const name of names) if (rest[name] !== undefined && rest[name] !== "") return take(rest, name);
  return undefined;
}

/** Fills a draft from a syslog message in JSON, with the keys that Fluent Bit's aws filter may have added. */
export function fillFromSyslogJson(json: JsonObject, carrierTime: number, record: Draft): void {
  const { attributes, payload, resource } = record;
  const rest = copyOf(json);
  takeAwsFilterKeys(rest, record);
  const time = takeTime(rest, carrierTime, record);
  const { program, pid } = tagOf(takeFirst(rest, "ident", "syslog-tag", "syslogtag", "programname", "PROGRAM"));
  const message = asText(takeFirst(rest, "message", "MESSAGE"))?.trim() ?? "";
  fillFromDaemonMessage(
    { program, message, printed: false, time: time === undefined ? carrierTime : epochMs(time) },
    record,
  );
  record.time ??= time;
  attributes["syslog.app_name"] = program === "" ? undefined : program;
  if (rest["msgid"] !== "-") attributes["syslog.msgid"] = takeFirst(rest, "msgid", "MSGID");
  const host = takeFirst(rest, "host", "sysloghost", "HOST");
  if (resource["host.name"] !== undefined && host !== undefined) keepBeside(payload, "host", host);
  else resource["host.name"] = host;
  const process = asText(takeFirst(rest, "pid", "procid", "PID")) ?? pid;
  if (process !== undefined && /^\d{1,10}$/.test(process)) attributes["process.pid"] = Number(process);
  else if (process !== undefined && process !== "-") keepBeside(payload, "pid", process);
  fillPriority(rest, record);
  for (const key of Object.keys(rest)) keepBeside(payload, key, rest[key]);
}

/** `sshd[9243]:` */
function tagOf(tag: Json | undefined): { program: string; pid: string | undefined } {
  const [, program, pid] = /^([^[\]]{0,200}?)(?:\[(\d{1,10})\])?:?$/.exec(asText(tag) ?? "") ?? [];
  return { program: program ?? asText(tag) ?? "", pid };
}

/** `2020-04-19 20:20:05 +0000` (Fluentd), RFC 3339 (rsyslog), or a date without a year; another form stays where it was. */
function takeTime(rest: JsonObject, carrierTime: number, record: Draft): string | undefined {
  for (const name of ["time", "@timestamp", "timestamp", "timereported", "ISODATE", "DATE"]) {
    const value = rest[name];
    if (typeof value !== "string") continue;
    const zoned = isoTime(value);
    const time = zoned ?? syslogClock(value, carrierTime);
    if (time === undefined) continue;
    record.yearAssumed = zoned === undefined;
    take(rest, name);
    return time;
  }
  return undefined;
}

/** Facility and severity: by name, by PRI, or in Fluentd's tag, `<prefix>.<facility>.<severity>`. */
function fillPriority(rest: JsonObject, record: Draft): void {
  const { attributes } = record;
  const pri = asText(rest["pri"]);
  if (pri !== undefined && /^(?:\d{1,2}|1[0-8]\d|19[01])$/.test(pri)) {
    take(rest, "pri");
    const priority = Number(pri);
    attributes["syslog.priority"] = priority;
    fillNamed(syslogFacilityName(priority >> 3), priority & 7, record);
    return;
  }
  const [tagged, severity] = (asText(rest["tag"]) ?? "").split(".").slice(-2);
  const level =
    severityOf(rest, "severity") ??
    severityOf(rest, "priority") ??
    severityOf(rest, "PRIORITY") ??
    SEVERITIES.get(severity ?? "");
  const facility = asText(takeFirst(rest, "facility", "FACILITY"));
  const named = facility === undefined && SEVERITIES.has(severity ?? "") ? tagged : facility;
  fillNamed(named !== undefined && /^\d{1,2}$/.test(named) ? syslogFacilityName(Number(named)) : named, level, record);
}

function severityOf(rest: JsonObject, name: string): number | undefined {
  const value = rest[name];
  const text = typeof value === "number" ? String(value) : asText(value);
  if (text === undefined) return undefined;
  const level = /^[0-7]$/.test(text) ? Number(text) : SEVERITIES.get(text.toLowerCase());
  if (level !== undefined) take(rest, name);
  return level;
}

function fillNamed(facility: string | undefined, level: number | undefined, record: Draft): void {
  record.attributes["syslog.facility"] = facility;
  record.attributes["syslog.severity"] = level;
  // A log line within the message has a level of its own.
  if (level !== undefined) record.severity ??= severityOfSyslog(level);
}
