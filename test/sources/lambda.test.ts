import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import application from "../../shared/sources/lambda.application/index.ts";
import platform from "../../shared/sources/lambda.platform/index.ts";
import { newLine, type Origin, type Source } from "../../shared/sources/source.ts";
import { originOf, said } from "./drafts.ts";

const ID = "2ea49a23-ff39-4bf5-8761-439f99b7c5f6";
const OTHER = "79b4f56e-95b1-4643-9700-2807f4e68189";
const GROUP = originOf({ logGroup: "/aws/lambda/web" });

function scoreOf(source: Source, text: string, origin: Origin): number {
  const claim = source.detect(origin);
  return typeof claim === "function" ? claim(newLine(text, 0)) : claim;
}

function draftOf(source: Source, text: string): Draft<string> {
  const draft = newDraft(text);
  source.normalize(newLine(text, 0), draft, GROUP);
  return draft;
}

describe("who claims a line of Lambda", () => {
  it.each([
    [`REPORT RequestId: ${ID}\tDuration: 1 ms`, 1, 0.9],
    [`{"time":"2022-10-12T00:00:15.064Z","type":"platform.start","record":{"requestId":"${ID}"}}`, 1, 0.9],
    ["REPORT of the day", 0, 0.9],
    ['{"type":"platform.start"}', 0, 0.9],
  ])("%s in its log group", (text, ofPlatform, ofApplication) => {
    expect(scoreOf(platform, text, GROUP)).toBe(ofPlatform);
    expect(scoreOf(application, text, GROUP)).toBe(ofApplication);
  });

  it.each([
    [`REPORT RequestId: ${ID}\tDuration: 1 ms`, 0.8, 0],
    ['{"time":"2022-10-12T00:00:15.064Z","type":"platform.fault","record":"x"}', 0.8, 0],
    ['{"time":"2022-10-12T00:00:15.064Z","type":"function","record":"x"}', 0, 0.8],
    [`2022-10-12T00:00:15.064Z\t${ID}\tINFO\tx`, 0, 0.75],
    ['{"type":"function","record":"x"}', 0, 0],
    ["plain words", 0, 0],
  ])("%s anywhere else", (text, ofPlatform, ofApplication) => {
    expect(scoreOf(platform, text, originOf({}))).toBe(ofPlatform);
    expect(scoreOf(application, text, originOf({}))).toBe(ofApplication);
  });
});

describe("the request id", () => {
  it.each([
    [{ message: "x", requestId: ID }, {}],
    [{ message: "x", AWSRequestId: ID }, {}],
    [{ message: "x", function_request_id: ID }, {}],
    [{ message: "x", requestId: OTHER, function_request_id: ID }, { requestId: OTHER }],
    [{ message: "x", function_request_id: ID, requestId: OTHER }, { requestId: OTHER }],
    [{ message: "x", function_request_id: ID, requestId: ID }, {}],
    [{ message: "x", AWSRequestId: ID, requestId: "req-7" }, { requestId: "req-7" }],
  ])("of %j is Lambda's, whatever else the line calls so", (line, payload) => {
    const draft = draftOf(application, JSON.stringify(line));
    expect(said(draft)).toEqual({ "faas.invocation_id": ID, "aws.request_id": ID });
    expect({ ...draft.payload }).toEqual(payload);
  });

  it("stands in front of the message of log4j and Ruby's logger", () => {
    expect(said(draftOf(application, `2020-08-31 08:52:39 ${ID} INFO  Handler - x`))).toMatchObject({
      "faas.invocation_id": ID,
    });
    expect(said(draftOf(application, `I, [2020-01-31T18:16:26.117541 #8]  INFO ${ID} -- : x`))).toMatchObject({
      "faas.invocation_id": ID,
    });
  });
});

describe("how an invocation ended", () => {
  const report = `REPORT RequestId: ${ID}\tDuration: 1 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB`;

  it.each([
    [report, undefined, 9, false],
    [`${report}\tInit Duration: 5.36 ms`, undefined, 9, true],
    [`${report}\tStatus: timeout`, "timeout", 17, false],
    [`${report}\tStatus: error\tError Type: Runtime.ExitError`, "error", 17, false],
    [`${report}\tStatus: error\tError Type: Runtime.OutOfMemory`, "out_of_memory", 17, false],
  ])("%s", (text, status, severity, coldstart) => {
    const draft = draftOf(platform, text);
    expect(said(draft)["aws.lambda.status"]).toBe(status);
    expect(said(draft)["faas.coldstart"]).toBe(coldstart);
    expect(draft.severity?.number).toBe(severity);
    expect(draft.resource["faas.max_memory"]).toBe(134_217_728);
    expect(said(draft)["faas.invocation.max_memory_used"]).toBe(37_748_736);
  });

  it("is not told by a line whose event has no such thing", () => {
    expect(said(draftOf(platform, `END RequestId: ${ID}`))).toEqual({
      "aws.lambda.event": "END",
      "faas.invocation_id": ID,
      "aws.request_id": ID,
    });
  });
});
