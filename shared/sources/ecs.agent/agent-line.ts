import { severityOfName } from "../../formats/severity.ts";
import { isoTime } from "../../formats/time.ts";
import { openMap, type Draft, type Json, type JsonObject } from "../../schema/draft.ts";
import { clusterResource } from "../ecs-arn.ts";
import type { AgentName } from "./fields.ts";
import { readAgentPairs } from "./pairs.ts";

type AgentDraft = Draft<AgentName>;

/** The agent's own logfmt, level first (ecs-agent/logger/log.go, logfmtFormatter). */
export const LOGFMT = /^level=([a-z]{4,8}) time=(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)?) /;
/** seelog's header of agent before 1.36 and of ecs-init. */
export const SEELOG = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) \[(TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL)\] /;

/** Fills a draft from a line of ecs-agent or ecs-init; false when it has neither form. */
export function fillFromAgentText(text: string, record: AgentDraft): boolean {
  const logfmt = LOGFMT.exec(text);
  if (logfmt !== null) {
    const [header, level = "", time = ""] = logfmt;
    fillHeader(level, time, record);
    const { pairs, loose } = readAgentPairs(text.slice(header.length));
    record.body = loose;
    fillMembers(membersOf(pairs), record);
    if (loose !== "" && record.body !== loose) record.payload["tail"] = loose;
    return true;
  }
  const seelog = SEELOG.exec(text);
  if (seelog === null) return false;
  const [header, time = "", level = ""] = seelog;
  fillHeader(level, time, record);
  const message = text.slice(header.length);
  record.body = message;
  fillTrailingPairs(message, record);
  fillTaskOf(message, record);
  return true;
}

/** Fills a draft from the agent's JSON (`ECS_LOG_OUTPUT_FORMAT=json`). */
export function fillFromAgentJson({ level, time, ...members }: JsonObject, record: AgentDraft): void {
  if (typeof level === "string") fillHeader(level, typeof time === "string" ? time : "", record);
  else if (level !== undefined) record.payload["level"] = level;
  if (time !== undefined && typeof time !== "string") record.payload["time"] = time;
  fillMembers(members, record);
}

function fillHeader(level: string, time: string, record: AgentDraft): void {
  record.severity = severityOfName(level);
  if (record.severity === undefined) record.payload["level"] = level;
  // The formatter writes UTC, without a zone when it is configured with milliseconds.
  record.time = isoTime(time, "utc");
  if (record.time === undefined && time !== "") record.payload["time"] = time;
}

/** The values by key; of a key that repeats all of them. */
function membersOf(pairs: readonly (readonly [string, string])[]): JsonObject {
  const members = openMap<Json>();
  for (const [key, value] of pairs) {
    const earlier = members[key];
    if (earlier === undefined) members[key] = value;
    else if (Array.isArray(earlier)) earlier.push(value);
    else members[key] = [earlier, value];
  }
  return members;
}

/** ecs-agent/logger/field/constants.go; older lines spell some of them otherwise. */
const ATTRIBUTES: ReadonlyMap<string, keyof AgentDraft["attributes"]> = new Map<string, keyof AgentDraft["attributes"]>(
  [
    ["module", "code.file.path"],
    ["task", "aws.ecs.task.id"],
    ["taskID", "aws.ecs.task.id"],
    ["taskARN", "aws.ecs.task.arn"],
    ["taskArn", "aws.ecs.task.arn"],
    ["container", "aws.ecs.container.name"],
    ["containerName", "aws.ecs.container.name"],
    ["error", "error.message"],
    ["err", "error.message"],
  ],
);

function fillMembers(members: JsonObject, record: AgentDraft): void {
  const { attributes, payload, resource } = record;
  const aboutContainer = "container" in members || "containerName" in members;
  for (const key of Object.keys(members)) {
    const value = members[key];
    const name = ATTRIBUTES.get(key) ?? statusName(key, aboutContainer);
    if (typeof value !== "string" || value === "") payload[key] = value;
    else if (key === "msg") record.body = value;
    else if (key === "cluster") Object.assign(resource, clusterResource(value));
    else if (name === undefined || attributes[name] !== undefined) payload[key] = value;
    else attributes[name] = value;
  }
  fillTaskOf(record.body, record);
}

/** Statuses are the container's where the line names one. */
function statusName(key: string, aboutContainer: boolean): keyof AgentDraft["attributes"] | undefined {
  if (key === "knownStatus") return aboutContainer ? "aws.ecs.container.last_status" : "aws.ecs.task.last_status";
  return key === "desiredStatus" && !aboutContainer ? "aws.ecs.task.desired_status" : undefined;
}

const TASK_ARN =
  /\barn:[a-z-]{3,12}:ecs:[a-z0-9-]{1,32}:\d{10,14}:task\/(?:([\w-]{1,255})\/)?([0-9a-f-]{32,36})(?![\w-])/;
/** `I am running as 'arn:…:container-instance/…' in cluster 'mycluster'`. */
const SELF = /\bI am running as '([^' ]{1,400})' in cluster '([^' ]{1,400})'/;

/** `Managed task [arn:…]: waiting for event for task`; an ARN holds the task's id, and the cluster is the agent's, too. */
function fillTaskOf(message: string, { attributes, resource }: AgentDraft): void {
  const known = attributes["aws.ecs.task.arn"];
  const [arn, cluster, id] = TASK_ARN.exec(typeof known === "string" ? known : message) ?? [];
  if (arn !== undefined) {
    attributes["aws.ecs.task.arn"] ??= arn;
    attributes["aws.ecs.task.id"] ??= id;
    if (cluster !== undefined) resource["aws.ecs.cluster.name"] ??= cluster;
  }
  const [, self, own] = SELF.exec(message) ?? [];
  if (self === undefined || own === undefined) return;
  resource["aws.ecs.container.arn"] = self;
  Object.assign(resource, clusterResource(own));
}

/** Old lines end in pairs: `Error from tcs; backing off module="tcs handler" err="unexpected EOF"`. They stay in the message, too. */
const TRAILING = / (module|err|error|task|cluster)="((?:[^"\\]|\\.){0,2000})"/g;

function fillTrailingPairs(message: string, { attributes }: AgentDraft): void {
  for (const [, key = "", value = ""] of message.matchAll(TRAILING)) {
    if (key === "module") attributes["logger.name"] ??= value;
    else if (key.startsWith("err") && value !== "") attributes["error.message"] ??= value.replaceAll('\\"', '"');
  }
}
