import { keyword } from "../../schema/field.ts";

/** What only the agent says. */
export const AGENT_FIELDS = {
  "aws.ecs.task.arn": keyword(
    "Task spoken about",
    "arn:aws:ecs:eu-west-1:111122223333:task/mycluster/3de392df6bfa470b97edaa6f482cd7a6",
  ),
  "aws.ecs.task.id": keyword("Id of that task", "3de392df6bfa470b97edaa6f482cd7a6"),
  "aws.ecs.credentials.operation": keyword("What a task asked the credential provider for", "GetCredentials"),
} as const;

export type AgentName = keyof typeof AGENT_FIELDS;
