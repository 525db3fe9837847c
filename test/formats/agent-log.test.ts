import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseCloudWatchAgentLine,
  parseCodeDeployAgentLine,
  parseDeploymentLine,
  parseSsmAgentLine,
} from "../../shared/formats/agent-log.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const CLOUDWATCH = "2023-03-23T15:09:32Z I! [logagent] starting";
const SSM = "2021-01-08 08:40:20 INFO [ssm-agent-worker] [HealthCheck] reporting";
const CODEDEPLOY = "2017-08-14 15:00:59 INFO  [codedeploy-agent(13242)]: Version file found";
const DEPLOYMENT = "[2024-01-01 10:00:00.123] [d-8T4XQZ1AB][stdout]Hello";

describe("parseCloudWatchAgentLine", () => {
  it.each([
    [
      CLOUDWATCH,
      { time: "2023-03-23T15:09:32Z", localTime: undefined, level: "I", logger: "logagent", message: "starting" },
    ],
    [
      "2022/06/14 19:30:16 I! Valid Json input schema.",
      { time: undefined, localTime: "2022/06/14 19:30:16", level: "I", logger: undefined },
    ],
    ["D! [EC2] Found", { time: undefined, localTime: undefined, level: "D", logger: "EC2", message: "Found" }],
    ['2026-05-01T22:35:45Z E! {"msg":"x"}', { level: "E", logger: undefined, message: '{"msg":"x"}' }],
  ])("parses %j", (line, parts) => {
    expect(parseCloudWatchAgentLine(line)).toMatchObject(parts);
  });

  it.each(["", "2022/06/14 19:30:16 Reading json config", "Hi! there", "I!x", "2023-03-23T15:09:32Z INFO x"])(
    "does not parse %j",
    (line) => {
      expect(parseCloudWatchAgentLine(line)).toBeUndefined();
    },
  );
});

describe("parseSsmAgentLine", () => {
  it.each([
    [
      SSM,
      {
        time: undefined,
        localTime: "2021-01-08 08:40:20",
        level: "INFO",
        logger: "ssm-agent-worker/HealthCheck",
        message: "reporting",
      },
    ],
    [
      "2026-01-22 13:53:46.4739 ERROR Error adding",
      { localTime: "2026-01-22 13:53:46.4739", level: "ERROR", logger: undefined, message: "Error adding" },
    ],
    [
      "2026-11-23T09:00:25Z CRITICAL [retrieve @ refresher.go.233] [x] Failed\n\tstatus",
      {
        time: "2026-11-23T09:00:25Z",
        level: "CRITICAL",
        function: "retrieve",
        file: "refresher.go",
        line: 233,
        logger: "x",
        message: "Failed\n\tstatus",
      },
    ],
  ])("parses %j", (line, parts) => {
    expect(parseSsmAgentLine(line)).toMatchObject(parts);
  });

  it.each(["", "INFO [ssm-agent-worker] x", "2021-01-08 08:40:20 info x", "2021-01-08 08:40:20"])(
    "does not parse %j",
    (line) => {
      expect(parseSsmAgentLine(line)).toBeUndefined();
    },
  );
});

describe("parseCodeDeployAgentLine", () => {
  it.each([
    [
      CODEDEPLOY,
      { localTime: "2017-08-14 15:00:59", level: "INFO", pid: 13242, logger: undefined, message: "Version file found" },
    ],
    [
      "2020-01-07T14:12:39 ERROR [codedeploy-agent(5748)]: A::B::Poller: Error: x",
      { localTime: "2020-01-07T14:12:39", logger: "A::B::Poller", message: "Error: x" },
    ],
    [
      "2017-08-14 15:00:59 INFO  [codedeploy-agent(1)]: [Aws::CodeDeployCommand::Client 400 0.02 0 retries] poll()",
      { logger: "Aws::CodeDeployCommand::Client" },
    ],
  ])("parses %j", (line, parts) => {
    expect(parseCodeDeployAgentLine(line)).toMatchObject(parts);
  });

  it.each(["", "2017-08-14 15:00:59 INFO [codedeploy-agent]: x", "[codedeploy-agent(1)]: x"])(
    "does not parse %j",
    (line) => {
      expect(parseCodeDeployAgentLine(line)).toBeUndefined();
    },
  );
});

describe("parseDeploymentLine", () => {
  it.each([
    [
      DEPLOYMENT,
      { localTime: "2024-01-01 10:00:00.123", deployment: "d-8T4XQZ1AB", iostream: "stdout", message: "Hello" },
    ],
    [
      "[2024-01-01 10:00:00.123] [d-8T4XQZ1AB]LifecycleEvent - AfterInstall",
      { iostream: undefined, message: "LifecycleEvent - AfterInstall" },
    ],
  ])("parses %j", (line, parts) => {
    expect(parseDeploymentLine(line)).toEqual(expect.objectContaining(parts));
  });

  it.each(["", "[2024-01-01 10:00:00] [d-8T4XQZ1AB]x", "[2024-01-01 10:00:00.123] [main]x"])(
    "does not parse %j",
    (line) => {
      expect(parseDeploymentLine(line)).toBeUndefined();
    },
  );
});

describe("all of them", () => {
  const parsers = [parseCloudWatchAgentLine, parseSsmAgentLine, parseCodeDeployAgentLine, parseDeploymentLine];

  it("take any text, and end with their message", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged([CLOUDWATCH, SSM, CODEDEPLOY, DEPLOYMENT])), (text) => {
        expect(parsers.every((parse) => text.endsWith(parse(text)?.message ?? ""))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each(["[", "[a] ", " ", "A::", "! "])("get through a megabyte of %j", (unit) => {
    const tail = unit.repeat(Math.ceil(1_000_000 / unit.length));
    for (const line of [CLOUDWATCH, SSM, CODEDEPLOY, DEPLOYMENT]) {
      expect(parsers.some((parse) => parse(`${line}${tail}`) !== undefined)).toBe(true);
    }
  });
});
