import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import agent from "../../shared/sources/ec2.agent/index.ts";
import auditd from "../../shared/sources/ec2.auditd/index.ts";
import cloudInit from "../../shared/sources/ec2.cloud-init/index.ts";
import iis from "../../shared/sources/ec2.iis/index.ts";
import { newLine, type Source } from "../../shared/sources/source.ts";
import { originOf, said } from "./drafts.ts";

function normalized(source: Source, text: string, logStream = ""): Draft<string> {
  const draft = newDraft(text);
  source.normalize(newLine(text, Date.UTC(2026, 10, 23, 9)), draft, originOf({ logStream }));
  return draft;
}

describe("an agent's line", () => {
  it.each([
    ["2023-03-23T15:09:32Z E! [outputs.x] no", 17, "no", { "logger.name": "outputs.x" }],
    [
      '2023-03-23T15:09:32Z I! {"caller":"a/b.go:7","msg":"up"}',
      9,
      "up",
      { "code.file.path": "a/b.go", "code.line.number": 7 },
    ],
    ["2021-01-08 08:40:20 CRITICAL [f @ a.go.7] no", 21, "no", { "code.function.name": "f", "code.file.path": "a.go" }],
    [
      "2017-08-14 15:00:59 ERROR [codedeploy-agent(7)]: A::B: no",
      17,
      "no",
      { "logger.name": "A::B", "process.pid": 7 },
    ],
    [
      '2017-08-14 15:00:59 INFO  [codedeploy-agent(7)]: [Aws::C::Client 400 0.02 0 retries] poll("arn:aws:ec2:eu-west-1:1:instance/i-1b8cc9cc")',
      9,
      '[Aws::C::Client 400 0.02 0 retries] poll("arn:aws:ec2:eu-west-1:1:instance/i-1b8cc9cc")',
      { "http.response.status_code": 400 },
    ],
  ])("%j has severity %d and body %j", (text, number, body, attributes) => {
    const draft = normalized(agent, text);
    expect(draft.severity?.number).toBe(number);
    expect(draft.body).toBe(body);
    expect(said(draft)).toMatchObject(attributes);
  });

  it("keeps a time without zone, which is no instant", () => {
    const draft = normalized(agent, "2021-01-08 08:40:20 INFO [ssm-agent-worker] x");
    expect(draft.time).toBeUndefined();
    expect(draft.payload["time"]).toBe("2021-01-08 08:40:20");
  });

  it.each([
    ["amazon-cloudwatch-agent.log", "amazon-cloudwatch-agent"],
    ["i-1b8cc9cc/amazon-ssm-agent.log", "amazon-ssm-agent"],
    ["codedeploy-agent-log.txt", "codedeploy-agent"],
    ["cloudwatch-agent-x_amazon-cloudwatch_agent", undefined],
  ])("of stream %j that has another form is the service's %s", (stream, service) => {
    expect(normalized(agent, "anything else", stream).resource["service.name"]).toBe(service);
  });

  it.each([
    ["\tstatus code: 400, request id: x", true],
    ["/opt/codedeploy-agent/lib/x.rb:76:in `<class:X>'", true],
    ["2017-08-14 15:00:59 INFO  [codedeploy-agent(7)]: x", false],
    ["[2024-01-01 10:00:00.123] [d-8T4XQZ1AB]x", false],
  ])("continues with %j: %s", (text, continued) => {
    const begun = "2017-08-14 15:00:59 ERROR [codedeploy-agent(7)]: boom";
    expect(agent.continues?.(text, begun, begun)).toBe(continued);
  });
});

describe("cloud-init's line", () => {
  it.each([
    ["Command: ['x']", true],
    ["Traceback (most recent call last):", true],
    ['  File "x", line 1', true],
    ["RuntimeError: no", true],
    ["2020-01-01 00:00:00,123 - util.py[DEBUG]: next", false],
    ["Cloud-init v. 24.4 running 'init' at Mon, 23 Nov 2026 08:58:07 +0000. Up 6 seconds.", false],
    ["what a script prints", false],
  ])("continues with %j: %s", (text, continued) => {
    const begun = "2020-01-01 00:00:00,123 - subp.py[DEBUG]: Unexpected error while running command.";
    expect(cloudInit.continues?.(text, begun, begun)).toBe(continued);
  });

  it("behind syslog has its time and host", () => {
    const draft = normalized(cloudInit, "Nov 23 08:59:59 web-1 [CLOUDINIT] util.py[DEBUG]: x");
    expect(draft.time).toBe("2026-11-23T08:59:59Z");
    expect(draft.yearAssumed).toBe(true);
    expect(draft.resource["host.name"]).toBe("web-1");
  });
});

