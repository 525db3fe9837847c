import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLevelText } from "../../shared/formats/level-text.ts";
import { anyText, damaged } from "./damaged-lines.ts";

/** Line, severity number, message, and whatever else the header says. */
const lines: [string, number, string, Record<string, unknown>][] = [
  [
    "2023-01-01 12:00:00,123 [main] INFO  c.e.Foo - message - ok",
    9,
    "message - ok",
    { thread: "main", logger: "c.e.Foo", localTime: "2023-01-01 12:00:00,123" },
  ],
  [
    "2023-01-01 12:00:00.123  WARN 1 --- [           main] c.e.App : msg",
    13,
    "msg",
    { pid: 1, thread: "main", logger: "c.e.App" },
  ],
  [
    "12:00:00.123 [main] DEBUG c.e.App - msg",
    5,
    "msg",
    { thread: "main", logger: "c.e.App", localTime: "12:00:00.123" },
  ],
  ["INFO  [2023-01-01 12:00:00,123] c.e.Logger: msg", 9, "msg", { logger: "c.e.Logger" }],
  ["[2023-01-01 12:00:00,123] ERROR message (kafka.server.KafkaServer)", 17, "message (kafka.server.KafkaServer)", {}],
  ["2023-01-01 12:00:00,123 - orders - INFO - a - b", 9, "a - b", { logger: "orders" }],
  ["2020-01-01 00:00:00,123 - util.py[DEBUG]: msg", 5, "msg", { logger: "util.py" }],
  [
    "2023-01-01 12:00:00.123 | INFO     | module:func:12 - message",
    9,
    "message",
    { logger: "module", function: "func", line: 12 },
  ],
  ["2023-03-23T15:09:32Z E! [outputs] msg", 17, "[outputs] msg", { time: "2023-03-23T15:09:32Z" }],
  [
    "2016-08-15T15:54:41Z [WARN] Invalid value for task cleanup duration",
    13,
    "Invalid value for task cleanup duration",
    { time: "2016-08-15T15:54:41Z" },
  ],
  ["2023/01/01 00:00:00 [error] 123#123: *1 open() failed", 17, "*1 open() failed", { pid: 123 }],
  [
    "[Wed Oct 11 14:32:52.123456 2000] [core:error] [pid 35708:tid 43] [client 1.2.3.4:5] no",
    17,
    "[client 1.2.3.4:5] no",
    { logger: "core", pid: 35_708 },
  ],
  ["[2023-01-01 12:00:00 +0000] [7] [INFO] Listening", 9, "Listening", { time: "2023-01-01T12:00:00Z", pid: 7 }],
  ["[2023-01-01 12:00:00,123: WARNING/MainProcess] busy", 13, "busy", { logger: "MainProcess" }],
  ["[2023-01-01T00:00:00Z INFO  crate::mod] msg", 9, "msg", { time: "2023-01-01T00:00:00Z", logger: "crate::mod" }],
  [
    "2023-01-01T00:00:00.123456Z  INFO crate::mod: msg k=v",
    9,
    "msg k=v",
    { logger: "crate::mod", time: "2023-01-01T00:00:00.123456Z" },
  ],
  [
    "2023-01-01T12:00:00.123Z\tINFO\tlogger\tfile.go:12\tmessage",
    9,
    "message",
    { logger: "logger", file: "file.go", line: 12 },
  ],
  ["2023-01-01T00:00:00.123456Z 0 [Warning] [MY-010068] [Server] CA", 13, "[MY-010068] [Server] CA", {}],
  ["2023-01-01 12:00:00.000 UTC [123] LOG:  ready", 9, "ready", { pid: 123, time: "2023-01-01T12:00:00.000Z" }],
  [
    "2020-08-31 08:52:39 6cc1f4f3-1234-xmpl-9abc-123456789abc INFO  Handler:32 - x",
    9,
    "x",
    { requestId: "6cc1f4f3-1234-xmpl-9abc-123456789abc", logger: "Handler", line: 32 },
  ],
  ["[2023/01/01 12:00:00] [ info] [engine] started", 9, "[engine] started", {}],
  ["[12:00:00 INF] Hello", 9, "Hello", { localTime: "12:00:00" }],
  ["2026-11-23 08:58:44.895874 W | pkg/fileutil: check", 13, "pkg/fileutil: check", {}],
  ["WARN: careful", 13, "careful", {}],
  ["error: foo", 17, "foo", {}],
  ["Error: Cannot find module 'x'", 17, "Error: Cannot find module 'x'", {}],
  ["ERROR java.lang.IllegalStateException: no", 17, "java.lang.IllegalStateException: no", {}],
  ["[error] no", 17, "no", {}],
  ["INFO", 9, "", {}],
  // The forms that have an expression of their own.
  ["INFO:root:message", 9, "message", { logger: "root" }],
  ["fail: Shop.Orders[0]\n      no order", 17, "no order", { logger: "Shop.Orders" }],
  ["crit: Shop.Orders[0]\n      no order", 21, "no order", {}],
  ["WARN[0042] starting key=val", 13, "starting key=val", {}],
  [
    "I, [2020-01-31T18:16:26.117541 #8]  INFO 5f7b9a7d-f3c6-4f36-9e27-7c7df1b3c0aa -- : ## ENV",
    9,
    "## ENV",
    { pid: 8, requestId: "5f7b9a7d-f3c6-4f36-9e27-7c7df1b3c0aa" },
  ],
  [
    "E, [2020-01-31T18:16:26.117541 #8] ERROR -- prog: x",
    17,
    "x",
    { logger: "prog", localTime: "2020-01-31T18:16:26.117541" },
  ],
  [
    "Jan 01, 2023 12:00:00 PM com.example.Foo bar\nSEVERE: message",
    17,
    "message",
    { logger: "com.example.Foo", function: "bar" },
  ],
  ["[Nest] 17  - 01/01/2023, 12:00:00 PM     LOG [Router] up", 9, "up", { logger: "Router", pid: 17, prefix: "Nest" }],
  ["[10-Nov-2023 23:00:00 UTC] PHP Warning:  x", 13, "x", { time: "2023-11-10T23:00:00Z" }],
  ["PHP Fatal error:  Uncaught Error: x", 21, "Uncaught Error: x", {}],
  ["npm ERR! code X", 17, "code X", {}],
  ["W! no time", 13, "no time", {}],
  ["DD_EXTENSION | DEBUG | hi", 5, "hi", { logger: "DD_EXTENSION" }],
  [
    "2023-01-01T12:00:00.123Z  INFO 1 --- [app] [main] c.e.App : msg",
    9,
    "msg",
    { service: "app", thread: "main", logger: "c.e.App", pid: 1 },
  ],
  ["LAMBDA_WARNING: Unhandled exception.", 13, "Unhandled exception.", {}],
];

