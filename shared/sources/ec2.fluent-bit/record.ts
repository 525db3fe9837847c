import { isoOfEpoch, isoTime } from "../../formats/time.ts";
import type { Draft, Json, JsonObject } from "../../schema/draft.ts";
import { continuesApplication, fillFromApplicationLine } from "../application-line.ts";
import { fillFromApplicationJson } from "../application-json.ts";
import type { MemberFiller, MemberFillers } from "../application-member.ts";
import { keepBeside } from "../daemon-message.ts";
import { takeAwsFilterKeys } from "../ec2-host.ts";
import { copyOf, take } from "../json-rest.ts";
import { unwrapNodeRecord } from "../node-record.ts";
import { jsonOf, newLine, type Line } from "../source.ts";

const ZONE = /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}[a-z]?(?:-[a-z0-9-]{1,20})?$/;
const INSTANCE = /^i-[0-9a-f]{8,17}$/;

/** Whether Fluent Bit's aws filter has been at a record, and no collector of containers. */
export function isAwsRecord({ az, ec2_instance_id: id, ...others }: JsonObject): boolean {
  if ("kubernetes" in others || "ecs_task_arn" in others || "ecs_cluster" in others || "container_id" in others)
    return false;
  return (typeof id === "string" && INSTANCE.test(id)) || (typeof az === "string" && ZONE.test(az));
}

/**
 * Fills a draft from a record of Fluent Bit's tail input: the file's line in `log` where no parser was set, in `message` where
 * a parser found nothing more, else its members at the top. What else stands beside a line has been put there by filters: the
 * instance's tags, and what the operator has added.
 */
export function fillFromTailRecord(line: Line, record: Draft): void {
  const json = jsonOf(line);
  const wrapped = json === undefined || holdsLine(json) ? unwrapNodeRecord(line) : undefined;
  if (wrapped === undefined) {
    const members = copyOf(json ?? {});
    takeAwsFilterKeys(members, record);
    takeTags(members, isTag, record);
    const request = "remote" in members && "method" in members;
    fillFromApplicationJson(members, record, request ? NGINX : undefined);
    return;
  }
  const { message, time, iostream, rest } = wrapped;
  takeAwsFilterKeys(rest, record);
  const inner = newLine(message, line.carrierTime);
  fillFromApplicationLine(inner, record);
  record.notes.push(...inner.jsonNotes);
  if (iostream !== undefined) record.attributes["log.iostream"] = iostream;
  takePath(rest, record);
  record.time ??= time ?? takeTime(rest);
  takeTags(rest, (key, value) => isTag(key) || (typeof value === "string" && !COLLECTORS.has(key)), record);
  for (const key of Object.keys(rest)) keepBeside(record.payload, key, rest[key]);
}

/** Names of Fluent Bit's nginx and apache parsers (conf/parsers.conf) that no server uses itself. */
const NGINX: MemberFillers = new Map<string, MemberFiller>([
  ["remote", (value, record) => fillAttribute("client.address", value, record)],
  ["host", (value, record) => value === "-" || fillAttribute("server.address", value, record)],
  ["user", (value, record) => value === "-" || fillAttribute("user.name", value, record)],
  [
    "code",
    (value, record) =>
      typeof value === "string" &&
      /^[1-5]\d\d$/.test(value) &&
      fillAttribute("http.response.status_code", Number(value), record),
  ],
]);

function fillAttribute(name: keyof Draft["attributes"], value: Json, { attributes }: Draft): boolean {
  attributes[name] = value;
  return true;
}

/** Keys that Fluent Bit itself writes beside a line. */
const COLLECTORS = new Set(["date", "time", "timestamp", "@timestamp", "tag", "stream", "joined"]);

/** `log` is the input's own name for a line; `message` alone is a parser's, beside others it is one of an application's. */
function holdsLine(json: JsonObject): boolean {
  if (typeof json["log"] === "string") return true;
  if (typeof json["message"] !== "string") return false;
  return Object.keys(json).every((key) => key === "message" || AWS.has(key) || COLLECTORS.has(key) || isTag(key));
}

const AWS = new Set([
  "az",
  "ec2_instance_id",
  "ec2_instance_type",
  "private_ip",
  "vpc_id",
  "ami_id",
  "account_id",
  "hostname",
]);

/** Tags that AWS sets, and the one that the console asks for; others could be anything. */
function isTag(key: string): boolean {
  return key.startsWith("aws:") || key === "Name";
}

function takeTags(rest: JsonObject, isLabel: (key: string, value: Json) => boolean, { labels }: Draft): void {
  for (const key of Object.keys(rest)) {
    const value = rest[key];
    if (value !== undefined && isLabel(key, value)) labels[key] = take(rest, key);
  }
}

/** The tail input's `path_key` has no default name; these are those of the documentation and of AWS' examples. */
const PATH_KEYS = ["path", "file", "filename", "file_path", "filepath", "file_name", "log_file", "source"];

function takePath(rest: JsonObject, { attributes }: Draft): void {
  for (const key of PATH_KEYS) {
    const value = rest[key];
    if (typeof value !== "string" || !/^(?:\/|[A-Z]:[\\/])/.test(value)) continue;
    attributes["log.file.path"] = take(rest, key);
    return;
  }
}

/** When the line was read: outputs add `date`, as a number of seconds or in ISO form. */
function takeTime(rest: JsonObject): string | undefined {
  for (const key of ["date", "time", "timestamp", "@timestamp"]) {
    const value = rest[key];
    const time = typeof value === "number" ? isoOfEpoch(value) : isoTime(value);
    if (time === undefined) continue;
    take(rest, key);
    return time;
  }
  return undefined;
}

const LINE = /"(?:log|message)":\s?"/;

/** Whether a record goes on with the line that another one began: only their first characters are looked at. */
export function continuesTailRecord(text: string, begun: string, last: string): boolean {
  const head = headOf(text);
  const first = headOf(begun);
  if (head === undefined || first === undefined || first.startsWith("{")) return false;
  return continuesApplication(head, first, headOf(last) ?? "");
}

/** Beginning of the line, out of its JSON string; undefined for records without one. */
function headOf(text: string): string | undefined {
  const start = LINE.exec(text);
  if (start === null || !text.startsWith("{")) return undefined;
  const from = start.index + start[0].length;
  const head = text.slice(from, from + 200);
  return (head.startsWith("\\t") ? `\t${head.slice(2)}` : head).replaceAll('\\"', '"').replace(/(?:\\n)?"[,}].*$/s, "");
}
