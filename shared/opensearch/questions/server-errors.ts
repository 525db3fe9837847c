import { all, atLeast, dataset } from "../condition.ts";
import { defineQuestion } from "../question.ts";
import { REQUEST_COLUMNS } from "../request-columns.ts";

export default defineQuestion({
  name: "server-errors",
  title: { en: "API server errors (5xx)", ja: "API サーバーのエラー (5xx)" },
  why: "The control plane or an extension of it, such as metrics-server or a webhook, could not answer: which calls, and since when.",
  platforms: ["eks"],
  params: { from: { kind: "number", description: "Lowest HTTP status that counts", default: 500 } },
  where: ({ from }) => all(dataset("eks.audit"), atLeast("attributes.http.response.status_code", from)),
  answer: {
    kind: "records",
    columns: { ...REQUEST_COLUMNS, reason: "attributes.k8s.audit.response.message" },
  },
});
