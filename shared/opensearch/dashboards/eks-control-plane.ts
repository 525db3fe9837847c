import { all, dataset, exists, is, not } from "../condition.ts";
import awsAuthChanges from "../questions/aws-auth-changes.ts";
import callsByUserAgent from "../questions/calls-by-user-agent.ts";
import clusterCreator from "../questions/cluster-creator.ts";
import cronjobController from "../questions/cronjob-controller.ts";
import daemonsetChanges from "../questions/daemonset-changes.ts";
import deniedRequests from "../questions/denied-requests.ts";
import replicasetController from "../questions/replicaset-controller.ts";
import requestsByUser from "../questions/requests-by-user.ts";
import responseCodes from "../questions/response-codes.ts";
import serverErrors from "../questions/server-errors.ts";
import { chart, defineDashboard, NEWEST, recordsOf, RECORDS, type Scope, tableOf, titles } from "./dashboard.ts";
import { CODE, DATASET, ERROR, USER, VERB } from "./groupings.ts";

const AUDIT: Scope = { platforms: ["eks"], where: dataset("eks.audit") };

export default defineDashboard({
  name: "eks-control-plane",
  title: titles("Tributary: EKS control plane and audit", "Tributary: EKS コントロールプレーンと監査"),
  description: titles(
    "Who asks the API server for what, what it refuses and where it fails, and what was changed that matters.",
    "誰が API サーバーに何を要求し、何が拒否・失敗し、どんな重要な変更があったか。",
  ),
  since: "24h",
  panels: [
    chart(
      "requests",
      titles("API requests", "API リクエスト"),
      AUDIT,
      {
        kind: "numbers",
        measures: [
          { label: titles("audit events", "監査イベント"), measure: { of: "count" } },
          { label: titles("requests", "リクエスト"), measure: { of: "distinct", field: "attributes.k8s.audit.id" } },
          { label: titles("users", "ユーザー"), measure: { of: "distinct", field: "attributes.user.name" } },
        ],
      },
      [24, 8],
    ),
    chart(
      "denied",
      titles("Refused by the authenticator", "認証で拒否された件数"),
      deniedRequests,
      { kind: "numbers", measures: [RECORDS] },
      [8, 8],
    ),
    chart(
      "failed",
      titles("Server errors (5xx)", "サーバーエラー (5xx)"),
      serverErrors,
      { kind: "numbers", measures: [RECORDS] },
      [8, 8],
    ),
    chart(
      "aws-auth",
      titles("Changes to aws-auth", "aws-auth の変更"),
      awsAuthChanges,
      { kind: "numbers", measures: [RECORDS] },
      [8, 8],
    ),
    chart("codes", titles("Requests by response code", "レスポンスコード別リクエスト数"), responseCodes, {
      kind: "bars",
      measure: RECORDS,
      by: CODE,
    }),
    chart("code-table", responseCodes.title, responseCodes, tableOf(responseCodes)),
    chart(
      "latency",
      titles("Time to answer, without watches (ms)", "応答時間 (watch を除く, ms)"),
      {
        platforms: ["eks"],
        where: all(
          dataset("eks.audit"),
          exists("attributes.k8s.audit.latency_ms"),
          not(is("attributes.k8s.audit.verb", "watch")),
        ),
      },
      {
        kind: "lines",
        measure: {
          label: titles("ms", "ms"),
          measure: { of: "percentiles", field: "attributes.k8s.audit.latency_ms" },
        },
      },
    ),
    chart("verbs", titles("Requests by verb", "操作別リクエスト数"), AUDIT, {
      kind: "bars",
      measure: RECORDS,
      by: VERB,
    }),
    chart(
      "users",
      titles("Users", "ユーザー"),
      AUDIT,
      { kind: "table", by: [USER], measures: [RECORDS, NEWEST] },
      [24, 14],
    ),
    chart(
      "failures",
      titles("Server errors by user, verb and code", "ユーザー・操作・コード別サーバーエラー"),
      serverErrors,
      { kind: "table", by: [USER, VERB, CODE], measures: [RECORDS] },
      [24, 14],
    ),
    chart("refusals", titles("Refused identities", "拒否された ID"), deniedRequests, {
      kind: "table",
      by: [
        { field: "attributes.aws.iam.arn", label: titles("IAM ARN", "IAM ARN"), size: 50, missing: true },
        { field: "attributes.client.address", label: titles("client", "接続元"), size: 20, missing: true },
      ],
      measures: [RECORDS, NEWEST],
    }),
    chart("agents", callsByUserAgent.title, callsByUserAgent, {
      kind: "table",
      by: [
        { field: "attributes.user_agent.original", label: titles("user agent", "ユーザーエージェント"), size: 50 },
        USER,
      ],
      measures: [RECORDS, NEWEST],
    }),
    chart("cronjobs", cronjobController.title, cronjobController, { kind: "bars", measure: RECORDS, by: VERB }),
    chart("replicasets", replicasetController.title, replicasetController, {
      kind: "bars",
      measure: RECORDS,
      by: VERB,
    }),
    chart(
      "components",
      titles("Errors of the control plane's components", "コントロールプレーンのエラー"),
      {
        platforms: ["eks"],
        where: all(
          dataset(
            "eks.api",
            "eks.controller-manager",
            "eks.scheduler",
            "eks.authenticator",
            "eks.cloud-controller-manager",
          ),
          ERROR,
        ),
      },
      { kind: "bars", measure: RECORDS, by: DATASET },
    ),
    chart("administrator", requestsByUser.title, requestsByUser, { kind: "bars", measure: RECORDS, by: VERB }),
    recordsOf(awsAuthChanges),
    recordsOf(clusterCreator),
    recordsOf(daemonsetChanges),
    recordsOf(deniedRequests),
    recordsOf(serverErrors),
  ],
});
