import { describe, expect, it } from "vitest";
import { ecsClaim, ecsResource, isEcsGroup, parseEcsStream } from "../../shared/sources/ecs-stream.ts";
import { originOf } from "./drafts.ts";

const TASK = "3de392df6bfa470b97edaa6f482cd7a6";

describe("parseEcsStream", () => {
  it.each([
    [`ecs/web/${TASK}`, "web", TASK],
    [`copilot/orders/v2/web/${TASK}`, "web", TASK],
    ["ecs/web/3de392df-6bfa-470b-97ed-aa6f482cd7a6", "web", "3de392df-6bfa-470b-97ed-aa6f482cd7a6"],
  ])("takes %s apart", (stream, container, taskId) => {
    expect(parseEcsStream(stream)).toEqual({ container, taskId });
  });

  it.each(["", `instance/${TASK}`, `/web/${TASK}`, "ecs/web/1", `2020/03/05/[$LATEST]${TASK}`, TASK])(
    "refuses %j",
    (stream) => {
      expect(parseEcsStream(stream)).toBeUndefined();
    },
  );
});

describe("ecsClaim", () => {
  const container = "e54cccfac2b87417f71877907f67879068420042828067ae0867e60a63529d35";

  it("is sure of a task's stream, and of a container's id only in a group of ECS", () => {
    expect(ecsClaim(originOf({ logGroup: "/ecs/web", logStream: `ecs/web/${TASK}` }))).toBe(0.9);
    expect(ecsClaim(originOf({ logGroup: "anything", logStream: `ecs/web/${TASK}` }))).toBe(0.8);
    expect(ecsClaim(originOf({ logGroup: "/aws/ecs/web", logStream: container }))).toBe(0.7);
    expect(ecsClaim(originOf({ logGroup: "anything", logStream: container }))).toBe(0);
    expect(ecsClaim(originOf({ logGroup: "/ecs/web", logStream: "other" }))).toBe(0);
  });

  it("tells container and task", () => {
    expect(ecsResource(originOf({ logStream: `ecs/web/${TASK}` }))).toMatchObject({
      "container.name": "web",
      "aws.ecs.task.id": TASK,
    });
    expect(ecsResource(originOf({ logStream: container }))).toMatchObject({ "container.id": container });
  });
});

it.each([
  ["/ecs/web", true],
  ["/aws/ecs/web", true],
  ["/aws/ecs", true],
  ["my/ecs/web", true],
  ["/aws/lambda/ecs-deployer", false],
  ["recsys", false],
])("%s is called like a group of ECS: %s", (group, expected) => {
  expect(isEcsGroup(group)).toBe(expected);
});
