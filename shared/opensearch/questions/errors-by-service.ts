import { atLeast } from "../condition.ts";
import { ALL_PLATFORMS, defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "errors-by-service",
  title: { en: "Errors by service in the last hour", ja: "直近 1 時間のサービス別エラー数" },
  why: "Where is it on fire? One look over all platforms, by the best name that each record has for its service.",
  platforms: ALL_PLATFORMS,
  since: "1h",
  params: {
    severity: {
      kind: "number",
      description: "Lowest OpenTelemetry severity: 13 WARN, 17 ERROR, 21 FATAL",
      default: 17,
    },
  },
  where: ({ severity }) => atLeast("severity.number", severity),
  answer: {
    kind: "groups",
    keys: {
      source: "event.dataset",
      service: [
        "resource.attributes.service.name",
        "resource.attributes.faas.name",
        "resource.attributes.k8s.component",
        "attributes.aws.ecs.service.name",
        "resource.attributes.aws.ecs.task.family",
        "resource.attributes.k8s.deployment.name",
        "resource.attributes.k8s.daemonset.name",
        "resource.attributes.k8s.statefulset.name",
        "resource.attributes.k8s.job.name",
        "resource.attributes.k8s.container.name",
        "resource.attributes.container.name",
        "resource.attributes.host.name",
      ],
    },
    measures: { errors: { of: "count" }, latest: { of: "latest" } },
    sort: "errors",
  },
});
