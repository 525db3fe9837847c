import type { ResourceValues } from "../schema/draft.ts";
import type { Origin } from "./source.ts";

/** What the awslogs driver's stream name tells. */
export interface EcsStream {
  readonly container: string;
  readonly taskId: string;
}

/** `<prefix>/<container>/<task id>`: 32 hex digits, once a UUID; the prefix may hold slashes (Docker awslogs, "awslogs-stream-prefix"). */
const STREAM = /^.+\/([^/]{1,255})\/([0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/;
/** Without a prefix, which only EC2 allows, Docker takes the container's id. */
const CONTAINER_ID = /^[0-9a-f]{64}$/;
const GROUP = /(?:^|\/)(?:aws\/)?ecs(?:\/|$)/i;

/** Takes an awslogs stream apart; undefined when it has another form. */
export function parseEcsStream(logStream: string): EcsStream | undefined {
  const [, container, taskId] = STREAM.exec(logStream) ?? [];
  return container === undefined || taskId === undefined ? undefined : { container, taskId };
}

/** Whether a log group is called as the console, Copilot or the documentation call those of ECS: `/ecs/…`, `/aws/ecs/…`. */
export function isEcsGroup(logGroup: string): boolean {
  return GROUP.test(logGroup);
}

/** How surely an origin is a container of ECS that logs through awslogs. */
export function ecsClaim({ logGroup, logStream }: Origin): number {
  if (parseEcsStream(logStream) !== undefined) return isEcsGroup(logGroup) ? 0.9 : 0.8;
  return CONTAINER_ID.test(logStream) && isEcsGroup(logGroup) ? 0.7 : 0;
}

/** Container and task, as far as the stream tells. */
export function ecsResource({ logStream }: Origin): ResourceValues {
  const stream = parseEcsStream(logStream);
  return {
    "container.id": CONTAINER_ID.test(logStream) ? logStream : undefined,
    "container.name": stream?.container,
    "aws.ecs.task.id": stream?.taskId,
  };
}
