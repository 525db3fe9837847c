import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../../shared/schema/draft.ts";
import { fillFromAgentText } from "../../../shared/sources/ecs.agent/agent-line.ts";
import source from "../../../shared/sources/ecs.agent/index.ts";
import { newLine, type Origin } from "../../../shared/sources/source.ts";
import { damaged } from "../../formats/damaged-lines.ts";
import { originOf, said } from "../drafts.ts";

const TASK = "arn:aws:ecs:eu-west-1:111122223333:task/mycluster/3de392df6bfa470b97edaa6f482cd7a6";

function agent(text: string): Draft<string> {
  const draft = newDraft(text);
  source.normalize(newLine(text, 0), draft, originOf({}));
  return draft;
}

describe("lines of the agent", () => {
  it.each([
    [
      'level=info time=2019-12-12T23:43:29Z msg="Loading configuration" module=agent.go',
      "2019-12-12T23:43:29Z",
      "INFO",
      { "code.file.path": "agent.go" },
    ],
    ['level=crit time=2018-10-01T01:02:03.000 msg="x"', "2018-10-01T01:02:03.000Z", "ERROR", {}],
    ['level=critical time=2018-10-01T01:02:03Z msg="x"', "2018-10-01T01:02:03Z", "FATAL", {}],
    [
      `level=warn time=2018-10-01T01:02:03Z msg="x" taskARN="${TASK}"`,
      "2018-10-01T01:02:03Z",
      "WARN",
      { "aws.ecs.task.arn": TASK, "aws.ecs.task.id": TASK.slice(-32) },
    ],
    [
      '{"level":"debug","time":"2018-10-01T01:02:03.000","msg":"x","error":"it fell"}',
      "2018-10-01T01:02:03.000Z",
      "DEBUG",
      { "error.message": "it fell" },
    ],
    [
      `2016-08-15T15:54:41Z [ERROR] Managed task [${TASK}]: it fell`,
      "2016-08-15T15:54:41Z",
      "ERROR",
      { "aws.ecs.task.arn": TASK, "aws.ecs.task.id": TASK.slice(-32) },
    ],
    [
      '2016-08-15T15:54:41Z [INFO] Error from tcs module="tcs handler" err="EOF \\"x\\""',
      "2016-08-15T15:54:41Z",
      "INFO",
      { "logger.name": "tcs handler", "error.message": 'EOF "x"' },
    ],
  ])("%s", (text, time, severity, attributes) => {
    const draft = agent(text);
    expect([draft.time, draft.severity?.text]).toEqual([time, severity]);
    expect(said(draft)).toEqual(attributes);
  });

  it("takes a status for the container's where the line names one", () => {
    const pairs = 'level=info time=2018-10-01T01:02:03Z msg="x" knownStatus="RUNNING" desiredStatus="STOPPED"';
    expect(said(agent(pairs))).toEqual({
      "aws.ecs.task.last_status": "RUNNING",
      "aws.ecs.task.desired_status": "STOPPED",
    });
    const draft = agent(`${pairs} container="web"`);
    expect(said(draft)).toEqual({ "aws.ecs.container.last_status": "RUNNING", "aws.ecs.container.name": "web" });
    expect(draft.payload).toEqual({ desiredStatus: "STOPPED" });
  });

  it("keeps every value of a key that repeats, and words that are no pair", () => {
    const draft = agent('level=info time=2018-10-01T01:02:03Z msg="x" a=1 a=2 a=3 and more');
    expect(draft.body).toBe("x");
    expect(draft.payload).toEqual({ a: ["1", "2", "3"], tail: "and more" });
  });

  it("keeps level and time that it cannot read", () => {
    const draft = agent('{"level":"loud","time":"noon","msg":"x"}');
    expect(draft.payload).toEqual({ level: "loud", time: "noon" });
  });

  it("takes damaged lines", () => {
    const lines = [
      `level=info time=2019-12-12T23:43:29Z msg="x" a={b c} taskARN="${TASK}"`,
      `2016-08-15T15:54:41Z [INFO] x module="y"`,
    ];
    fc.assert(fc.property(damaged(lines), (text) => void fillFromAgentText(text, newDraft(text))));
  });
});

describe("detection", () => {
  function scoreOf(text: string, origin: Partial<Origin> = {}): number {
    const claim = source.detect(originOf(origin));
    return typeof claim === "function" ? claim(newLine(text, 0)) : claim;
  }

  it.each([
    ['level=info time=2019-12-12T23:43:29Z msg="x" module=parse.go', 0.85],
    [`level=info time=2019-12-12T23:43:29Z msg="x" taskARN="${TASK}"`, 0.85],
    ['level=info time=2019-12-12T23:43:29Z msg="served" method=GET', 0],
    ['time=2019-12-12T23:43:29Z level=info msg="x" module=parse.go', 0],
    ['{"time": "2019-11-07T22:52:02Z", "level": "info", "msg": "x", "module": "engine.go"}', 0.8],
    ['{"time": "2019-11-07T22:52:02Z", "level": "info", "msg": "x", "module": "engine"}', 0],
    ["2018-02-16T18:13:54Z [INFO] pre-start", 0.82],
    ["2016-08-15T15:54:41Z [INFO] Registering Instance with ECS", 0.82],
    ["2016-08-15T15:54:41Z [INFO] session closed", 0],
    ["2016-08-15T15:54:41Z [INFO] started", 0],
    ["2016-08-15T15:54:41Z [info] pre-start", 0],
    ['2016-07-13T16:11:53Z 200 172.17.0.5:52444 "/v1/credentials" "x" A GetCredentials 1 C I', 0.85],
  ])("by shape: %s", (text, expected) => {
    expect(scoreOf(text)).toBe(expected);
  });

  it.each([
    [
      { logGroup: "c-/var/log/ecs/ecs-agent.log", logStream: "i-0c470579dbcdbd2f3" },
      "2016-08-15T15:54:41Z [INFO] session closed",
      0.95,
    ],
    [{ logGroup: "c-/var/log/ecs/audit.log", logStream: "x" }, "anything", 0.5],
    [{ logGroup: "/var/log/ecs", logStream: "ecs-init.log" }, "anything", 1],
    [{ logGroup: "nodes", logStream: "amazon-ecs-agent" }, "anything", 0.9],
    [{ logGroup: "/ecs/tools", logStream: "ecs/ecs-agent/3de392df6bfa470b97edaa6f482cd7a6" }, "anything", 0],
    [{ logGroup: "/ecs/ecs-agents-of-change", logStream: "x" }, "anything", 0],
  ])("by names: %j %s", (origin, text, expected) => {
    expect(scoreOf(text, origin)).toBe(expected);
  });
});
