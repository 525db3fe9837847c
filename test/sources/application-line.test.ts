import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { continuesApplication } from "../../shared/sources/application-line.ts";
import { anyText } from "../formats/damaged-lines.ts";
import { draftOf, said } from "./drafts.ts";

describe("fillFromApplicationLine", () => {
  it.each([
    ['{"level":"warn","msg":"slow","n":1}', 13, "slow", { n: 1 }],
    ['time="2026-08-09T02:57:08Z" level=error msg="no route" id=7', 17, "no route", { id: "7" }],
    ['I0809 02:57:08.635992       1 main.go:42] "order stored" id=7', 9, "order stored", { id: "7" }],
    ["2026-08-09 02:57:08,635 [main] WARN  c.e.App - slow", 13, "slow", { time: "2026-08-09 02:57:08,635" }],
    ['{"level":"INFO","message":"a"} and more', undefined, '{"level":"INFO","message":"a"} and more', {}],
    ["plain words", undefined, "plain words", {}],
    ["[1,2]", undefined, "[1,2]", {}],
    ["panic: no\n\ngoroutine 1 [running]:\nmain.main()", 21, "panic: no", {}],
    ["SIGTERM received, leaving", undefined, "SIGTERM received, leaving", {}],
    ["thread 'main' panicked at src/main.rs:2:5:\nno", 17, "thread 'main' panicked at src/main.rs:2:5:\nno", {}],
    ["", undefined, "", {}],
  ])("%s", (text, severity, body, payload) => {
    const draft = draftOf(text);
    expect(draft.severity?.number).toBe(severity);
    expect(draft.body).toBe(body);
    expect({ ...draft.payload }).toEqual(payload);
  });

  it("takes a time only where it is one instant", () => {
    expect(draftOf("2026-08-09T02:57:08.635+02:00 INFO x").time).toBe("2026-08-09T00:57:08.635Z");
    expect(draftOf('{"time":1786243028635,"msg":"x"}').time).toBe("2026-08-09T02:37:08.635Z");
    expect(draftOf('{"time":"2026-08-09 02:57:08","msg":"x"}')).toMatchObject({
      time: undefined,
      payload: { time: "2026-08-09 02:57:08" },
    });
    expect(draftOf("2026-08-09 02:57:08 INFO x")).toMatchObject({
      time: undefined,
      payload: { time: "2026-08-09 02:57:08" },
    });
  });

  it("reads JSON that was handed to a text logger, whose time goes over what the JSON says", () => {
    const draft = draftOf(
      '2026-08-09T02:57:08Z INFO {"level":"error","timestamp":"2020-01-01T00:00:00Z","msg":"failed"}',
    );
    expect(draft).toMatchObject({
      time: "2026-08-09T02:57:08Z",
      body: "failed",
      payload: { timestamp: "2020-01-01T00:00:00Z" },
    });
    expect(draft.severity?.number).toBe(17);
  });

  it("reads access lines with and without a level", () => {
    const plain = draftOf('10.0.3.1 - frank [09/Aug/2026:02:57:08 +0000] "GET /a?b=1 HTTP/1.1" 404 7');
    expect(plain.severity?.number).toBe(13);
    expect(said(plain)).toMatchObject({
      "http.request.method": "GET",
      "http.response.status_code": 404,
      "url.path": "/a",
      "url.query": "b=1",
      "client.address": "10.0.3.1",
      "user.name": "frank",
      "http.response.body.size": 7,
    });
    expect(draftOf('INFO:     10.0.3.1:53524 - "GET / HTTP/1.1" 500 Internal Server Error').severity?.number).toBe(9);
  });

  it("keeps a stack trace apart from the message", () => {
    const draft = draftOf(
      "2026-08-09T02:57:08Z ERROR order failed\njava.lang.IllegalStateException: no\n\tat a.b(C.java:1)",
    );
    expect(draft.body).toBe("order failed");
    expect(said(draft)).toEqual({
      "exception.type": "java.lang.IllegalStateException",
      "exception.message": "no",
      "exception.stacktrace": "java.lang.IllegalStateException: no\n\tat a.b(C.java:1)",
    });
  });

  it("reads what nginx and Apache add to an error", () => {
    const nginx = draftOf(
      '2026/08/09 02:57:08 [error] 1#1: *1 no, client: 10.0.3.1, server: web, request: "GET /x?y=1 HTTP/1.1", host: "a"',
    );
    expect(said(nginx)).toMatchObject({
      "client.address": "10.0.3.1",
      "server.address": "web",
      "url.path": "/x",
      "url.query": "y=1",
    });
    expect(
      said(draftOf("[Wed Oct 11 14:32:52 2000] [core:error] [pid 1] [client 72.15.99.187:1234] no")),
    ).toMatchObject({
      "client.address": "72.15.99.187",
      "client.port": 1234,
    });
  });

  it("is total, and gives the same twice", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const first = JSON.stringify(draftOf(text));
        return JSON.stringify(draftOf(text)) === first;
      }),
    );
  });
});

describe("continuesApplication", () => {
  const error = "2026-08-09 02:57:08.635 ERROR 1 --- [main] c.e.Orders : no order";

  it.each([
    ["\tat com.example.Orders.get(Orders.java:7)", "java.lang.Error: x", "java.lang.Error: x"],
    ["Caused by: java.io.IOException: closed", "java.lang.Error: x", "\tat a"],
    ["... 12 common frames omitted", "java.lang.Error: x", "Caused by: y"],
    ["java.lang.IllegalStateException: no order", error, error],
    ["    at Object.<anonymous> (/app/index.js:3:9)", "TypeError: x", "TypeError: x"],
    ['\u00a0\u00a0File "/var/task/app.py", line 3', "[ERROR] ValueError: x", "Traceback (most recent call last):"],
    ["Traceback (most recent call last):", error, error],
    ["ValueError: bad", "Traceback (most recent call last):", "    g()"],
    [
      "During handling of the above exception, another exception occurred:",
      "Traceback (most recent call last):",
      "ValueError: bad",
    ],
    [
      "      Now listening on: http://[::]:80",
      "info: Microsoft.Hosting.Lifetime[14]",
      "info: Microsoft.Hosting.Lifetime[14]",
    ],
    ["}", "{", '  "a": 1'],
    ["goroutine 1 [running]:", "panic: x", "panic: x"],
  ])("%j goes on", (text, begun, last) => {
    expect(continuesApplication(text, begun, last)).toBe(true);
  });

  it.each([
    ["ready", "starting", "starting"],
    ["java.lang.IllegalStateException: no order", "ready", "ready"],
    ["ValueError: bad", "ready", "ready"],
    ["Traceback (most recent call last):", "ready", "ready"],
    ["  indented", '{"level":"info"}', '{"level":"info"}'],
    [" INFO 2026 aligned", error, error],
    ["  2026-08-09 02:57:08 x", error, error],
    ["at noon", "x", "x"],
    ["", "x", "x"],
    ["goroutine 1 [running]:", "x", "x"],
  ])("%j begins a record", (text, begun, last) => {
    expect(continuesApplication(text, begun, last)).toBe(false);
  });
});