describe("an audit record", () => {
  const record = (type: string, rest: string): Draft<string> =>
    normalized(auditd, `type=${type} msg=audit(1364481363.243:24287): ${rest}`);

  it("has the time and the number of its event", () => {
    const draft = record("SYSCALL", "syscall=2");
    expect(draft.time).toBe("2013-03-28T14:36:03.243Z");
    expect(said(draft)).toMatchObject({ "auditd.type": "SYSCALL", "auditd.sequence": 24287, "auditd.syscall": "2" });
    expect(draft.severity).toBeUndefined();
  });

  it.each([
    ["USER_LOGIN", "msg='op=login acct=\"root\" res=failed'", "failure"],
    ["SYSCALL", "success=yes", "success"],
    ["LOGIN", "res=1", "success"],
    ["LOGIN", "res=0", "failure"],
    ["AVC", "avc:  denied  { read } for  pid=1", "failure"],
    ["AVC", "avc:  granted  { read } for  pid=1", "success"],
    ["CWD", 'cwd="/"', undefined],
  ])("%s %s ended in %s", (type, rest, outcome) => {
    expect(record(type, rest).attributes["event.outcome"]).toBe(outcome);
  });

  it.each([
    ["SYSCALL", "uid=1000 auid=1000", undefined, "1000"],
    ["SYSCALL", 'uid=0\u001dUID="root"', "root", "0"],
    ["SYSCALL", "uid=vagrant", "vagrant", undefined],
    ["USER_AUTH", "uid=0 msg='acct=\"alice\"'", "alice", undefined],
    ["USER_AUTH", "uid=0 msg='acct=\"?\"'", undefined, undefined],
    ["USER_LOGIN", 'uid=0 msg=\'op=login id=1000\'\u001dUID="root" ID="alice"', "alice", "1000"],
  ])("%s %s is about user %s with id %s", (type, rest, name, id) => {
    const { attributes } = record(type, rest);
    expect(attributes["user.name"]).toBe(name);
    expect(attributes["user.id"]).toBe(id);
  });

  it.each([
    ["PROCTITLE", "proctitle=636174002F6574632F736861646F77", "cat /etc/shadow"],
    ["PROCTITLE", 'proctitle="bash"', "bash"],
    ["EXECVE", 'argc=2 a0="sh" a1=2D63', "sh -c"],
    ["USER_CMD", "msg='cwd=\"/\" cmd=6964'", "id"],
    ["SYSCALL", 'a0=41 comm="cat" exe="/bin/cat"', "/bin/cat"],
    ["CWD", 'cwd="/"', undefined],
  ])("%s %s is of the command %s", (type, rest, command) => {
    expect(record(type, rest).attributes["process.command"]).toBe(command);
  });
});

describe("a W3C entry", () => {
  it.each([
    [200, 9],
    [404, 13],
    [503, 17],
  ])("with status %d has severity %d", (status, number) => {
    const draft = normalized(iis, `2026-11-23 09:00:01 10.0.2.15 GET /a b=1 80 - 203.0.113.20 a+b - ${status} 0 0 46`);
    expect(draft.severity?.number).toBe(number);
    expect(draft.body).toBe(`GET /a ${status}`);
    expect(draft.time).toBe("2026-11-23T09:00:01Z");
    expect(draft.attributes["user_agent.original"]).toBe("a b");
  });

  it("goes by the directive that came with it", () => {
    const draft = normalized(
      iis,
      "#Fields: date time cs-method cs-uri-stem sc-status x-edge\r\n2026-11-23 09:00:01 GET /a 200 LHR",
    );
    expect(said(draft)).toMatchObject({
      "http.request.method": "GET",
      "url.path": "/a",
      "http.response.status_code": 200,
    });
    expect(draft.payload["x-edge"]).toBe("LHR");
  });

  it("of the firewall is in local time", () => {
    const draft = normalized(
      iis,
      "2026-11-23 09:05:07 DROP UDP 10.0.2.200 10.0.2.255 137 137 78 - - - - - - - RECEIVE",
    );
    expect(draft.time).toBeUndefined();
    expect(draft.payload["time"]).toBe("2026-11-23 09:05:07");
    expect(said(draft)).toMatchObject({
      "source.address": "10.0.2.200",
      "destination.port": 137,
      "network.transport": "udp",
    });
  });
});
