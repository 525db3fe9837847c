import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../../shared/schema/draft.ts";
import source from "../../../shared/sources/ecs.events/index.ts";
import { newLine } from "../../../shared/sources/source.ts";
import { originOf, said } from "../drafts.ts";

const TASK = {
  lastStatus: "STOPPED",
  taskArn: "arn:aws:ecs:eu-west-1:111122223333:task/mycluster/3de392df6bfa470b97edaa6f482cd7a6",
};

function event(detail: object, rest: object = {}): Draft<string> {
  const text = JSON.stringify({
    "detail-type": "ECS Task State Change",
    source: "aws.ecs",
    time: "2026-11-23T09:08:12Z",
    detail,
    ...rest,
  });
  const draft = newDraft(text);
  source.normalize(newLine(text, 0), draft, originOf({}));
  return draft;
}

describe("severity", () => {
  const web = (exitCode?: number): object => ({ name: "web", exitCode });
  it.each([
    [{ ...TASK, lastStatus: "RUNNING", stopCode: "EssentialContainerExited" }, "INFO"],
    [{ ...TASK, stopCode: "UserInitiated", containers: [web(0)] }, "INFO"],
    [{ ...TASK, stopCode: "UserInitiated", containers: [web(0), web(143)] }, "ERROR"],
    [{ ...TASK, stopCode: "EssentialContainerExited", containers: [web(0)] }, "ERROR"],
    [{ ...TASK, stopCode: "TaskFailedToStart", containers: [web()] }, "ERROR"],
    [{ ...TASK, containers: "none" }, "INFO"],
    [{ eventType: "WARN", eventName: "SERVICE_TASK_START_IMPAIRED" }, "WARN"],
    [{ eventType: "ERROR", eventName: "SERVICE_DEPLOYMENT_FAILED" }, "ERROR"],
    [{ eventType: "INFO", lastStatus: "STOPPED", stopCode: "TaskFailedToStart" }, "INFO"],
  ])("%j: %s", (detail, expected) => {
    expect(event(detail).severity?.text).toBe(expected);
  });
});

describe("time", () => {
  it.each([
    [{ updatedAt: "2026-11-23T09:08:12.511Z" }, "2026-11-23T09:08:12.511Z"],
    [{ createdAt: "2026-11-23T09:08:12.042Z" }, "2026-11-23T09:08:12.042Z"],
    [{ updatedAt: "2026-11-23T08:00:00.511Z" }, "2026-11-23T09:08:12Z"],
    [{}, "2026-11-23T09:08:12Z"],
  ])("of %j is %s", (detail, expected) => {
    expect(event(detail).time).toBe(expected);
  });

  it("stays in the payload when it is none", () => {
    const draft = event({}, { time: "later" });
    expect([draft.time, draft.payload["time"]]).toEqual([undefined, "later"]);
  });
});

describe("who it is about", () => {
  it.each([
    [{ group: "service:checkout" }, [], "checkout"],
    [{ group: "family:job" }, [], undefined],
    [{}, ["arn:aws:ecs:eu-west-1:111122223333:service/mycluster/checkout"], "checkout"],
    [{}, ["arn:aws:ecs:eu-west-1:111122223333:service/checkout"], "checkout"],
    [{}, [TASK.taskArn], undefined],
  ])("service of %j and %j", (detail, resources, expected) => {
    expect(event(detail, { resources }).attributes["aws.ecs.service.name"]).toBe(expected);
  });

  it("does not hide the carrier's account and region", () => {
    expect(Object.keys(event({}).resource)).not.toContain("cloud.account.id");
    expect(event({}, { account: "111122223333" }).resource).toMatchObject({ "cloud.account.id": "111122223333" });
  });

  it("takes the container that failed", () => {
    const containers = [
      { name: "log_router", lastStatus: "STOPPED", exitCode: 0 },
      { name: "web", lastStatus: "STOPPED", exitCode: 137, reason: "OutOfMemoryError" },
    ];
    const draft = event({ ...TASK, containers });
    expect(said(draft)).toMatchObject({
      "aws.ecs.container.name": "web",
      "aws.ecs.container.exit_code": 137,
      "aws.ecs.container.reason": "OutOfMemoryError",
    });
    expect(draft.payload["detail"]).toEqual({ containers });
  });
});

describe("detection", () => {
  const claim = source.detect(originOf({ logGroup: "/aws/events/mine" }));
  const scoreOf = (value: unknown): number =>
    typeof claim === "function" ? claim(newLine(JSON.stringify(value), 0)) : claim;

  it.each([
    [{ source: "aws.ecs", "detail-type": "ECS Service Action", detail: {} }, 0.85],
    [{ source: "aws.ec2", "detail-type": "ECS Service Action", detail: { about: "aws.ecs" } }, 0],
    [{ source: "aws.ecs", detail: {} }, 0],
    [{ source: "aws.ecs", "detail-type": "ECS Service Action", detail: "none" }, 0],
    ["aws.ecs", 0],
  ])("%j: %d", (value, expected) => {
    expect(scoreOf(value)).toBe(expected);
  });
});
