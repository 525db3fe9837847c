import { all, dataset, given, is } from "../condition.ts";
import { LAMBDA_FAILURE_COLUMNS } from "../lambda-failure-columns.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "lambda-timeouts",
  title: { en: "Lambda time-outs", ja: "Lambda のタイムアウト" },
  why: "An invocation that ran out of time was paid for in full and gave nothing: which functions, and what they were waiting for.",
  platforms: ["lambda"],
  params: { function: { kind: "text", description: "Function; empty for all", default: "" } },
  where: ({ function: name }) =>
    all(
      dataset("lambda.platform"),
      is("attributes.aws.lambda.status", "timeout"),
      given(name, is("resource.attributes.faas.name", name)),
    ),
  answer: { kind: "records", columns: LAMBDA_FAILURE_COLUMNS },
});
