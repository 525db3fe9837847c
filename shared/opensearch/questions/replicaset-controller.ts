import { all, dataset, given, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";
import { REQUEST_COLUMNS } from "../request-columns.ts";

export default defineQuestion({
  name: "replicaset-controller",
  title: { en: "Calls of the ReplicaSet controller", ja: "ReplicaSet コントローラーの呼び出し" },
  why: "Which pods did the controller create and delete for which ReplicaSet, and where does it run into conflicts or quotas?",
  platforms: ["eks"],
  params: { verb: { kind: "text", description: "Kubernetes verb; empty for any", default: "" } },
  where: ({ verb }) =>
    all(
      dataset("eks.audit"),
      is("attributes.user.name", "system:serviceaccount:kube-system:replicaset-controller"),
      given(verb, is("attributes.k8s.audit.verb", verb)),
    ),
  answer: { kind: "records", columns: REQUEST_COLUMNS },
});
