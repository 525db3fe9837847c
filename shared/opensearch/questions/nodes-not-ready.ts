import { all, any, dataset, is, says } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "nodes-not-ready",
  title: { en: "Nodes that were not ready", ja: "NotReady になったノード" },
  why: "Pods of a node that is not ready are evicted after five minutes. The controller manager says which node it lost, the kubelet why.",
  platforms: ["eks"],
  params: {},
  where: () =>
    all(
      dataset("eks.controller-manager", "eks.cloud-controller-manager", "eks.dataplane", "eks.host"),
      any(
        says("body", "node became not ready"),
        says("body", "node is not ready"),
        says("body", "node is unresponsive"),
        says("body", "nodes are not ready"),
        says("body", "NodeNotReady"),
        is("payload.reason", "NodeNotReady"),
      ),
    ),
  answer: {
    kind: "records",
    columns: {
      time: "@timestamp",
      node: ["attributes.k8s.node.name", "resource.attributes.k8s.node.name", "resource.attributes.host.name"],
      component: "resource.attributes.k8s.component",
      message: "body",
      error: "attributes.error.message",
    },
  },
});
