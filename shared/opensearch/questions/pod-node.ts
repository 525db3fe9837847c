import { all, dataset, exists, given, is, says } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "pod-node",
  title: { en: "Which node a pod was scheduled to", ja: "Pod がスケジュールされたノード" },
  why: "Where did a pod run that is gone by now? The scheduler's binding says it, and how many nodes were left to choose from.",
  platforms: ["eks"],
  params: {
    pod: { kind: "text", description: "Pod, as name or namespace/name; empty for every pod", default: "" },
    namespace: { kind: "text", description: "Namespace; empty for any", default: "" },
  },
  where: ({ pod, namespace }) => {
    const slash = pod.indexOf("/");
    const name = pod.slice(slash + 1);
    const within = slash > 0 ? pod.slice(0, slash) : namespace;
    return all(
      dataset("eks.scheduler"),
      says("body", "Successfully bound pod to node"),
      exists("attributes.k8s.node.name"),
      given(name, is("attributes.k8s.pod.name", name)),
      given(within, is("attributes.k8s.namespace.name", within)),
    );
  },
  answer: {
    kind: "records",
    columns: {
      time: "@timestamp",
      namespace: "attributes.k8s.namespace.name",
      pod: "attributes.k8s.pod.name",
      node: "attributes.k8s.node.name",
      cluster: "resource.attributes.k8s.cluster.name",
    },
  },
});
