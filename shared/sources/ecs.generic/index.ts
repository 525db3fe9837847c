import { genericSource } from "../generic-source.ts";

export default genericSource(
  "ecs",
  "Lines of ECS log groups that no other source claims, such as those of the ECS agent.",
);
