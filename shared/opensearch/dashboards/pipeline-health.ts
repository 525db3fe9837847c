import { all, any, dataset, exists, startsWith } from "../condition.ts";
import { ALL_PLATFORMS } from "../question.ts";
import { chart, defineDashboard, type Grouping, NEWEST, placed, RECORDS, type Scope, titles } from "./dashboard.ts";
import { DATASET } from "./groupings.ts";

const NOTES = "attributes.tributary.notes";
const EVERYTHING: Scope = { platforms: ALL_PLATFORMS, where: all() };
const NOTED: Scope = { platforms: ALL_PLATFORMS, where: exists(NOTES) };
const UNRECOGNISED: Scope = {
  platforms: ALL_PLATFORMS,
  where: dataset("eks.generic", "ecs.generic", "ec2.generic", "lambda.generic", "other.generic"),
};

const LOG_GROUP: Grouping = {
  field: "resource.attributes.aws.log.group.names",
  label: titles("log group", "ロググループ"),
  size: 100,
  missing: true,
};

/** Records with a note of one of these kinds. */
function noted(...kinds: readonly string[]): Scope {
  return { platforms: ALL_PLATFORMS, where: any(...kinds.map((kind) => startsWith(NOTES, kind))) };
}

const DELAY = { label: titles("ms", "ms"), measure: { of: "delay" } } as const;

export default defineDashboard({
  name: "pipeline-health",
  title: titles("Tributary: pipeline health", "Tributary: パイプラインの状態"),
  description: titles(
    "What arrived, how late, what had to be changed on the way, and who has fallen silent. What did not arrive is in S3 and CloudWatch.",
    "何がどれだけ遅れて届き、途中で何が変更され、どこが沈黙したか。届かなかったものは S3 と CloudWatch にあります。",
  ),
  since: "24h",
  panels: [
    placed(
      {
        kind: "text",
        name: "what-is-not-here",
        title: titles("What is not here", "ここにないもの"),
        markdown: titles(
          [
            "This dashboard asks what is in the indices. A log event that failed is **not** in them:",
            "",
            "- the failure objects, each with its reason and the original bytes, are in the failures bucket under `failures/stage=…/reason=…/`; `npm run redrive -- --help` says how to list and deliver them;",
            "- counts of received, delivered, duplicate, filtered and failed events are CloudWatch metrics of the functions, with alarms on them.",
            "",
            "A source named `….generic` means that nobody recognised the line; it was kept all the same.",
          ].join("\n"),
          [
            "このダッシュボードはインデックスにあるものだけを示します。失敗したログイベントはここには**ありません**。",
            "",
            "- 失敗は理由と元のバイト列とともに、失敗バケットの `failures/stage=…/reason=…/` にあります。一覧と再送は `npm run redrive -- --help` を参照してください。",
            "- 受信・配信・重複・除外・失敗の件数は各関数の CloudWatch メトリクスで、アラームがあります。",
            "",
            "`….generic` は、どのソースにも認識されなかったが保存された行です。",
          ].join("\n"),
        ),
      },
      48,
      9,
    ),
    chart("arrivals", titles("Records by source", "ソース別レコード数"), EVERYTHING, {
      kind: "bars",
      measure: RECORDS,
      by: DATASET,
    }),
    chart("delay", titles("From the event to its carrier (ms)", "発生から収集までの遅延 (ms)"), EVERYTHING, {
      kind: "lines",
      measure: DELAY,
    }),
    chart(
      "late-sources",
      titles("Delay by source (ms)", "ソース別の遅延 (ms)"),
      EVERYTHING,
      { kind: "table", by: [{ ...DATASET, size: 100 }], measures: [RECORDS, DELAY] },
      [24, 14],
    ),
    chart(
      "silent",
      titles("Log groups, the longest silent first", "ロググループ (沈黙が長い順)"),
      EVERYTHING,
      { kind: "table", by: [LOG_GROUP], measures: [RECORDS, NEWEST], sortBy: 1, smallestFirst: true },
      [24, 14],
    ),
    chart("noted", titles("Records with notes, by source", "注記のあるレコード (ソース別)"), NOTED, {
      kind: "bars",
      measure: RECORDS,
      by: DATASET,
    }),
    chart("notes", titles("Notes: what was changed and where", "注記: 何がどこで変更されたか"), NOTED, {
      kind: "table",
      by: [{ field: NOTES, label: titles("note", "注記"), size: 100 }, DATASET],
      measures: [RECORDS, NEWEST],
    }),
    chart("redactions", titles("Secrets taken out", "秘匿情報の除去"), noted("redacted"), {
      kind: "bars",
      measure: RECORDS,
      by: DATASET,
    }),
    chart(
      "damaged",
      titles("Cut, unreadable or moved", "切り詰め・解読不能・移動"),
      noted("truncated", "partial", "unparsed", "invalid_utf8", "moved", "split", "key_cut", "unwritable"),
      { kind: "bars", measure: RECORDS, by: DATASET },
    ),
    chart(
      "times",
      titles("Times taken from the carrier", "収集時刻で代用した時刻"),
      noted("time_from_carrier", "carrier_time"),
      {
        kind: "bars",
        measure: RECORDS,
        by: DATASET,
      },
    ),
    chart("unrecognised", titles("Lines that no source recognised", "どのソースにも認識されなかった行"), UNRECOGNISED, {
      kind: "table",
      by: [DATASET, LOG_GROUP],
      measures: [RECORDS, NEWEST],
    }),
  ],
});
