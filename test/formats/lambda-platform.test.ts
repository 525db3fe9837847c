import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLambdaPlatform } from "../../shared/formats/lambda-platform.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const ID = "2ea49a23-ff39-4bf5-8761-439f99b7c5f6";

const pairs: [string, string, Record<string, string>][] = [
  [
    "START RequestId: c793869b-ee49-115b-a5b6-4fd21e8dedac Version: $LATEST",
    "START",
    { RequestId: "c793869b-ee49-115b-a5b6-4fd21e8dedac", Version: "$LATEST" },
  ],
  [`START RequestId: ${ID} Version: 7 TenantId: acme`, "START", { RequestId: ID, Version: "7", TenantId: "acme" }],
  [`END RequestId: ${ID}`, "END", { RequestId: ID }],
  [
    `REPORT RequestId: ${ID}\tDuration: 619.31 ms\tBilled Duration: 700 ms\tMemory Size: 128 MB\tMax Memory Used: 118 MB\t\nXRAY TraceId: 1-5e61292c-cc1229a4dfbeae1043928548\tSegmentId: 07a85e713f6302b2\tSampled: true\t`,
    "REPORT",
    {
      RequestId: ID,
      Duration: "619.31 ms",
      "Billed Duration": "700 ms",
      "Memory Size": "128 MB",
      "Max Memory Used": "118 MB",
      "XRAY TraceId": "1-5e61292c-cc1229a4dfbeae1043928548",
      SegmentId: "07a85e713f6302b2",
      Sampled: "true",
    },
  ],
  [
    `REPORT RequestId: ${ID}  Duration: 15.74 ms  Billed Duration: 147 ms Memory Size: 128 MB Max Memory Used: 56 MB  Init Duration: 130.49 ms`,
    "REPORT",
    {
      RequestId: ID,
      Duration: "15.74 ms",
      "Billed Duration": "147 ms",
      "Memory Size": "128 MB",
      "Max Memory Used": "56 MB",
      "Init Duration": "130.49 ms",
    },
  ],
  [
    `REPORT RequestId: ${ID}\tDuration: 1 ms\tNew Thing: 7 apples\tStatus: timeout`,
    "REPORT",
    { RequestId: ID, Duration: "1 ms", "New Thing": "7 apples", Status: "timeout" },
  ],
  [
    "INIT_START Runtime Version: nodejs:22.mainline.v98\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:a783",
    "INIT_START",
    { "Runtime Version": "nodejs:22.mainline.v98", "Runtime Version ARN": "arn:aws:lambda:us-east-1::runtime:a783" },
  ],
  [
    "INIT_REPORT Init Duration: 5.36 ms\tPhase: init\tStatus: error\tError Type: Runtime.InvalidEntrypoint",
    "INIT_REPORT",
    { "Init Duration": "5.36 ms", Phase: "init", Status: "error", "Error Type": "Runtime.InvalidEntrypoint" },
  ],
  ["RESTORE_REPORT Restore Duration: 509.31 ms", "RESTORE_REPORT", { "Restore Duration": "509.31 ms" }],
  [
    "EXTENSION\tName: bootstrap\tState: Ready\tEvents: [INVOKE,SHUTDOWN]",
    "EXTENSION",
    { Name: "bootstrap", State: "Ready", Events: "[INVOKE,SHUTDOWN]" },
  ],
  [
    "TELEMETRY\tName: x\tState: Subscribed\tTypes: [Platform, Function]",
    "TELEMETRY",
    { Name: "x", State: "Subscribed", Types: "[Platform, Function]" },
  ],
];

describe("parseLambdaPlatform", () => {
  it.each(pairs)("reads %s", (text, event, expected) => {
    const line = parseLambdaPlatform(text);
    expect(line?.event).toBe(event);
    expect(Object.fromEntries(line?.pairs ?? [])).toEqual(expected);
  });

  it.each([
    [
      `2020-02-25T22:04:08.390Z ${ID} Task timed out after 3.00 seconds`,
      { event: "TIMEOUT", time: "2020-02-25T22:04:08.390Z", requestId: ID, timedOutAfterMs: 3000 },
    ],
    [`2020-02-25T22:04:08.390Z ${ID} Task timed out after 6.01 seconds\n\n`, { timedOutAfterMs: 6010 }],
    [
      `RequestId: ${ID} Error: Task timed out after 3.00 seconds`,
      { event: "TIMEOUT", requestId: ID, timedOutAfterMs: 3000 },
    ],
    [
      `RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`,
      {
        event: "ERROR",
        requestId: ID,
        errorType: "Runtime.ExitError",
        errorMessage: "Runtime exited with error: signal: killed",
      },
    ],
    [
      `RequestId: ${ID} Process exited before completing request`,
      { event: "ERROR", requestId: ID, errorMessage: "Process exited before completing request", errorType: undefined },
    ],
    [
      `RequestId: ${ID} Error: Runtime exited with error: exit status 1 Runtime.ExitError`,
      { errorMessage: "Runtime exited with error: exit status 1", errorType: "Runtime.ExitError" },
    ],
    ["Unknown application error occurred\nRuntime.Unknown", { event: "ERROR", errorType: "Runtime.Unknown" }],
  ])("reads %j", (text, expected) => {
    expect(parseLambdaPlatform(text)).toMatchObject(expected);
  });

  it.each([
    "",
    "START of my program",
    "REPORT: all is well",
    "END",
    "REPORT RequestIds were found",
    "EXTENSION Names are many",
    `RequestId: ${ID} is mine`,
    `2020-02-25T22:04:08.390Z\t${ID}\tERROR\tTask timed out after 3.00 seconds of waiting`,
    "Task force",
  ])("leaves %j to the application", (text) => {
    expect(parseLambdaPlatform(text)).toBeUndefined();
  });

  it("is total", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged(pairs.map(([line]) => line))), (text) => {
        const line = parseLambdaPlatform(text) ?? { event: "none", pairs: new Map<string, string>() };
        return line.event !== "" && [...line.pairs.keys()].every((key) => /^[A-Z]/.test(key));
      }),
    );
  });
});
