import { boolean, keyword, text } from "../../schema/field.ts";

/** What only events of ECS say. */
export const ECS_EVENT_FIELDS = {
  "aws.ecs.event.type": keyword("Kind of the event, EventBridge's detail-type", "ECS Task State Change"),
  "aws.ecs.event.name": keyword("Name of a service or deployment event", "SERVICE_DEPLOYMENT_FAILED"),
  "aws.ecs.task.stop_code": keyword("Why the task stopped, as a code", "EssentialContainerExited"),
  "aws.ecs.task.stopped_reason": text("Why the task stopped, in words", "Essential container in task exited"),
  "aws.ecs.container.reason": text(
    "What a container died of",
    "OutOfMemoryError: Container killed due to memory usage",
  ),
  "aws.ecs.deployment.id": keyword("Deployment", "ecs-svc/1234567890123456789"),
  "aws.ecs.agent.connected": boolean("The agent of the container instance is connected to ECS", true),
  "aws.ecs.container_instance.status": keyword("Status of the container instance", "ACTIVE"),
} as const;

export type EcsEventName = keyof typeof ECS_EVENT_FIELDS;
