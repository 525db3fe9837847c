import { all, dataset, exists } from "../condition.ts";
import nodeErrors from "../questions/node-errors.ts";
import nodesNotReady from "../questions/nodes-not-ready.ts";
import podNode from "../questions/pod-node.ts";
import { chart, defineDashboard, type Grouping, NEWEST, recordsOf, RECORDS, type Scope, titles } from "./dashboard.ts";
import { ERROR, SEVERITY } from "./groupings.ts";

const WORKLOADS = dataset("eks.application", "eks.otlp");
const LINES: Scope = { platforms: ["eks"], where: WORKLOADS };
const ERRORS: Scope = { platforms: ["eks"], where: all(WORKLOADS, ERROR) };

const NAMESPACE: Grouping = {
  field: "resource.attributes.k8s.namespace.name",
  label: titles("namespace", "名前空間"),
  size: 20,
  missing: true,
};
const CONTAINER: Grouping = {
  field: "resource.attributes.k8s.container.name",
  label: titles("container", "コンテナ"),
  size: 20,
  missing: true,
};
const POD: Grouping = { field: "resource.attributes.k8s.pod.name", label: titles("pod", "Pod"), size: 20 };
const NODE: Grouping = { field: "resource.attributes.k8s.node.name", label: titles("node", "ノード"), size: 20 };

/** Performance events of Container Insights that have this number. */
function measured(field: string): Scope {
  return { platforms: ["eks"], where: all(dataset("eks.performance"), exists(field)) };
}

const RESTARTS = "attributes.k8s.pod.container_restarts";
const NODE_CPU = "attributes.k8s.node.cpu_utilization";
const NODE_MEMORY = "attributes.k8s.node.memory_utilization";
const POD_MEMORY = "attributes.k8s.pod.memory_utilization_over_limit";

export default defineDashboard({
  name: "kubernetes-workloads",
  title: titles("Tributary: Kubernetes workloads", "Tributary: Kubernetes ワークロード"),
  description: titles(
    "What pods say, where they run, and how their nodes are. Utilisation and restarts need Container Insights.",
    "Pod のログ・配置先・ノードの状態。使用率と再起動数には Container Insights が必要です。",
  ),
  since: "24h",
  panels: [
    chart("volume", titles("Log lines by namespace", "名前空間別ログ行数"), LINES, {
      kind: "bars",
      measure: RECORDS,
      by: NAMESPACE,
    }),
    chart("errors", titles("Errors by container", "コンテナ別エラー数"), ERRORS, {
      kind: "bars",
      measure: RECORDS,
      by: CONTAINER,
    }),
    chart(
      "severities",
      titles("Severities", "重大度"),
      { platforms: ["eks"], where: all(WORKLOADS, exists("severity.text")) },
      { kind: "shares", by: SEVERITY },
      [12, 14],
    ),
    chart(
      "failing",
      titles("Pods with errors", "エラーのある Pod"),
      ERRORS,
      { kind: "table", by: [NAMESPACE, POD, CONTAINER], measures: [RECORDS, NEWEST] },
      [36, 14],
    ),
    chart(
      "exceptions",
      titles("Exceptions", "例外"),
      { platforms: ["eks"], where: all(WORKLOADS, exists("attributes.exception.type")) },
      {
        kind: "table",
        by: [{ field: "attributes.exception.type", label: titles("exception", "例外"), size: 50 }, CONTAINER],
        measures: [RECORDS, NEWEST],
      },
    ),
    chart("restarts", titles("Restarts by pod", "Pod 別再起動数"), measured(RESTARTS), {
      kind: "table",
      by: [NAMESPACE, POD],
      measures: [{ label: titles("restarts", "再起動"), measure: { of: "max", field: RESTARTS } }],
    }),
    chart(
      "node-cpu",
      titles("CPU of nodes (%)", "ノードの CPU 使用率 (%)"),
      measured(NODE_CPU),
      { kind: "lines", measure: { label: titles("%", "%"), measure: { of: "average", field: NODE_CPU } }, by: NODE },
      [16, 12],
    ),
    chart(
      "node-memory",
      titles("Memory of nodes (%)", "ノードのメモリ使用率 (%)"),
      measured(NODE_MEMORY),
      { kind: "lines", measure: { label: titles("%", "%"), measure: { of: "average", field: NODE_MEMORY } }, by: NODE },
      [16, 12],
    ),
    chart(
      "pod-memory",
      titles("Memory of pods, of their limit (%)", "Pod のメモリ使用率 (上限比 %)"),
      measured(POD_MEMORY),
      { kind: "lines", measure: { label: titles("%", "%"), measure: { of: "max", field: POD_MEMORY } }, by: POD },
      [16, 12],
    ),
    chart("placements", titles("Pods scheduled, by node", "ノード別 Pod 配置数"), podNode, {
      kind: "bars",
      measure: RECORDS,
      by: { field: "attributes.k8s.node.name", label: titles("node", "ノード"), size: 20 },
    }),
    chart("node-components", nodeErrors.title, nodeErrors, {
      kind: "bars",
      measure: RECORDS,
      by: {
        field: "resource.attributes.k8s.component",
        label: titles("component", "コンポーネント"),
        size: 12,
        missing: true,
      },
    }),
    recordsOf(podNode),
    recordsOf(nodesNotReady),
    recordsOf(nodeErrors),
  ],
});
