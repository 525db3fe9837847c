import { ERROR, INFO, WARN, type Severity } from "../../formats/severity.ts";
import { isoTime } from "../../formats/time.ts";
import type { Draft, Json, JsonObject } from "../../schema/draft.ts";
import { clusterResource, taskArnResource, taskDefinitionResource } from "../ecs-arn.ts";
import { asObject, asText, copyOf, putRest, take } from "../json-rest.ts";
import { takeText } from "../performance-event.ts";
import type { EcsEventName } from "./fields.ts";

type EventDraft = Draft<EcsEventName>;

/** Whether a JSON line is an event of ECS as EventBridge delivers it (ECS developer guide, "Amazon ECS events"). */
export function isEcsEvent(event: JsonObject): boolean {
  return (
    event["source"] === "aws.ecs" && typeof event["detail-type"] === "string" && asObject(event["detail"]) !== undefined
  );
}

/** Fills a draft from an ECS event. What is typed is taken out of it; the rest keeps its places in the payload. */
export function fillFromEcsEvent(event: JsonObject, record: EventDraft): void {
  const rest = copyOf(event);
  const detail = copyOf(asObject(take(rest, "detail")) ?? {});
  const { attributes, resource, payload } = record;
  const type = takeText(rest, "detail-type");
  attributes["aws.ecs.event.type"] = type;
  // What is undefined here would hide what the carrier says of the account.
  Object.assign(
    resource,
    said({ "cloud.account.id": takeText(rest, "account"), "cloud.region": takeText(rest, "region") }),
  );
  fillTime(rest, detail, record);
  record.severity = severityOf(detail);
  for (const [key, name] of ATTRIBUTES) attributes[name] = takeText(detail, key);
  fillTask(detail, record);
  fillService(detail, rest, record);
  fillContainers(detail["containers"], record);
  if (typeof detail["agentConnected"] === "boolean") {
    attributes["aws.ecs.agent.connected"] = take(detail, "agentConnected");
    attributes["aws.ecs.container_instance.status"] = takeText(detail, "status");
  }
  record.body = bodyOf(type ?? "", detail, record);
  Object.assign(payload, rest);
  putRest(payload, "detail", detail);
}

/** Members of `detail` that are attributes as they are. */
const ATTRIBUTES: readonly (readonly [string, keyof EventDraft["attributes"]])[] = [
  ["eventName", "aws.ecs.event.name"],
  ["lastStatus", "aws.ecs.task.last_status"],
  ["desiredStatus", "aws.ecs.task.desired_status"],
  ["stopCode", "aws.ecs.task.stop_code"],
  ["stoppedReason", "aws.ecs.task.stopped_reason"],
  ["deploymentId", "aws.ecs.deployment.id"],
];

/** `time` has whole seconds; the detail's own time is taken where it is the same instant with its milliseconds. */
function fillTime(rest: JsonObject, detail: JsonObject, record: EventDraft): void {
  const time = isoTime(rest["time"]);
  if (time === undefined) return;
  record.time = time;
  take(rest, "time");
  for (const key of ["updatedAt", "createdAt"]) {
    const exact = isoTime(detail[key]);
    if (exact === undefined || exact.slice(0, 19) !== time.slice(0, 19)) continue;
    record.time = exact;
    return;
  }
}

/** Stop codes of tasks that did not end because somebody wanted them to. */
const FAILURES = new Set(["TaskFailedToStart", "EssentialContainerExited"]);
const EVENT_TYPES: ReadonlyMap<string, Severity> = new Map([
  ["INFO", INFO],
  ["WARN", WARN],
  ["ERROR", ERROR],
]);

/** Services and deployments say how severe an event is; a task that stopped by itself, or with an exit code, has failed. */
function severityOf({ eventType, lastStatus, stopCode, containers }: JsonObject): Severity {
  const declared = EVENT_TYPES.get(asText(eventType) ?? "");
  if (declared !== undefined) return declared;
  if (lastStatus !== "STOPPED") return INFO;
  const failed = FAILURES.has(asText(stopCode) ?? "") || exitOf(containers).some(({ exitCode }) => exitCode !== 0);
  return failed ? ERROR : INFO;
}

/** The containers that have an exit code. */
function exitOf(containers: Json | undefined): { readonly exitCode: number; readonly container: JsonObject }[] {
  if (!Array.isArray(containers)) return [];
  return containers.map(asObject).flatMap((container) => {
    const exitCode = container?.["exitCode"];
    return container !== undefined && typeof exitCode === "number" ? [{ exitCode, container }] : [];
  });
}

