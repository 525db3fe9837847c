import { all, atLeast, exists } from "../condition.ts";
import { ALL_PLATFORMS } from "../question.ts";
import errorsByService from "../questions/errors-by-service.ts";
import { chart, defineDashboard, NEWEST, recordsOf, RECORDS, same, type Scope, titles } from "./dashboard.ts";
import { DATASET, ERROR, SEVERITY } from "./groupings.ts";

const EVERYTHING: Scope = { platforms: ALL_PLATFORMS, where: all() };
const PLATFORM = {
  field: "resource.attributes.cloud.platform",
  label: titles("platform", "プラットフォーム"),
  size: 10,
  missing: true,
} as const;

export default defineDashboard({
  name: "overview",
  title: titles("Tributary: overview by platform", "Tributary: プラットフォーム別の概要"),
  description: titles(
    "What arrives from which platform and source, and where the errors are.",
    "どのプラットフォーム・ソースから何が届き、どこでエラーが出ているか。",
  ),
  since: "24h",
  panels: [
    chart(
      "totals",
      titles("Records, sources and log groups", "レコード数・ソース数・ロググループ数"),
      EVERYTHING,
      {
        kind: "numbers",
        measures: [
          RECORDS,
          { label: titles("sources", "ソース"), measure: { of: "distinct", field: "event.dataset" } },
          {
            label: titles("log groups", "ロググループ"),
            measure: { of: "distinct", field: "resource.attributes.aws.log.group.names" },
          },
        ],
      },
      [24, 8],
    ),
    chart(
      "errors",
      titles("Errors and worse", "エラー以上の件数"),
      errorsByService,
      { kind: "numbers", measures: [{ label: titles("errors", "エラー"), measure: { of: "count" } }] },
      [12, 8],
    ),
    chart(
      "severities",
      titles("Severities", "重大度"),
      { platforms: ALL_PLATFORMS, where: exists("severity.text") },
      { kind: "shares", by: SEVERITY },
      [12, 8],
    ),
    chart("by-platform", titles("Records by platform", "プラットフォーム別レコード数"), EVERYTHING, {
      kind: "bars",
      measure: RECORDS,
      by: PLATFORM,
    }),
    chart("errors-by-source", titles("Errors by source", "ソース別エラー数"), errorsByService, {
      kind: "bars",
      measure: RECORDS,
      by: DATASET,
    }),
    chart(
      "sources",
      titles("Platforms and their sources", "プラットフォームとソース"),
      EVERYTHING,
      { kind: "table", by: [PLATFORM, { ...DATASET, size: 50 }], measures: [RECORDS, NEWEST] },
      [24, 14],
    ),
    ...(
      [
        ["service", titles("Errors by service", "サービス別エラー数"), "resource.attributes.service.name"],
        ["function", titles("Errors by Lambda function", "Lambda 関数別エラー数"), "resource.attributes.faas.name"],
        [
          "container",
          titles("Errors by Kubernetes container", "Kubernetes コンテナ別エラー数"),
          "resource.attributes.k8s.container.name",
        ],
        [
          "task",
          titles("Errors by ECS task family", "ECS タスクファミリー別エラー数"),
          "resource.attributes.aws.ecs.task.family",
        ],
      ] as const
    ).map(([name, title, field]) =>
      chart(
        `errors-by-${name}`,
        title,
        { platforms: ALL_PLATFORMS, where: all(ERROR, exists(field)) },
        { kind: "table", by: [{ field, label: same(name), size: 50 }], measures: [RECORDS, NEWEST] },
        [12, 14],
      ),
    ),
    chart(
      "hosts",
      titles("Errors by host", "ホスト別エラー数"),
      {
        platforms: ["ec2", "eks"],
        where: all(atLeast("severity.number", 17), exists("resource.attributes.host.name")),
      },
      {
        kind: "table",
        by: [{ field: "resource.attributes.host.name", label: titles("host", "ホスト"), size: 50 }],
        measures: [RECORDS, NEWEST],
      },
      [24, 14],
    ),
    recordsOf(errorsByService),
  ],
});
