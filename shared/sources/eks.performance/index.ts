import { double, integer, keyword } from "../../schema/field.ts";
import type { Draft, JsonObject, ResourceValues } from "../../schema/draft.ts";
import { fillFromApplicationLine } from "../application-line.ts";
import { insightsGroup } from "../container-insights.ts";
import { asObject, asText, copyOf, putRest, take } from "../json-rest.ts";
import { fillFromKubernetes } from "../kubernetes-object.ts";
import { copyMetrics, fillFromPerformance, isOfEcs, moveToResource, performanceEventOf } from "../performance-event.ts";
import { defineSource, upTo } from "../source.ts";

const FIELDS = {
  "k8s.node.cpu_utilization": double("CPU of the node in use, percent", 3.41),
  "k8s.node.memory_utilization": double("Memory of the node in use, percent", 6.6),
  "k8s.node.filesystem_utilization": double("File system of the node in use, percent", 19.4),
  "k8s.pod.cpu_utilization": double("CPU that the pod uses, percent of the node's", 0.15),
  "k8s.pod.cpu_utilization_over_limit": double("CPU that the pod uses, percent of its limit", 2.9),
  "k8s.pod.memory_utilization": double("Memory that the pod uses, percent of the node's", 0.11),
  "k8s.pod.memory_utilization_over_limit": double("Memory that the pod uses, percent of its limit", 17.42),
  "k8s.pod.container_restarts": integer("Restarts of the pod's containers", 0),
  "k8s.pod.status": keyword("Phase of the pod", "Running"),
  "k8s.container.cpu_utilization": double("CPU that the container uses, percent of the node's", 0.15),
  "k8s.container.memory_utilization": double("Memory that the container uses, percent of the node's", 0.11),
  "k8s.container.restarts": integer("Restarts of the container", 0),
  "k8s.container.status": keyword("State of the container", "Running"),
} as const;

type PerformanceDraft = Draft<keyof typeof FIELDS>;

const METRICS: ReadonlyMap<string, keyof typeof FIELDS> = new Map([
  ["node_cpu_utilization", "k8s.node.cpu_utilization"],
  ["node_memory_utilization", "k8s.node.memory_utilization"],
  ["node_filesystem_utilization", "k8s.node.filesystem_utilization"],
  ["pod_cpu_utilization", "k8s.pod.cpu_utilization"],
  ["pod_cpu_utilization_over_pod_limit", "k8s.pod.cpu_utilization_over_limit"],
  ["pod_memory_utilization", "k8s.pod.memory_utilization"],
  ["pod_memory_utilization_over_pod_limit", "k8s.pod.memory_utilization_over_limit"],
  ["pod_number_of_container_restarts", "k8s.pod.container_restarts"],
  ["container_cpu_utilization", "k8s.container.cpu_utilization"],
  ["container_memory_utilization", "k8s.container.memory_utilization"],
  ["number_of_container_restarts", "k8s.container.restarts"],
]);

const RESOURCE: ReadonlyMap<string, keyof ResourceValues> = new Map([
  ["ClusterName", "k8s.cluster.name"],
  ["NodeName", "k8s.node.name"],
  ["Namespace", "k8s.namespace.name"],
  // `PodName` is the workload's name, and stays in the payload; enhanced observability adds the pod's own.
  ["FullPodName", "k8s.pod.name"],
  ["ContainerName", "k8s.container.name"],
  ["Service", "k8s.service.name"],
  ["InstanceId", "host.id"],
  ["InstanceType", "host.type"],
]);

