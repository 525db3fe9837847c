import { double, keyword } from "../../schema/field.ts";
import type { Draft, JsonObject, ResourceValues } from "../../schema/draft.ts";
import { fillFromApplicationLine } from "../application-line.ts";
import { clusterResource } from "../ecs-arn.ts";
import { asText, copyOf, take } from "../json-rest.ts";
import { fillImage } from "../kubernetes-object.ts";
import {
  copyMetrics,
  fillFromPerformance,
  isOfEcs,
  moveToResource,
  performanceEventOf,
  takeText,
} from "../performance-event.ts";
import { defineSource, upTo } from "../source.ts";

const GROUP = /^\/aws\/ecs\/containerinsights\/([^/]+)\/performance$/i;

const FIELDS = {
  "aws.ecs.cpu_utilized": double("CPU units in use", 12.5),
  "aws.ecs.cpu_reserved": double("CPU units reserved", 256),
  "aws.ecs.cpu_utilization": double("CPU in use, percent", 4.9),
  "aws.ecs.memory_utilized_mb": double("Memory in use, MB as CloudWatch counts it", 52),
  "aws.ecs.memory_reserved_mb": double("Memory reserved, MB", 512),
  "aws.ecs.memory_utilization": double("Memory in use, percent", 10.2),
  "aws.ecs.service.desired_tasks": double("Tasks that the service shall have", 2),
  "aws.ecs.service.running_tasks": double("Tasks that run", 2),
  "aws.ecs.service.pending_tasks": double("Tasks that start", 0),
  "aws.ecs.capacity_provider": keyword("Capacity provider", "FARGATE_SPOT"),
} as const;

const METRICS: ReadonlyMap<string, keyof typeof FIELDS> = new Map([
  ["CpuUtilized", "aws.ecs.cpu_utilized"],
  ["CpuReserved", "aws.ecs.cpu_reserved"],
  ["ContainerCpuUtilized", "aws.ecs.cpu_utilized"],
  ["ContainerCpuReserved", "aws.ecs.cpu_reserved"],
  ["TaskCpuUtilization", "aws.ecs.cpu_utilization"],
  ["ContainerCpuUtilization", "aws.ecs.cpu_utilization"],
  ["instance_cpu_utilization", "aws.ecs.cpu_utilization"],
  ["MemoryUtilized", "aws.ecs.memory_utilized_mb"],
  ["MemoryReserved", "aws.ecs.memory_reserved_mb"],
  ["ContainerMemoryUtilized", "aws.ecs.memory_utilized_mb"],
  ["ContainerMemoryReserved", "aws.ecs.memory_reserved_mb"],
  ["TaskMemoryUtilization", "aws.ecs.memory_utilization"],
  ["ContainerMemoryUtilization", "aws.ecs.memory_utilization"],
  ["instance_memory_utilization", "aws.ecs.memory_utilization"],
  ["DesiredTaskCount", "aws.ecs.service.desired_tasks"],
  ["RunningTaskCount", "aws.ecs.service.running_tasks"],
  ["PendingTaskCount", "aws.ecs.service.pending_tasks"],
]);

const RESOURCE: ReadonlyMap<string, keyof ResourceValues> = new Map([
  ["TaskId", "aws.ecs.task.id"],
  ["TaskDefinitionFamily", "aws.ecs.task.family"],
  ["TaskDefinitionRevision", "aws.ecs.task.revision"],
  ["ContainerName", "container.name"],
  ["ContainerId", "container.id"],
  ["ContainerInstanceId", "aws.ecs.container_instance.id"],
  ["EC2InstanceId", "host.id"],
  ["InstanceId", "host.id"],
  ["InstanceType", "host.type"],
  ["AccountID", "cloud.account.id"],
  ["Region", "cloud.region"],
  ["AvailabilityZone", "cloud.availability_zone"],
]);

const ATTRIBUTES: ReadonlyMap<string, keyof Draft<keyof typeof FIELDS>["attributes"]> = new Map<
  string,
  keyof Draft<keyof typeof FIELDS>["attributes"]
>([
  ["ServiceName", "aws.ecs.service.name"],
  ["KnownStatus", "aws.ecs.task.last_status"],
  ["ContainerKnownStatus", "aws.ecs.container.last_status"],
  ["CapacityProviderName", "aws.ecs.capacity_provider"],
]);

export default defineSource({
  name: "ecs.performance",
  platform: "ecs",
  description:
    "Container Insights' performance log group of ECS: metrics of cluster, services, tasks, containers and instances.",
  detect: (origin) => {
    const inGroup = GROUP.test(origin.logGroup);
    if (inGroup) return (line) => (performanceEventOf(line) === undefined ? 0.5 : 1);
    return upTo(0.88, (line) => {
      const event = performanceEventOf(line);
      return event !== undefined && isOfEcs(event) ? 0.88 : 0;
    });
  },
  resource: ({ logGroup }) => ({ "aws.ecs.cluster.name": GROUP.exec(logGroup)?.[1] }),
  fields: FIELDS,
  normalize: (line, record) => {
    const event = performanceEventOf(line);
    if (event === undefined) {
      fillFromApplicationLine(line, record);
      return;
    }
    const rest = copyOf(event);
    fillFromPerformance(rest, record);
    const { attributes, resource } = record;
    Object.assign(resource, clusterResource(takeText(rest, "ClusterName") ?? ""));
    moveToResource(rest, RESOURCE, record);
    const launchType = takeText(rest, "LaunchType");
    if (launchType !== undefined) resource["aws.ecs.launchtype"] = launchType.toLowerCase();
    const image = takeText(rest, "Image");
    if (image !== undefined) fillImage(image, resource);
    for (const [key, name] of ATTRIBUTES) if (typeof rest[key] === "string") attributes[name] = take(rest, key);
    copyMetrics(rest, METRICS, record);
    Object.assign(record.payload, rest);
    record.body = bodyOf(event);
  },
});

/** What was measured: `Task sleep360:1 7ac4…`, `Container web of 7ac4…`, `Service checkout`. */
function bodyOf(event: JsonObject): string {
  const text = (key: string): string => asText(event[key]) ?? "";
  const type = text("Type");
  const definition = [text("TaskDefinitionFamily"), text("TaskDefinitionRevision")]
    .filter((part) => part !== "")
    .join(":");
  const container = type.startsWith("Container") ? text("ContainerName") : "";
  const instance = type.startsWith("Instance") ? text("ContainerInstanceId") || text("InstanceId") : "";
  const names = [container, definition, text("TaskId"), text("ServiceName"), instance].filter((part) => part !== "");
  return [type, ...(names.length === 0 ? [text("ClusterName")] : names)].join(" ");
}
