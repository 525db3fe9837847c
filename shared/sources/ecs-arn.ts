import type { ResourceValues } from "../schema/draft.ts";

/** `arn:aws:ecs:<region>:<account>:task/[<cluster>/]<id>`; tasks from before 2018 have no cluster in it. */
const TASK = /^arn:[a-z-]+:ecs:([a-z0-9-]+):(\d+):task\/(?:([^/]+)\/)?([0-9a-f-]{32,36})$/;
const CLUSTER = /^arn:[a-z-]+:ecs:([a-z0-9-]+):(\d+):cluster\/([^/]+)$/;

/** What a task's ARN says. */
export function taskArnResource(arn: string): ResourceValues {
  const [, region, account, cluster, id] = TASK.exec(arn) ?? [];
  return {
    "aws.ecs.task.arn": arn,
    "aws.ecs.task.id": id,
    "aws.ecs.cluster.name": cluster,
    "cloud.region": region,
    "cloud.account.id": account,
  };
}

/** A cluster by name, or by ARN, as some agents write it. */
export function clusterResource(cluster: string): ResourceValues {
  const [, region, account, name] = CLUSTER.exec(cluster) ?? [];
  if (name === undefined) return { "aws.ecs.cluster.name": cluster };
  return {
    "aws.ecs.cluster.arn": cluster,
    "aws.ecs.cluster.name": name,
    "cloud.region": region,
    "cloud.account.id": account,
  };
}

/** `family:revision` */
export function taskDefinitionResource(definition: string): ResourceValues {
  const name = definition.slice(definition.lastIndexOf("/") + 1);
  const colon = name.lastIndexOf(":");
  if (colon < 0) return { "aws.ecs.task.family": name };
  return { "aws.ecs.task.family": name.slice(0, colon), "aws.ecs.task.revision": name.slice(colon + 1) };
}
