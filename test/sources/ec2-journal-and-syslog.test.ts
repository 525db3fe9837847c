import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import journald from "../../shared/sources/ec2.journald/index.ts";
import syslogJson from "../../shared/sources/ec2.syslog-json/index.ts";
import { newLine, type Source } from "../../shared/sources/source.ts";
import { originOf } from "./drafts.ts";

function normalized(source: Source, record: object): Draft<string> {
  const text = JSON.stringify(record);
  const draft = newDraft(text);
  source.normalize(newLine(text, Date.UTC(2026, 10, 23, 9)), draft, originOf({}));
  return draft;
}

describe("a journal entry", () => {
  const entry = {
    MESSAGE: "hello",
    PRIORITY: "6",
    _SYSTEMD_UNIT: "a.service",
    __REALTIME_TIMESTAMP: "1795424400123456",
  };

  it.each([
    ["0", 21],
    ["3", 17],
    ["4", 13],
    ["5", 10],
    ["7", 5],
    [2, 18],
    ["8", undefined],
    ["err", undefined],
  ])("of priority %j has severity %s", (priority, number) => {
    const draft = normalized(journald, { ...entry, PRIORITY: priority });
    expect(draft.severity?.number).toBe(number);
    expect(draft.payload["PRIORITY"]).toBe(number === undefined ? priority : undefined);
  });

  it.each([
    ["when it was received", entry, "2026-11-23T09:00:00.123456Z"],
    [
      "when it was sent, where that is all",
      { MESSAGE: "x", _SOURCE_REALTIME_TIMESTAMP: "1795424400000001", _BOOT_ID: "1" },
      "2026-11-23T09:00:00.000001Z",
    ],
    [
      "what its message says",
      { ...entry, MESSAGE: 'time="2026-11-23T08:59:59Z" level=error msg=x' },
      "2026-11-23T08:59:59Z",
    ],
    ["nothing of its own", { MESSAGE: "x", _BOOT_ID: "1", __REALTIME_TIMESTAMP: "soon" }, undefined],
  ])("has the time %s", (_, record, time) => {
    expect(normalized(journald, record).time).toBe(time);
  });

  it.each([
    [
      "what a service printed has the level that it says",
      { ...entry, _TRANSPORT: "stdout", MESSAGE: "ERROR no disk" },
      17,
      "no disk",
    ],
    [
      "what was handed to syslog has its priority",
      { ...entry, _TRANSPORT: "syslog", MESSAGE: "ERROR no disk" },
      9,
      "ERROR no disk",
    ],
    [
      "the kernel's words are words",
      { ...entry, _TRANSPORT: "kernel", SYSLOG_IDENTIFIER: "kernel", MESSAGE: "ERROR no disk" },
      9,
      "ERROR no disk",
    ],
  ])("%s", (_, record, number, body) => {
    const draft = normalized(journald, record);
    expect(draft.severity?.number).toBe(number);
    expect(draft.body).toBe(body);
  });

  it("keeps each field, whatever its name and value", () => {
    const name = fc.stringMatching(/^_{0,2}[A-Z][A-Z0-9_]{0,12}$/);
    const value = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.nat(300),
      fc.constant(null),
      fc.array(fc.nat(255), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 8 }), (others) => {
        const record = { ...others, MESSAGE: "hello", _BOOT_ID: "1" };
        const draft = normalized(journald, record);
        const kept = JSON.stringify([draft.attributes, draft.resource, draft.payload, draft.body, draft.time]);
        for (const [key, said] of Object.entries(record)) {
          if (typeof said !== "string" || key === "PRIORITY") continue;
          expect(kept).toContain(JSON.stringify(said).slice(1, -1));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("means the journal's own field where a program writes one of the same name", () => {
    for (const record of [
      { ...entry, PID: "7", _PID: "8" },
      { ...entry, _PID: "8", PID: "7" },
    ]) {
      const draft = normalized(journald, record);
      expect(draft.attributes["process.pid"]).toBe(8);
      expect(draft.payload["PID"]).toBe("7");
    }
  });
});

describe("a syslog message in JSON", () => {
  const message = { host: "web", ident: "app", message: "hello" };

  it.each([
    [{ tag: "syslog.auth.info" }, 9, "auth"],
    [{ tag: "syslog.udp.local3.crit" }, 18, "local3"],
    [{ tag: "some.thing" }, undefined, undefined],
    [{ severity: "WARNING", facility: "daemon" }, 13, "daemon"],
    [{ severity: "3", facility: "10" }, 17, "authpriv"],
    [{ severity: 7 }, 5, undefined],
    [{ priority: "notice" }, 10, undefined],
    [{ pri: "86" }, 9, "authpriv"],
    [{ pri: "192" }, undefined, undefined],
    [{}, undefined, undefined],
  ])("%j has severity %s and facility %s", (parts, number, facility) => {
    const draft = normalized(syslogJson, { ...message, ...parts });
    expect(draft.severity?.number).toBe(number);
    expect(draft.attributes["syslog.facility"]).toBe(facility);
  });

  it.each([
    [{ "syslog-tag": "sshd[9243]:" }, "sshd", 9243],
    [{ "syslog-tag": "sudo:" }, "sudo", undefined],
    [{ syslogtag: "my app[7]" }, "my app", 7],
    [{ "syslog-tag": "a[b]c:" }, "a[b]c:", undefined],
    [{ programname: "cron", procid: "12", sysloghost: "w" }, "cron", 12],
  ])("%j names the program %j", (parts, program, pid) => {
    const draft = normalized(syslogJson, { host: "web", message: "hello", ...parts });
    expect(draft.attributes["syslog.app_name"]).toBe(program);
    expect(draft.attributes["process.pid"]).toBe(pid);
  });

  it.each([
    [{ time: "2026-11-23 08:59:05 +0000" }, "2026-11-23T08:59:05Z", false],
    [{ "@timestamp": "2026-11-23T08:59:05.123456+01:00" }, "2026-11-23T07:59:05.123456Z", false],
    [{ time: "Nov 23 08:59:05" }, "2026-11-23T08:59:05Z", true],
    [{ time: "just now" }, undefined, false],
  ])("%j is of %s", (parts, time, assumed) => {
    const draft = normalized(syslogJson, { ...message, ...parts });
    expect(draft.time).toBe(time);
    expect(draft.yearAssumed).toBe(assumed);
    expect(draft.payload["time"]).toBe(time === undefined ? "just now" : undefined);
  });

  it("keeps a member of the collector beside one of the message within", () => {
    const draft = normalized(syslogJson, { ...message, message: '{"msg":"x","tag":"inner"}', tag: "outer" });
    expect(draft.payload).toMatchObject({ tag: "inner", "collector.tag": "outer" });
  });
});
