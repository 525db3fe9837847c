import { all, dataset, exists, given, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "response-codes",
  title: { en: "Requests by HTTP response code", ja: "HTTP レスポンスコード別のリクエスト数" },
  why: "The API server's health at one look: how much it serves, refuses (401, 403), throttles (429) and fails to answer (5xx).",
  platforms: ["eks"],
  params: { user: { kind: "text", description: "User; empty for all", default: "" } },
  where: ({ user }) =>
    all(
      dataset("eks.audit"),
      exists("attributes.http.response.status_code"),
      given(user, is("attributes.user.name", user)),
    ),
  answer: {
    kind: "groups",
    keys: { code: "attributes.http.response.status_code" },
    measures: { requests: { of: "count" }, latest: { of: "latest" } },
    sort: "requests",
  },
});
