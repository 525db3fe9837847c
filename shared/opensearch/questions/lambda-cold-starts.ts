import { all, dataset, exists } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "lambda-cold-starts",
  title: { en: "Cold starts by Lambda function", ja: "Lambda 関数別のコールドスタート" },
  why: "How often a function has to start an execution environment while somebody waits, and how long that takes.",
  platforms: ["lambda"],
  params: {},
  where: () =>
    all(
      dataset("lambda.platform"),
      exists("attributes.faas.invocation.init_duration_ms"),
      exists("attributes.faas.invocation.billed_duration_ms"),
    ),
  answer: {
    kind: "groups",
    keys: { function: "resource.attributes.faas.name" },
    measures: {
      cold_starts: { of: "count" },
      average_init_ms: { of: "average", field: "attributes.faas.invocation.init_duration_ms" },
      longest_init_ms: { of: "max", field: "attributes.faas.invocation.init_duration_ms" },
      latest: { of: "latest" },
    },
    sort: "cold_starts",
  },
});
