import { all, atLeast, dataset, given, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "node-errors",
  title: { en: "Errors of kubelet, container runtime and CNI", ja: "kubelet・コンテナランタイム・CNI のエラー" },
  why: "Pods hang in ContainerCreating, addresses run out, images cannot be pulled: the node's own components say it, the pod's log cannot.",
  platforms: ["eks"],
  params: {
    component: { kind: "text", description: "Component, such as kubelet or aws-node; empty for all", default: "" },
    severity: { kind: "number", description: "Lowest OpenTelemetry severity: 13 WARN, 17 ERROR", default: 17 },
  },
  where: ({ component, severity }) =>
    all(
      dataset("eks.cni", "eks.dataplane"),
      atLeast("severity.number", severity),
      given(component, is("resource.attributes.k8s.component", component)),
    ),
  answer: {
    kind: "records",
    columns: {
      time: "@timestamp",
      node: ["resource.attributes.k8s.node.name", "resource.attributes.host.name", "resource.attributes.host.id"],
      component: "resource.attributes.k8s.component",
      level: "severity.text",
      pod: "attributes.k8s.pod.name",
      message: "body",
      error: "attributes.error.message",
    },
  },
});