describe("parseLevelText", () => {
  it.each(lines)("reads %s", (text, number, message, others) => {
    const parsed = parseLevelText(text);
    expect(parsed?.severity?.number).toBe(number);
    expect(parsed).toMatchObject({ message, ...others });
  });

  it("takes a time with zone alone, and leaves the rest as it is", () => {
    expect(parseLevelText("2023-01-01T00:00:00Z just a message")).toEqual({
      time: "2023-01-01T00:00:00Z",
      message: "just a message",
    });
    expect(parseLevelText("[2023-01-01T00:00:00Z] [x] y")).toEqual({ time: "2023-01-01T00:00:00Z", message: "[x] y" });
  });

  it.each([
    "",
    "plain text",
    "2023/11/10 23:00:00 Go's log package",
    "[main] starting",
    "CONFIG loaded",
    "FINE day",
    "Information about things",
    "info without a colon",
    "ERRORS: 3",
    "INFO=1",
    "A: b",
    "2026-11-23 08:58:44 I am here",
    '{"level":"info"}',
    "I0102 15:04:05.000000       1 main.go:1] klog",
  ])("takes %j for no levelled line", (text) => {
    expect(parseLevelText(text)).toBeUndefined();
  });

  it("does not take the words of a message for a logger", () => {
    expect(parseLevelText("2023-01-01 12:00:00 ERROR Timeout - retrying")?.message).toBe("Timeout - retrying");
    expect(parseLevelText('INFO:     127.0.0.1:1234 - "GET / HTTP/1.1" 200 OK')?.message).toBe(
      '127.0.0.1:1234 - "GET / HTTP/1.1" 200 OK',
    );
  });

  it("gives a message that ends the line, whatever has happened to it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged(lines.map(([line]) => line))), (text) => {
        const parsed = parseLevelText(text);
        return parsed === undefined || text.endsWith(parsed.message);
      }),
    );
  });
});
