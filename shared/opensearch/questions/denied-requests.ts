import { all, any, dataset, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "denied-requests",
  title: { en: "Denied requests", ja: "拒否されたリクエスト" },
  why: "Who is kept out, and why: IAM identities that no mapping knows, expired tokens, or, with audit, users whose permissions do not reach.",
  platforms: ["eks"],
  params: {
    audit: { kind: "flag", description: "Also requests that the API server answered with 401 or 403", default: false },
  },
  where: ({ audit }) => {
    const authenticator = all(dataset("eks.authenticator"), is("attributes.k8s.auth.result", "denied"));
    const api = all(dataset("eks.audit"), is("attributes.http.response.status_code", [401, 403]));
    return audit ? any(authenticator, api) : authenticator;
  },
  answer: {
    kind: "records",
    columns: {
      time: "@timestamp",
      source: "event.dataset",
      arn: "attributes.aws.iam.arn",
      user: "attributes.user.name",
      client: "attributes.client.address",
      code: "attributes.http.response.status_code",
      reason: ["attributes.error.message", "attributes.k8s.audit.response.message"],
      message: "body",
    },
  },
});
