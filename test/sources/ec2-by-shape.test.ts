import { describe, expect, it } from "vitest";
import { rankSources } from "../../shared/core/detect.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { newLine } from "../../shared/sources/source.ts";
import { originOf } from "./drafts.ts";

const XMLNS = "http://schemas.microsoft.com/win/2004/08/events/event";

/** Lines in a group and a stream that say nothing. */
const lines: [source: string, line: string][] = [
  ["ec2.windows", `<Event xmlns='${XMLNS}'><System><EventID>1</EventID></System></Event>`],
  ["ec2.windows", `<Event xmlns="${XMLNS}">\n  <System>\n  </System>\n</Event>`],
  ["ec2.windows", "[Application] [ERROR] [1000] [Application Error] [WEB1] [Faulting application]"],
  [
    "ec2.windows",
    '{"ProviderName":"ESENT","EventID":326,"Level":4,"Channel":"Application","Computer":"WEB1","Message":"x"}',
  ],
  [
    "ec2.windows",
    '{"RecordNumber":1,"EventID":7036,"EventType":"Information","Channel":"System","SourceName":"SCM","ComputerName":"WEB1","Message":"x"}',
  ],
  ["ec2.iis", "#Fields: date time s-ip cs-method"],
  ["ec2.iis", "2018-01-01 08:09:10 127.0.0.1 GET / q=100 80 - 81.2.69.143 Mozilla/5.0 - 200 0 0 123"],
  ["ec2.auditd", 'type=PROCTITLE msg=audit(1451781471.394:194438): proctitle="bash"'],
  ["ec2.auditd", 'node=a type=CWD msg=audit(1451781471.394:194438): cwd="/"'],
  ["ec2.cloud-init", "2020-01-01 00:00:00,123 - util.py[DEBUG]: x"],
  ["ec2.agent", "2023-03-23T15:09:32Z I! [logagent] starting"],
  ["ec2.agent", "2021-01-08 08:40:20 INFO [ssm-agent-worker] [HealthCheck] x"],
  ["ec2.agent", "2017-08-14 15:00:59 INFO  [codedeploy-agent(13242)]: x"],
  ["ec2.journald", '{"MESSAGE":"x","PRIORITY":"6","_SYSTEMD_UNIT":"a.service"}'],
  ["ec2.journald", '{"MESSAGE":"x","_BOOT_ID":"1","az":"eu-west-1a","ec2_instance_id":"i-1b8cc9cc"}'],
  ["ec2.syslog-json", '{"host":"a","ident":"sshd","pid":"1","message":"x","tag":"syslog.auth.info"}'],
  [
    "ec2.syslog-json",
    '{"@timestamp":"2026-11-23T08:58:18Z","host":"vm","severity":"INFO","facility":"cron","syslog-tag":"cron[1]:","message":" x"}',
  ],
  ["ec2.syslog-json", '{"PROGRAM":"crond","PRIORITY":"err","MESSAGE":"x","HOST":"web"}'],
  ["ec2.fluent-bit", '{"log":"x","az":"eu-west-1a","ec2_instance_id":"i-0a1b2c3d4e5f60718"}'],
];

describe("lines of EC2 where neither group nor stream tells", () => {
  it.each(lines)("go to %s by their shape: %j", (source, text) => {
    const [first, second] = rankSources(
      newLine(text, 0),
      originOf({ logGroup: "somewhere", logStream: "something" }),
      SOURCES,
    );
    expect(first?.source.name).toBe(source);
    expect(second?.score ?? 0).toBeLessThan(first?.score ?? 0);
  });

  it.each([
    ["XML of something else", "<Events><Event/></Events>"],
    ["an HTML tag", "<EventList>"],
    ["a comment", "# Date: yesterday"],
    ["a cry", "E! what now"],
    ["an application's event id", '{"EventID":7,"Channel":"mail"}'],
    ["an application's message", '{"MESSAGE":"x"}'],
    ["a zone that is none", '{"az":"somewhere","log":"x"}'],
    ["a container's record", '{"log":"x","az":"eu-west-1a","kubernetes":{"pod_name":"a"}}'],
    ["logfmt with a type", "type=SYSCALL msg=hello"],
  ])("do not take %s", (_, text) => {
    const [first] = rankSources(newLine(text, 0), originOf({ logGroup: "somewhere", logStream: "something" }), SOURCES);
    expect(lines.map(([source]) => source)).not.toContain(first?.source.name);
  });
});
