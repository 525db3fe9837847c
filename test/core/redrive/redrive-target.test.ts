import { describe, expect, it } from "vitest";
import { readTarget } from "../../../shared/core/redrive/redrive-target.ts";

/** EventBridge user guide, "AWS service events": what a rule with a schedule sends. */
const SCHEDULED = {
  version: "0",
  id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "111122223333",
  time: "2026-11-23T12:00:00Z",
  region: "eu-west-1",
  resources: ["arn:aws:events:eu-west-1:111122223333:rule/redrive"],
  detail: {},
};

describe("readTarget", () => {
  it.each([
    [{}, { kind: "later" }],
    [SCHEDULED, { kind: "later" }],
    [{ key: "failures/x" }, { kind: "key", key: "failures/x" }],
    [{ prefix: "processing-failed/" }, { kind: "prefix", prefix: "processing-failed/" }],
    [{ reason: "cluster_unavailable" }, { kind: "reason", reason: "cluster_unavailable" }],
  ])("takes %j", (event, target) => {
    expect(readTarget(event)).toEqual({ ok: true, target });
  });

  it.each([
    [null, "not an object"],
    ["key", "not an object"],
    [[], "not an object"],
    [{ prefx: "failures/" }, "has prefx; wanted"],
    [{ key: "a", prefix: "b" }, "has key, prefix; wanted"],
    [{ key: "" }, "key is no text"],
    [{ prefix: "" }, "prefix is no text"],
    [{ prefix: 1 }, "prefix is no text"],
    [{ reason: "toString" }, "no failure has the reason toString; there are: event_invalid, "],
    [{ Records: [{ s3: {} }] }, "has Records; wanted"],
  ])("refuses %j, because that must not mean everything", (event, problem) => {
    expect(readTarget(event)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });
});
