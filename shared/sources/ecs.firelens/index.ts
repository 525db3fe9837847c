import { beginsGoDump, continuesGoDump } from "../../formats/go-dump.ts";
import { parseJsonObject } from "../../formats/json.ts";
import { isoTime } from "../../formats/time.ts";
import type { Draft, JsonObject, ResourceValues } from "../../schema/draft.ts";
import { continuesApplication, fillFromApplicationLine } from "../application-line.ts";
import { clusterResource, taskArnResource, taskDefinitionResource } from "../ecs-arn.ts";
import { asText, copyOf, take } from "../json-rest.ts";
import { defineSource, jsonOf, newLine, upTo, type Line } from "../source.ts";

/** Keys that Docker's fluentd driver and the ECS agent add to each record of a FireLens container. */
const MARKS = [
  "container_id",
  "container_name",
  "source",
  "ecs_cluster",
  "ecs_task_arn",
  "ecs_task_definition",
] as const;

export default defineSource({
  name: "ecs.firelens",
  platform: "ecs",
  description:
    "Records of FireLens (Docker's fluentd driver with the ECS agent's metadata), with `log` or with the application's keys in its place.",
  detect: () => upTo(0.88, claimByShape),
  continues: continuesFireLens,
  fields: {},
  normalize: (line, record) => {
    const parts = line.text
      .split("\n")
      .map((text) => (text === line.text ? jsonOf(line) : parseJsonObject(text)?.value));
    const [first] = parts;
    if (first === undefined || parts.includes(undefined)) {
      fillFromApplicationLine(line, record);
      return;
    }
    fillFromFireLens(parts as JsonObject[], line, record);
  },
});

function claimByShape(line: Line): number {
  if (!line.text.startsWith("{") || !mayHaveMarks(line.text)) return 0;
  const json = jsonOf(line);
  if (json === undefined) return 0;
  const marks = MARKS.filter((mark) => typeof json[mark] === "string").length;
  if (typeof json["ecs_task_arn"] === "string") return 0.88;
  return marks >= 3 && typeof json["log"] === "string" ? 0.86 : 0;
}

/** One name of these is in many lines, and spares no parse: the ARN alone is enough, of the others it takes three. */
function mayHaveMarks(text: string): boolean {
  if (text.includes('"ecs_task_arn"')) return true;
  let marks = 0;
  for (const mark of MARKS) if (text.includes(`"${mark}"`)) marks++;
  return marks >= 3;
}

/** The driver's own time comes along only where the output was told to add it (Fluent Bit, `time_key time`). */
function takeTime(rest: JsonObject, record: Draft): void {
  const time = isoTime(rest["time"]);
  if (time === undefined || record.time !== undefined) return;
  record.time = time;
  delete rest["time"];
}

function fillFromFireLens(parts: readonly JsonObject[], line: Line, record: Draft): void {
  const { log, ...others } = parts[0] as JsonObject;
  const rest = copyOf(others);
  const { attributes, payload } = record;
  record.resource = resourceOf(rest);
  attributes["log.iostream"] = take(rest, "source");
  const partial = partialOf(rest);
  if (typeof log === "string") {
    const text = parts.length === 1 ? log : joinedText(parts);
    const inner = newLine(text.replace(/[\r\n]+$/, ""), line.carrierTime);
    record.body = inner.text;
    fillFromApplicationLine(inner, record);
    record.notes.push(...inner.jsonNotes);
    takeTime(rest, record);
    for (const key of Object.keys(rest)) payload[key in payload ? `collector.${key}` : key] = rest[key];
  } else {
    // parse-json.conf drops `log` and lifts the application's keys beside the agent's.
    const inner = newLine(line.text, line.carrierTime);
    if (log !== undefined) rest["log"] = log;
    inner.json = rest;
    fillFromApplicationLine(inner, record);
  }
  if (partial !== undefined && parts.at(-1)?.["partial_last"] !== "true") {
    payload["partial"] = partial;
    record.notes.push("partial");
  }
}

function resourceOf(rest: JsonObject): ResourceValues {
  const arn = asText(rest["ecs_task_arn"]);
  const cluster = asText(rest["ecs_cluster"]);
  const definition = asText(rest["ecs_task_definition"]);
  const instance = asText(rest["ec2_instance_id"]);
  const containerId = asText(rest["container_id"]);
  for (const key of ["ecs_task_arn", "ecs_cluster", "ecs_task_definition", "ec2_instance_id"]) {
    if (typeof rest[key] === "string") take(rest, key);
  }
  // On Fargate the id is the task's with a number; the agent adds the instance only on EC2.
  const fargate = containerId !== undefined && /^[0-9a-f]{32}-\d+$/.test(containerId);
  const launchtype = fargate ? "fargate" : instance === undefined ? undefined : "ec2";
  return {
    ...said(arn === undefined ? {} : taskArnResource(arn)),
    ...said(cluster === undefined ? {} : clusterResource(cluster)),
    ...said(definition === undefined ? {} : taskDefinitionResource(definition)),
    "container.id": take(rest, "container_id"),
    "container.name": take(rest, "container_name"),
    "host.id": instance,
    "aws.ecs.launchtype": launchtype,
  };
}

/** Without the names that say nothing, which would hide what another key says. */
function said(values: ResourceValues): ResourceValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Docker cuts at 16 KB and numbers the pieces; older drivers only say that it is one. */
function partialOf(rest: JsonObject): JsonObject | undefined {
  if (rest["partial_message"] === undefined) return undefined;
  const partial: JsonObject = {};
  for (const key of ["partial_message", "partial_id", "partial_ordinal", "partial_last"]) {
    const value = take(rest, key);
    if (value !== undefined) partial[key] = value;
  }
  return partial;
}

/** Pieces in the order of their numbers; lines of a stack trace below each other. */
function joinedText(parts: readonly JsonObject[]): string {
  const text = (part: JsonObject): string => asText(part["log"]) ?? "";
  if (parts[0]?.["partial_message"] === undefined)
    return parts.map((part) => text(part).replace(/[\r\n]+$/, "")).join("\n");
  const ordinal = (part: JsonObject): number => Number(part["partial_ordinal"] ?? 0);
  return parts
    .toSorted((a, b) => ordinal(a) - ordinal(b))
    .map(text)
    .join("");
}

function continuesFireLens(text: string, begun: string, last: string): boolean {
  const pieces = last.includes('"partial_message"');
  if (!pieces && !text.includes('"log":')) return false;
  const next = parseJsonObject(text)?.value;
  const before = parseJsonObject(last)?.value;
  if (next === undefined || before === undefined || next["container_id"] !== before["container_id"]) return false;
  if (next["source"] !== before["source"]) return false;
  if (pieces) return before["partial_last"] !== "true" && isNextPiece(next, before);
  const first = parseJsonObject(begun)?.value;
  const line = asText(next["log"]);
  const begin = asText(first?.["log"]);
  const end = asText(before["log"]);
  if (line === undefined || begin === undefined || end === undefined || next["partial_message"] !== undefined)
    return false;
  return beginsGoDump(begin) ? continuesGoDump(line) : continuesApplication(line, begin, end);
}

/** Without an id a piece belongs to the one before it, and the first record that is none ends the line. */
function isNextPiece(next: JsonObject, before: JsonObject): boolean {
  if (next["partial_id"] !== undefined || before["partial_id"] !== undefined)
    return next["partial_id"] === before["partial_id"];
  return true;
}
