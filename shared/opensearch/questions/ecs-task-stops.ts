import { all, dataset, given, is } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "ecs-task-stops",
  title: { en: "ECS task stops and their reason", ja: "ECS タスクの停止とその理由" },
  why: "ECS forgets stopped tasks after an hour. Its events keep why: an image that cannot be pulled, a container that exited, memory, Spot, a deployment.",
  platforms: ["ecs"],
  params: {
    service: { kind: "text", description: "ECS service; empty for all", default: "" },
    code: { kind: "text", description: "Stop code, such as TaskFailedToStart; empty for any", default: "" },
  },
  where: ({ service, code }) =>
    all(
      dataset("ecs.events"),
      is("attributes.aws.ecs.task.last_status", "STOPPED"),
      given(service, is("attributes.aws.ecs.service.name", service)),
      given(code, is("attributes.aws.ecs.task.stop_code", code)),
    ),
  answer: {
    kind: "records",
    columns: {
      time: "@timestamp",
      cluster: "resource.attributes.aws.ecs.cluster.name",
      service: "attributes.aws.ecs.service.name",
      family: "resource.attributes.aws.ecs.task.family",
      task: "resource.attributes.aws.ecs.task.id",
      code: "attributes.aws.ecs.task.stop_code",
      reason: "attributes.aws.ecs.task.stopped_reason",
      container: "attributes.aws.ecs.container.name",
      exit_code: "attributes.aws.ecs.container.exit_code",
      container_reason: "attributes.aws.ecs.container.reason",
    },
  },
});
