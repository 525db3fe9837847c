import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft } from "../../../shared/schema/draft.ts";
import { fillFromAuditLine, parseAuditLine } from "../../../shared/sources/ecs.agent/audit-line.ts";
import { anyText, damaged } from "../../formats/damaged-lines.ts";
import { said } from "../drafts.ts";

const LINE =
  '2016-07-13T16:11:53Z 200 172.17.0.5:52444 "/v1/credentials" "python-requests/2.7.0 CPython/2.7.6" TASK_ARN GetCredentials 1 CLUSTER_NAME INSTANCE_ARN';

describe("parseAuditLine", () => {
  it("reads the documented entry", () => {
    expect(parseAuditLine(LINE)).toEqual({
      time: "2016-07-13T16:11:53Z",
      status: 200,
      client: "172.17.0.5:52444",
      path: "/v1/credentials",
      userAgent: "python-requests/2.7.0 CPython/2.7.6",
      arn: "TASK_ARN",
      operation: "GetCredentials",
      version: "1",
      cluster: "CLUSTER_NAME",
      containerInstance: "INSTANCE_ARN",
    });
  });

  it.each([
    ['"', '"'],
    ['a "b" c', 'a "b" c'],
    ["", ""],
  ])("reads the user agent %j", (userAgent, expected) => {
    expect(parseAuditLine(LINE.replace(/python[^"]*/, userAgent))?.userAgent).toBe(expected);
  });

  it.each([
    LINE.replace("GetCredentials", "PutCredentials"),
    LINE.replace(" INSTANCE_ARN", ""),
    LINE.replace(/"/g, ""),
    LINE.replace("200", "20"),
    "2016-07-13T16:11:53Z [INFO] GetCredentials",
  ])("is none: %s", (text) => {
    expect(parseAuditLine(text)).toBeUndefined();
  });

  it("takes any text", () => {
    fc.assert(fc.property(fc.oneof(anyText, damaged([LINE])), (text) => void parseAuditLine(text)));
  });
});

it("leaves out what the agent writes as -", () => {
  const draft = newDraft("");
  expect(
    fillFromAuditLine('2016-07-13T16:11:53Z 404 - "/v2/credentials" "" - GetCredentialsExecutionRole 2 - -', draft),
  ).toBe(true);
  expect(said(draft)).toEqual({
    "http.response.status_code": 404,
    "url.path": "/v2/credentials",
    "aws.ecs.credentials.operation": "GetCredentialsExecutionRole",
  });
  expect([draft.resource, draft.severity?.text]).toEqual([{}, "WARN"]);
});
