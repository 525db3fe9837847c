import { all, dataset, exists, given, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "lambda-slowest",
  title: { en: "Slowest Lambda invocations", ja: "最も遅い Lambda 呼び出し" },
  why: "Which invocations make users wait, and whether a cold start or too little memory is to blame. Asks the REPORT of each invocation.",
  platforms: ["lambda"],
  params: { function: { kind: "text", description: "Function; empty for all", default: "" } },
  where: ({ function: name }) =>
    all(
      dataset("lambda.platform"),
      exists("attributes.faas.invocation.duration_ms"),
      exists("attributes.faas.invocation.billed_duration_ms"),
      given(name, is("resource.attributes.faas.name", name)),
    ),
  answer: {
    kind: "records",
    sort: "attributes.faas.invocation.duration_ms",
    columns: {
      time: "@timestamp",
      function: "resource.attributes.faas.name",
      duration_ms: "attributes.faas.invocation.duration_ms",
      billed_ms: "attributes.faas.invocation.billed_duration_ms",
      init_ms: "attributes.faas.invocation.init_duration_ms",
      memory_bytes: "resource.attributes.faas.max_memory",
      used_bytes: "attributes.faas.invocation.max_memory_used",
      request: "attributes.faas.invocation_id",
    },
  },
});
