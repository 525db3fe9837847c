import { all, dataset, is, not, startsWith } from "../condition.ts";
import { defineQuestion } from "../question.ts";
import { REQUEST_COLUMNS } from "../request-columns.ts";

export default defineQuestion({
  name: "daemonset-changes",
  title: { en: "DaemonSet and add-on changes in kube-system", ja: "kube-system の DaemonSet・アドオンの変更" },
  why: "aws-node, kube-proxy and log agents run as DaemonSets: who installed, changed or removed them, and how the roll-out went on.",
  platforms: ["eks"],
  params: {
    namespace: { kind: "text", description: "Namespace", default: "kube-system" },
    verbs: { kind: "list", description: "Kubernetes verbs", default: ["create", "update", "delete"] },
    status: { kind: "flag", description: "Also updates of the status, which the controller makes", default: true },
  },
  where: ({ namespace, verbs, status }) =>
    all(
      dataset("eks.audit"),
      startsWith("attributes.url.path", `/apis/apps/v1/namespaces/${namespace}/daemonsets`),
      is("attributes.k8s.audit.verb", verbs),
      ...(status ? [] : [not(is("attributes.k8s.object.subresource", "status"))]),
    ),
  answer: {
    kind: "records",
    columns: { ...REQUEST_COLUMNS, agent: "attributes.user_agent.original" },
  },
});
