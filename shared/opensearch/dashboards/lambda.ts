import { all, dataset, exists } from "../condition.ts";
import lambdaColdStarts from "../questions/lambda-cold-starts.ts";
import lambdaMostExpensive from "../questions/lambda-most-expensive.ts";
import lambdaOutOfMemory from "../questions/lambda-out-of-memory.ts";
import lambdaSlowest from "../questions/lambda-slowest.ts";
import lambdaTimeouts from "../questions/lambda-timeouts.ts";
import { chart, defineDashboard, NEWEST, recordsOf, RECORDS, type Scope, tableOf, titles } from "./dashboard.ts";
import { ERROR, FUNCTION } from "./groupings.ts";

const APPLICATION_ERRORS: Scope = { platforms: ["lambda"], where: all(dataset("lambda.application"), ERROR) };
const ENDED: Scope = {
  platforms: ["lambda"],
  where: all(dataset("lambda.platform"), exists("attributes.aws.lambda.status")),
};

export default defineDashboard({
  name: "lambda",
  title: titles("Tributary: Lambda", "Tributary: Lambda"),
  description: titles(
    "How often functions run, how long, at what cost, and how they fail. Numbers are those of Lambda's own REPORT.",
    "関数の実行回数・時間・コストと失敗。数値は Lambda の REPORT によります。",
  ),
  since: "24h",
  panels: [
    chart(
      "invocations",
      titles("Invocations", "呼び出し"),
      lambdaSlowest,
      {
        kind: "numbers",
        measures: [
          { label: titles("invocations", "呼び出し"), measure: { of: "count" } },
          { label: titles("functions", "関数"), measure: { of: "distinct", field: FUNCTION.field } },
          {
            label: titles("billed ms", "課金対象 ms"),
            measure: { of: "sum", field: "attributes.faas.invocation.billed_duration_ms" },
          },
        ],
      },
      [24, 8],
    ),
    chart("timeouts", lambdaTimeouts.title, lambdaTimeouts, { kind: "numbers", measures: [RECORDS] }, [12, 8]),
    chart("memory", lambdaOutOfMemory.title, lambdaOutOfMemory, { kind: "numbers", measures: [RECORDS] }, [12, 8]),
    chart("rate", titles("Invocations by function", "関数別呼び出し数"), lambdaSlowest, {
      kind: "bars",
      measure: RECORDS,
      by: FUNCTION,
    }),
    chart("duration", titles("Duration (ms)", "実行時間 (ms)"), lambdaSlowest, {
      kind: "lines",
      measure: {
        label: titles("ms", "ms"),
        measure: { of: "percentiles", field: "attributes.faas.invocation.duration_ms" },
      },
    }),
    chart("outcomes", titles("How invocations and phases ended", "呼び出し・フェーズの結果"), ENDED, {
      kind: "bars",
      measure: RECORDS,
      by: { field: "attributes.aws.lambda.status", label: titles("status", "状態"), size: 8 },
    }),
    chart("errors", titles("Errors that functions log", "関数が出力したエラー"), APPLICATION_ERRORS, {
      kind: "bars",
      measure: RECORDS,
      by: FUNCTION,
    }),
    chart("cost", lambdaMostExpensive.title, lambdaMostExpensive, tableOf(lambdaMostExpensive), [48, 14]),
    chart("cold-starts", lambdaColdStarts.title, lambdaColdStarts, tableOf(lambdaColdStarts), [24, 14]),
    chart(
      "failing",
      titles("Functions with errors", "エラーのある関数"),
      APPLICATION_ERRORS,
      { kind: "table", by: [{ ...FUNCTION, missing: true }], measures: [RECORDS, NEWEST] },
      [24, 14],
    ),
    recordsOf(lambdaSlowest),
    recordsOf(lambdaTimeouts),
    recordsOf(lambdaOutOfMemory),
  ],
});
