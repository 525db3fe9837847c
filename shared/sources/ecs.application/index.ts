import { continuesApplication, fillFromApplicationLine } from "../application-line.ts";
import { ecsClaim, ecsResource } from "../ecs-stream.ts";
import { defineSource } from "../source.ts";

export default defineSource({
  name: "ecs.application",
  platform: "ecs",
  description:
    "Lines of ECS containers through the awslogs driver, by their stream `<prefix>/<container>/<task id>`: JSON of any logger, logfmt, access lines, text with or without a level.",
  detect: ecsClaim,
  resource: ecsResource,
  continues: continuesApplication,
  fields: {},
  normalize: (line, record) => {
    fillFromApplicationLine(line, record);
  },
});