export default defineSource({
  name: "eks.performance",
  platform: "eks",
  description:
    "Container Insights' performance log group of EKS and Kubernetes: metrics of cluster, nodes, pods and containers in embedded metric format.",
  detect: (origin) => {
    const inGroup = insightsGroup(origin.logGroup)?.kind === "performance";
    if (inGroup) return (line) => (performanceEventOf(line) === undefined ? 0.5 : 1);
    return upTo(0.88, (line) => {
      const event = performanceEventOf(line);
      return event === undefined || isOfEcs(event) ? 0 : 0.88;
    });
  },
  resource: ({ logGroup }) => ({ "k8s.cluster.name": insightsGroup(logGroup)?.cluster }),
  fields: FIELDS,
  normalize: (line, record) => {
    const event = performanceEventOf(line);
    if (event === undefined) {
      fillFromApplicationLine(line, record);
      return;
    }
    const rest = copyOf(event);
    fillFromPerformance(rest, record);
    moveToResource(rest, RESOURCE, record);
    const kubernetes = asObject(take(rest, "kubernetes"));
    if (kubernetes !== undefined) fillKubernetes(kubernetes, record);
    else if (event["kubernetes"] !== undefined) rest["kubernetes"] = event["kubernetes"];
    copyMetrics(rest, METRICS, record);
    moveStatus(rest, "pod_status", "k8s.pod.status", record);
    moveStatus(rest, "container_status", "k8s.container.status", record);
    // What came from `kubernetes` and was not typed is there already.
    for (const key of Object.keys(rest)) record.payload[key] = rest[key];
    record.body = bodyOf(event, record);
  },
});

/** `docker` of older agents, `containerd`, or whatever runtime has given the container its id. */
const RUNTIMES = ["docker", "containerd", "cri-o"];

const SAID_TWICE: readonly (readonly [string, keyof ResourceValues])[] = [
  ["host", "k8s.node.name"],
  ["namespace_name", "k8s.namespace.name"],
  ["pod_name", "k8s.pod.name"],
  ["container_name", "k8s.container.name"],
  ["service_name", "k8s.service.name"],
];

function fillKubernetes(kubernetes: JsonObject, record: Draft): void {
  const { resource, payload } = record;
  const object = copyOf(kubernetes);
  // Said twice: once for CloudWatch's dimensions, once for people. Where they differ both are kept.
  const differing: JsonObject = {};
  for (const [key, name] of SAID_TWICE) {
    const value = asText(object[key]);
    if (value === undefined) continue;
    take(object, key);
    if (resource[name] === undefined) resource[name] = value;
    else if (resource[name] !== value) differing[key] = value;
  }
  for (const runtime of RUNTIMES) {
    const { container_id: id, ...others } = asObject(object[runtime]) ?? {};
    if (typeof id !== "string" || Object.keys(others).length > 0) continue;
    resource["container.id"] = id;
    resource["container.runtime.name"] = runtime;
    take(object, runtime);
  }
  fillFromKubernetes(object, record);
  putRest(payload, "kubernetes", { ...asObject(payload["kubernetes"] as JsonObject | undefined), ...differing });
}

function moveStatus(
  rest: JsonObject,
  key: string,
  name: "k8s.pod.status" | "k8s.container.status",
  { attributes }: PerformanceDraft,
): void {
  if (typeof rest[key] === "string") attributes[name] = take(rest, key);
}

/** What was measured: `Pod amazon-cloudwatch/cloudwatch-agent-x7k2p`, `NodeFS ip-10-0-3-33 /dev/nvme0n1p1`. */
function bodyOf(
  { Type: type, PodName: workload, device, interface: networkInterface }: JsonObject,
  { resource }: Draft,
): string {
  const what = asText(type) ?? "";
  const pod = resource["k8s.pod.name"] ?? (what.startsWith("Cluster") ? undefined : workload);
  const scope = [
    resource["k8s.namespace.name"],
    pod ?? (what === "ClusterService" ? resource["k8s.service.name"] : undefined),
  ];
  const path = [...scope, what.startsWith("Container") ? resource["k8s.container.name"] : undefined]
    .filter(isText)
    .join("/");
  const place = path === "" ? (resource["k8s.node.name"] ?? resource["k8s.cluster.name"]) : path;
  return [what, place, device, networkInterface].filter(isText).join(" ");
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
