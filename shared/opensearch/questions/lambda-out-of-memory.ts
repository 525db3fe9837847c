import { all, dataset, given, is } from "../condition.ts";
import { LAMBDA_FAILURE_COLUMNS } from "../lambda-failure-columns.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "lambda-out-of-memory",
  title: { en: "Lambda invocations out of memory", ja: "メモリ不足になった Lambda 呼び出し" },
  why: "The runtime was killed because the function wanted more memory than it is configured with; nothing of its own log says so.",
  platforms: ["lambda"],
  params: { function: { kind: "text", description: "Function; empty for all", default: "" } },
  where: ({ function: name }) =>
    all(
      dataset("lambda.platform"),
      is("attributes.aws.lambda.status", "out_of_memory"),
      given(name, is("resource.attributes.faas.name", name)),
    ),
  answer: { kind: "records", columns: LAMBDA_FAILURE_COLUMNS },
});
