import { describe, expect, it } from "vitest";
import { newDraft, type JsonObject } from "../../shared/schema/draft.ts";
import { fillFromPerformance, isOfEcs, performanceEventOf } from "../../shared/sources/performance-event.ts";
import ecs from "../../shared/sources/ecs.performance/index.ts";
import eks from "../../shared/sources/eks.performance/index.ts";
import { newLine, type Origin, type Source } from "../../shared/sources/source.ts";
import { originOf } from "./drafts.ts";

const EKS = {
  ClusterName: "demo",
  Type: "Pod",
  Timestamp: "1795424880123",
  Version: "0",
  Sources: ["cadvisor"],
  kubernetes: { pod_name: "web-1" },
};
const ECS = { ClusterName: "mycluster", Type: "Task", Timestamp: 1_795_424_880_000, Version: "0", TaskId: "3de3" };

function scoreOf(source: Source, event: object, origin: Partial<Origin> = {}): number {
  const claim = source.detect(originOf(origin));
  return typeof claim === "function" ? claim(newLine(JSON.stringify(event), 0)) : claim;
}

describe("whose a performance event is", () => {
  it.each([
    ["EKS, by its Kubernetes object", EKS, 0.88, 0],
    ["EKS, by time as text", { ...EKS, kubernetes: undefined, Type: "Cluster" }, 0.88, 0],
    ["ECS, by time as a number", ECS, 0, 0.88],
    [
      "ECS, by its namespace",
      { ...ECS, Timestamp: "1795424880000", CloudWatchMetrics: [{ Namespace: "ECS/ContainerInsights" }] },
      0,
      0.88,
    ],
    [
      "EKS, by its namespace",
      {
        ...EKS,
        kubernetes: undefined,
        Type: "Service",
        ServiceName: "x",
        CloudWatchMetrics: [{ Namespace: "ContainerInsights" }],
      },
      0.88,
      0,
    ],
    ["nobody's: no version", { ...EKS, Version: undefined }, 0, 0],
    ["nobody's: another type", { ...EKS, Type: "order" }, 0, 0],
    ["nobody's: no cluster", { ...EKS, ClusterName: undefined, name: "ClusterName" }, 0, 0],
    ["nobody's: neither time nor metrics", { ...EKS, Timestamp: undefined }, 0, 0],
  ])("%s", (_, event, ofEks, ofEcs) => {
    expect([scoreOf(eks, event), scoreOf(ecs, event)]).toEqual([ofEks, ofEcs]);
  });

  it("is the group's where there is one", () => {
    expect(scoreOf(eks, EKS, { logGroup: "/aws/containerinsights/demo/performance" })).toBe(1);
    expect(scoreOf(eks, { other: 1 }, { logGroup: "/aws/containerinsights/demo/performance" })).toBe(0.5);
    expect(scoreOf(ecs, ECS, { logGroup: "/aws/ecs/containerinsights/mycluster/performance" })).toBe(1);
    expect(scoreOf(ecs, ECS, { logGroup: "/aws/events/ecs/containerinsights/mycluster/performance" })).toBe(0.88);
    expect(scoreOf(eks, EKS, { logGroup: "/aws/containerinsights/demo/host" })).toBe(0.88);
  });

  it("is no event of ECS with a node's name", () => {
    expect(isOfEcs({ ...ECS, NodeName: "n" })).toBe(false);
  });
});

describe("fillFromPerformance", () => {
  it.each([
    ["1795424880123", "2026-11-23T09:08:00.123Z", undefined],
    [1_795_424_880_000, "2026-11-23T09:08:00.000Z", undefined],
    ["2026-11-23T09:08:00Z", "2026-11-23T09:08:00Z", undefined],
    ["soon", undefined, "soon"],
  ])("takes the time %j", (timestamp, time, left) => {
    const rest: JsonObject = { Type: "Node", Timestamp: timestamp, Version: "0" };
    const draft = newDraft("");
    fillFromPerformance(rest, draft);
    expect([draft.time, draft.severity?.text, rest["Timestamp"]]).toEqual([time, "INFO", left]);
  });
});

describe("eks.performance", () => {
  function eventOf(event: object) {
    const draft = newDraft("");
    eks.normalize(newLine(JSON.stringify(event), 0), draft, originOf({}));
    return draft;
  }

  it("keeps both names of a node where they differ", () => {
    const draft = eventOf({ ...EKS, NodeName: "a", kubernetes: { host: "b", pod_name: "web-1" } });
    expect(draft.resource).toMatchObject({ "k8s.node.name": "a", "k8s.pod.name": "web-1" });
    expect(draft.payload["kubernetes"]).toEqual({ host: "b" });
  });

  it.each(["docker", "containerd", "cri-o"])("takes the container's id from %s", (runtime) => {
    const draft = eventOf({ ...EKS, kubernetes: { [runtime]: { container_id: "4f1c" } } });
    expect(draft.resource).toMatchObject({ "container.id": "4f1c", "container.runtime.name": runtime });
    expect(draft.payload["kubernetes"]).toBeUndefined();
  });

  it("keeps what has another form", () => {
    const draft = eventOf({ ...EKS, kubernetes: "none", InstanceId: 7, pod_status: 1, pod_cpu_utilization: "high" });
    expect(draft.payload).toMatchObject({
      kubernetes: "none",
      InstanceId: 7,
      pod_status: 1,
      pod_cpu_utilization: "high",
    });
  });

  it("reads any other line of its group as application lines are read", () => {
    const draft = newDraft("");
    eks.normalize(newLine('{"level":"warn","msg":"hello"}', 0), draft, originOf({}));
    expect([draft.body, draft.severity?.text]).toEqual(["hello", "WARN"]);
  });
});

it("parses no line that cannot be one", () => {
  const line = newLine('{"Type":"Pod"}', 0);
  expect(performanceEventOf(line)).toBeUndefined();
  expect(line.json).toBeUndefined();
});