/** Who the event is about: cluster, task, its definition, where it runs. */
function fillTask(detail: JsonObject, { resource }: EventDraft): void {
  const cluster = takeText(detail, "clusterArn");
  if (cluster !== undefined) Object.assign(resource, said(clusterResource(cluster)));
  const task = takeText(detail, "taskArn");
  if (task !== undefined) Object.assign(resource, said(taskArnResource(task)));
  const definition = asText(detail["taskDefinitionArn"]);
  // The ARN itself stays in the payload: it says more than family and revision.
  if (definition !== undefined) Object.assign(resource, taskDefinitionResource(definition));
  resource["aws.ecs.launchtype"] = takeText(detail, "launchType")?.toLowerCase();
  resource["cloud.availability_zone"] = takeText(detail, "availabilityZone");
  resource["host.id"] = takeText(detail, "ec2InstanceId");
  const instance = takeText(detail, "containerInstanceArn");
  if (instance === undefined) return;
  resource["aws.ecs.container.arn"] = instance;
  resource["aws.ecs.container_instance.id"] = instance.slice(instance.lastIndexOf("/") + 1);
}

/** Without what an ARN of another form does not tell. */
function said<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}

const SERVICE_ARN = /^arn:[a-z-]+:ecs:[a-z0-9-]*:\d*:service\/(?:([^/]+)\/)?([^/]+)$/;

/** Service events name their service in `resources` only, tasks of a service in their group. */
function fillService(detail: JsonObject, { resources }: JsonObject, { attributes, resource }: EventDraft): void {
  const group = asText(detail["group"]) ?? "";
  if (group.startsWith("service:")) attributes["aws.ecs.service.name"] = group.slice("service:".length);
  if (!Array.isArray(resources)) return;
  for (const arn of resources) {
    const [, cluster, service] = SERVICE_ARN.exec(asText(arn) ?? "") ?? [];
    if (service === undefined) continue;
    attributes["aws.ecs.service.name"] = service;
    if (cluster !== undefined) resource["aws.ecs.cluster.name"] ??= cluster;
  }
}

/** The container that failed, or the only one. All of them stay in the payload. */
function fillContainers(containers: Json | undefined, { attributes }: EventDraft): void {
  const exits = exitOf(containers);
  const exit = exits.find(({ exitCode }) => exitCode !== 0) ?? exits[0];
  const dead = Array.isArray(containers)
    ? containers.map(asObject).find((one) => asText(one?.["reason"]) !== undefined)
    : undefined;
  const only = Array.isArray(containers) && containers.length === 1 ? asObject(containers[0]) : undefined;
  const container = exit?.container ?? dead ?? only;
  if (container === undefined) return;
  attributes["aws.ecs.container.name"] = asText(container["name"]);
  attributes["aws.ecs.container.last_status"] = asText(container["lastStatus"]);
  attributes["aws.ecs.container.exit_code"] = exit?.exitCode;
  attributes["aws.ecs.container.reason"] = asText(container["reason"]) ?? asText(dead?.["reason"]);
}

/** `demo:7 STOPPED: Essential container in task exited (web exited with 137)`, `SERVICE_STEADY_STATE checkout`. */
function bodyOf(type: string, detail: JsonObject, { attributes, resource }: EventDraft): string {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const words = (...parts: string[]): string => parts.filter((part) => part !== "").join(" ");
  const name = text(attributes["aws.ecs.event.name"]);
  const reason = text(detail["reason"]) || text(attributes["aws.ecs.task.stopped_reason"]);
  const because = reason === "" ? "" : `: ${reason}`;
  if (name !== "") return words(name, text(attributes["aws.ecs.service.name"])) + because;
  const status = text(attributes["aws.ecs.task.last_status"]);
  if (status !== "") {
    const family = text(resource["aws.ecs.task.family"]);
    const revision = text(resource["aws.ecs.task.revision"]);
    const task =
      family === "" ? text(resource["aws.ecs.task.id"]) : words(family + (revision === "" ? "" : `:${revision}`));
    const exit = attributes["aws.ecs.container.exit_code"];
    const code = typeof exit === "number" ? `(${text(attributes["aws.ecs.container.name"])} exited with ${exit})` : "";
    return words(`${words(task, status)}${because}`, code);
  }
  const instance = text(resource["aws.ecs.container_instance.id"]);
  const connected = attributes["aws.ecs.agent.connected"];
  const agent = connected === undefined ? "" : connected === true ? "agent connected" : "agent disconnected";
  return words(type, instance, text(attributes["aws.ecs.container_instance.status"]), agent);
}
