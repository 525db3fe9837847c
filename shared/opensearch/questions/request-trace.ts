import { any, is, says } from "../condition.ts";
import { xrayTraceId } from "../../formats/trace-id.ts";
import { ALL_PLATFORMS, defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "request-trace",
  title: { en: "One trace or request id across all platforms", ja: "トレース ID・リクエスト ID の横断検索" },
  why: "Everything that any service said about one request: by W3C or X-Ray trace id, AWS or Lambda request id, Kubernetes audit id, or the id in a message.",
  platforms: ALL_PLATFORMS,
  params: {
    id: {
      kind: "text",
      description: "Trace id (W3C or X-Ray), request id or audit id",
      example: "65c6f32c-63cc-4b49-82c8-80715b67d088",
    },
  },
  where: ({ id }) =>
    any(
      is("traceId", xrayTraceId(id) ?? id.toLowerCase()),
      is("attributes.aws.xray.trace_id", id),
      is("attributes.aws.request_id", id),
      is("attributes.faas.invocation_id", id),
      is("attributes.k8s.audit.id", id),
      says("body", id),
    ),
  answer: {
    kind: "records",
    columns: {
      time: "@timestamp",
      source: "event.dataset",
      service: [
        "resource.attributes.service.name",
        "resource.attributes.faas.name",
        "resource.attributes.aws.ecs.task.family",
        "resource.attributes.k8s.pod.name",
        "resource.attributes.k8s.component",
        "resource.attributes.host.name",
      ],
      level: "severity.text",
      message: "body",
    },
  },
});
