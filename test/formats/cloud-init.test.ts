import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCloudInitLine, parseCloudInitStage } from "../../shared/formats/cloud-init.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const LINE = "2020-01-01 00:00:00,123 - util.py[DEBUG]: Read 12 bytes from /proc/uptime";

describe("parseCloudInitLine", () => {
  it.each([
    [
      LINE,
      {
        time: "2020-01-01T00:00:00.123Z",
        tag: undefined,
        file: "util.py",
        level: "DEBUG",
        message: "Read 12 bytes from /proc/uptime",
      },
    ],
    [
      "[CLOUDINIT] cc_ssh.py[ERROR]: no",
      { time: undefined, tag: "CLOUDINIT", file: "cc_ssh.py", level: "ERROR", message: "no" },
    ],
    [
      "2020-01-01T00:00:02+0100 [CLOUDINIT]stages.py[INFO]: x",
      { time: "2019-12-31T23:00:02Z", tag: "CLOUDINIT", file: "stages.py" },
    ],
    [
      "Feb  9 02:26:04 x1 [CLOUDINIT] util.py[DEBUG]: y",
      { prefix: "Feb  9 02:26:04 x1", file: "util.py", message: "y" },
    ],
    ["2026-11-23 08:58:09,120 - schema.py[DEPRECATED]: z\nmore", { level: "DEPRECATED", message: "z\nmore" }],
    ["2026-11-23 08:58:09,120 - util.py[DEBUG]:", { message: "" }],
  ])("parses %j", (line, parts) => {
    expect(parseCloudInitLine(line)).toMatchObject(parts);
  });

  it.each([
    "",
    "util.py[DEBUG]: nothing in front",
    "2020-01-01 00:00:00,123 - com.example.App[ERROR]: another logger",
    "2020-01-01 00:00:00,123 - util.py - DEBUG - Python's own form",
    "Feb  9 02:26:04 x1 sshd[1]: x",
    "[CLOUDINIT] words",
  ])("does not parse %j", (line) => {
    expect(parseCloudInitLine(line)).toBeUndefined();
  });

  it("takes any text, and gives back its message", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged([LINE])), (text) => {
        const line = parseCloudInitLine(text);
        expect(line === undefined || text.endsWith(line.message)).toBe(true);
      }),
    );
  });
});

describe("parseCloudInitStage", () => {
  it.each([
    [
      "start: init-local/check-cache: attempting to read from cache [check]",
      { event: "start", stage: "init-local/check-cache", outcome: undefined },
    ],
    ["finish: init-local: SUCCESS: searching", { event: "finish", stage: "init-local", outcome: "success" }],
    ["finish: modules-final/config-scripts-user: FAIL: running", { event: "finish", outcome: "failure" }],
    ["finish: modules-final: WARN: x", { event: "finish", outcome: undefined }],
    [
      "Cloud-init v. 24.4-0ubuntu1 running 'modules:final' at Mon, 23 Nov 2026 08:58:07 +0000. Up 6.95 seconds.",
      { event: "start", stage: "modules:final", version: "24.4-0ubuntu1", date: "Mon, 23 Nov 2026 08:58:07 +0000" },
    ],
    [
      "Cloud-init v. 19.4 finished at Wed, 01 Jan 2020 00:00:05 +0000. Datasource X.  Up 22 seconds",
      { event: "finish", stage: undefined },
    ],
  ])("reads %j", (message, stage) => {
    expect(parseCloudInitStage(message)).toMatchObject(stage);
  });

  it.each(["", "start: the engine", "finish:", "Cloud-init v. 1", "restart: a: b"])("finds none in %j", (message) => {
    expect(parseCloudInitStage(message)).toBeUndefined();
  });
});
