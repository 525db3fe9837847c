import { all, dataset, given, is, startsWith } from "../condition.ts";
import { defineQuestion } from "../question.ts";
import { REQUEST_COLUMNS } from "../request-columns.ts";

export default defineQuestion({
  name: "calls-by-user-agent",
  title: { en: "API calls of a user agent", ja: "ユーザーエージェント別の API 呼び出し" },
  why: "Which versions of kubectl, Terraform or a client library still talk to the API server, and who runs them, before an upgrade removes what they call.",
  platforms: ["eks"],
  params: {
    agent: { kind: "text", description: "Beginning of the user agent", default: "kubectl/" },
    verb: { kind: "text", description: "Kubernetes verb; empty for any", default: "get" },
    user: { kind: "text", description: "User; empty for anyone", default: "" },
  },
  where: ({ agent, verb, user }) =>
    all(
      dataset("eks.audit"),
      startsWith("attributes.user_agent.original", agent),
      given(verb, is("attributes.k8s.audit.verb", verb)),
      given(user, is("attributes.user.name", user)),
    ),
  answer: { kind: "records", columns: { ...REQUEST_COLUMNS, agent: "attributes.user_agent.original" } },
});
