import { all, dataset, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";
import { REQUEST_COLUMNS } from "../request-columns.ts";

export default defineQuestion({
  name: "requests-by-user",
  title: { en: "All requests of a user", ja: "あるユーザーのすべてのリクエスト" },
  why: "What did this person, controller or stolen credential do? Each stage of a request that the audit policy records is a line.",
  platforms: ["eks"],
  params: { user: { kind: "text", description: "User name as Kubernetes sees it", default: "kubernetes-admin" } },
  where: ({ user }) => all(dataset("eks.audit"), is("attributes.user.name", user)),
  answer: { kind: "records", columns: { ...REQUEST_COLUMNS, client: "attributes.client.address" } },
});
