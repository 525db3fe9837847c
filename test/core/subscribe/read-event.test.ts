import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSubscribeEvent } from "../../../shared/core/subscribe/read-event.ts";

/** CloudTrail's event as EventBridge hands it on. */
function createLogGroup(detail: Record<string, unknown> = {}): unknown {
  return {
    version: "0",
    id: "b6b9a6d1-3f5b-9f0c-6b0e-1c1a0d4f1f0e",
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.logs",
    account: "111122223333",
    time: "2026-11-23T09:10:00Z",
    region: "eu-west-1",
    resources: [],
    detail: {
      eventVersion: "1.11",
      eventSource: "logs.amazonaws.com",
      eventName: "CreateLogGroup",
      awsRegion: "eu-west-1",
      requestParameters: { logGroupName: "/aws/lambda/checkout" },
      responseElements: null,
      ...detail,
    },
  };
}

describe("readSubscribeEvent", () => {
  it.each([
    [{ "detail-type": "Scheduled Event", source: "aws.events", detail: {} }, { kind: "sweep" }],
    [{ sweep: true }, { kind: "sweep" }],
    [{ accountPolicy: true }, { kind: "account-policy" }],
    [createLogGroup(), { kind: "created", logGroup: "/aws/lambda/checkout" }],
    [createLogGroup({ errorCode: "ResourceAlreadyExistsException" }), { kind: "nothing" }],
    [createLogGroup({ eventName: "DeleteLogGroup" }), { kind: "unknown" }],
    [createLogGroup({ requestParameters: null }), { kind: "unknown" }],
    [{}, { kind: "unknown" }],
    [undefined, { kind: "unknown" }],
  ])("%j", (event, request) => {
    expect(readSubscribeEvent(event)).toEqual(request);
  });

  it("reads anything", () => {
    fc.assert(fc.property(fc.anything(), (event) => typeof readSubscribeEvent(event).kind === "string"));
  });
});
