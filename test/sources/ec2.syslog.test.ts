import { describe, expect, it } from "vitest";
import { newDraft } from "../../shared/schema/draft.ts";
import syslog from "../../shared/sources/ec2.syslog/index.ts";
import { newLine, type Origin } from "../../shared/sources/source.ts";
import { originOf, said } from "./drafts.ts";

const LINE = "Nov 23 08:58:19 vm sshd[9248]: Server listening on 0.0.0.0 port 22.";

function scoreOf(text: string, origin: Partial<Origin>): number {
  const claim = syslog.detect(originOf(origin));
  return typeof claim === "function" ? claim(newLine(text, 0)) : claim;
}

describe("the claim of ec2.syslog", () => {
  it.each([
    [{ logGroup: "/var/log/messages" }, 0.9],
    [{ logGroup: "secure", logStream: "i-0123456789abcdef0" }, 0.9],
    [{ logGroup: "my-app/auth.log" }, 0.9],
    [{ logGroup: "hosts", logStream: "i-0a1b2c3d/syslog" }, 0.9],
    [{ logGroup: "/aws/ec2/web" }, 0.8],
    [{ logGroup: "hosts", logStream: "i-0a1b2c3d" }, 0.8],
    [{ logGroup: "hosts", platform: "ec2" as const }, 0.8],
    [{ logGroup: "hosts", logStream: "vm" }, 0.3],
  ])("on a syslog line from %j is %d", (origin, score) => {
    expect(scoreOf(LINE, origin)).toBe(score);
  });

  it.each(["", "plain words", '{"a":1}', "2026-11-23T08:58:19Z INFO started", "May the force be with you"])(
    "on %j is none, wherever it comes from",
    (text) => {
      expect(scoreOf(text, { logGroup: "/var/log/messages" })).toBe(0);
    },
  );
});

describe("ec2.syslog", () => {
  it.each([
    ["Dec 31 23:59:58 vm app: x", Date.UTC(2027, 0, 1, 0, 0, 1), "2026-12-31T23:59:58Z"],
    ["Jan  1 00:00:01 vm app: x", Date.UTC(2026, 11, 31, 23, 59, 59), "2027-01-01T00:00:01Z"],
    ["2026-11-23T09:58:18.205600+01:00 vm app[1]: x", 0, "2026-11-23T08:58:18.205600Z"],
    ["<13>1 - vm app - - - x", 0, undefined],
  ])("tells the time of %s", (text, carrierTime, time) => {
    const draft = newDraft(text);
    syslog.normalize(newLine(text, carrierTime), draft, originOf({}));
    expect(draft.time).toBe(time);
  });

  it("takes the severity from the priority alone", () => {
    const severities = ["<11>Nov 23 08:58:19 vm app: error: x", "Nov 23 08:58:19 vm app: error: x"].map((text) => {
      const draft = newDraft(text);
      syslog.normalize(newLine(text, 0), draft, originOf({}));
      return draft.severity?.number;
    });
    expect(severities).toEqual([17, undefined]);
  });

  it("keeps a process that is no number", () => {
    const text = "<13>1 2026-11-23T08:58:18Z vm app worker-7 ID1 - x";
    const draft = newDraft(text);
    syslog.normalize(newLine(text, 0), draft, originOf({}));
    expect(said(draft)).toMatchObject({ "syslog.app_name": "app", "syslog.msgid": "ID1" });
    expect({ ...draft.payload }).toEqual({ procid: "worker-7" });
  });
});
