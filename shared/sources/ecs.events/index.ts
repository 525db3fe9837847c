import { fillFromApplicationLine } from "../application-line.ts";
import { defineSource, jsonOf, upTo, type Line } from "../source.ts";
import { fillFromEcsEvent, isEcsEvent } from "./event.ts";
import { ECS_EVENT_FIELDS } from "./fields.ts";

/** Container Insights' event capture; any other rule may write to any group. */
const GROUP = /^\/aws\/events\/ecs\/containerinsights\/([^/]+)\/performance$/i;

export default defineSource({
  name: "ecs.events",
  platform: "ecs",
  description:
    "Events of ECS from EventBridge: state changes of tasks, container instances and deployments, and actions of services, in Container Insights' event log group or any other.",
  detect: ({ logGroup }) => {
    const inGroup = GROUP.test(logGroup);
    if (inGroup) return (line) => (eventOf(line) === undefined ? 0.5 : 1);
    return upTo(0.85, (line) => (eventOf(line) === undefined ? 0 : 0.85));
  },
  resource: ({ logGroup }) => ({ "aws.ecs.cluster.name": GROUP.exec(logGroup)?.[1] }),
  fields: ECS_EVENT_FIELDS,
  normalize: (line, record) => {
    const event = eventOf(line);
    if (event === undefined) fillFromApplicationLine(line, record);
    else fillFromEcsEvent(event, record);
  },
});

function eventOf(line: Line) {
  if (!line.text.startsWith("{") || !line.text.includes('"aws.ecs"')) return undefined;
  const json = jsonOf(line);
  return json !== undefined && isEcsEvent(json) ? json : undefined;
}
