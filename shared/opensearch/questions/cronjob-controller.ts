import { all, dataset, given, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";
import { REQUEST_COLUMNS } from "../request-columns.ts";

export default defineQuestion({
  name: "cronjob-controller",
  title: { en: "Calls of the CronJob controller", ja: "CronJob コントローラーの呼び出し" },
  why: "Did the controller create the Jobs of a CronJob, when, and what came of it?",
  platforms: ["eks"],
  params: { verb: { kind: "text", description: "Kubernetes verb; empty for any", default: "" } },
  where: ({ verb }) =>
    all(
      dataset("eks.audit"),
      is("attributes.user.name", "system:serviceaccount:kube-system:cronjob-controller"),
      given(verb, is("attributes.k8s.audit.verb", verb)),
    ),
  answer: { kind: "records", columns: REQUEST_COLUMNS },
});
