import { all, dataset, exists } from "../condition.ts";
import { defineQuestion } from "../question.ts";

/** Lambda bills GB-seconds: milliseconds times bytes, with 1,024³ bytes to the GB. */
const MS_BYTES = 1000 * 1024 ** 3;

export default defineQuestion({
  name: "lambda-most-expensive",
  title: { en: "Most expensive Lambda functions", ja: "最もコストの高い Lambda 関数" },
  why: "Lambda bills memory times time: which functions the bill is made of, and where memory is paid for that nobody uses.",
  platforms: ["lambda"],
  params: {},
  where: () =>
    all(
      dataset("lambda.platform"),
      exists("attributes.faas.invocation.billed_duration_ms"),
      exists("resource.attributes.faas.max_memory"),
    ),
  answer: {
    kind: "groups",
    keys: { function: "resource.attributes.faas.name" },
    measures: {
      gb_seconds: {
        of: "products",
        fields: ["attributes.faas.invocation.billed_duration_ms", "resource.attributes.faas.max_memory"],
        divisor: MS_BYTES,
      },
      invocations: { of: "count" },
      billed_ms: { of: "sum", field: "attributes.faas.invocation.billed_duration_ms" },
      memory_bytes: { of: "max", field: "resource.attributes.faas.max_memory" },
      used_bytes: { of: "max", field: "attributes.faas.invocation.max_memory_used" },
    },
    sort: "gb_seconds",
  },
});
