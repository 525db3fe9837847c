import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft } from "../../shared/schema/draft.ts";
import type { JsonObject } from "../../shared/schema/draft.ts";
import { fillFromApplicationJson } from "../../shared/sources/application-json.ts";
import { draftOf, said } from "./drafts.ts";

const at = (line: unknown) => draftOf(JSON.stringify(line));

describe("the level", () => {
  it.each([
    [{ level: "info" }, 9],
    [{ level: "Information" }, 9],
    [{ severity: "WARNING" }, 13],
    [{ level: 50 }, 17],
    [{ level: "30" }, 9],
    [{ level: 550, message: "monolog" }, 19],
    [{ level: 3, short_message: "GELF" }, 17],
    [{ level: "ERROR+2" }, 19],
    [{ level: "DEBUG-4" }, 1],
    [{ log: { level: "warn" } }, 13],
    [{ "log.level": "warn" }, 13],
    [{ "@l": "Fatal" }, 21],
    [{ levelname: "CRITICAL" }, 21],
    [{ log_level: "ERROR" }, 17],
    [{ severityText: "WARN", severityNumber: 14 }, 14],
    [{ status: "debug" }, 5],
    [{ level: "info", status: "error" }, 9],
  ])("of %j is %d", (line, number) => {
    expect(at(line).severity?.number).toBe(number);
  });

  it.each([{ level: "UNDEFINED" }, { level: 7 }, { status: 503 }, { status: "shipped" }, { level: null }])(
    "of %j is none, and stays",
    (line) => {
      const draft = at(line);
      expect(draft.severity).toBeUndefined();
      expect({ ...draft.payload }).toEqual(line);
    },
  );
});

describe("the body", () => {
  it.each([
    [{ message: "a", event: "b" }, "a"],
    [{ event: "stored", level: "info" }, "stored"],
    [{ "@mt": "Order {Id}", "@m": "Order 7" }, "Order 7"],
    [{ fields: { message: "traced", id: 7 } }, "traced"],
    [{ message: { msg: "inner", id: 7 } }, "inner"],
    [{ message: { id: 7 } }, '{"id":7}'],
    [{ message: [1, "a"] }, '[1,"a"]'],
    [{ message: null }, "null"],
    [{ message: { errorType: "TypeError", errorMessage: "x" } }, "TypeError: x"],
    [{ errorType: "E", errorMessage: "x" }, "E: x"],
    [{ method: "GET", path: "/a", status: 503 }, "GET /a 503"],
    [{ requestID: "b5", info: { a: 1 } }, "requestID=b5"],
    [{ level: "info", time: "2026-08-09T02:57:08Z", n: 7 }, "n=7"],
    [{ traces: [[{}]] }, "{traces}"],
    [{}, "{}"],
  ])("of %j is %s", (line, body) => {
    expect(at(line).body).toBe(body);
  });
});

describe("the exception", () => {
  const trace = "TypeError: x\n    at foo (/a.js:1:2)";

  it.each([
    [{ errorType: "TypeError", errorMessage: "x", stackTrace: trace.split("\n") }, {}],
    [{ err: { type: "TypeError", message: "x", stack: trace, code: 7 } }, { err: { code: 7 } }],
    [{ error: { name: "TypeError", message: "x", stack: trace, location: "a" } }, { error: { location: "a" } }],
    [{ "error.type": "TypeError", "error.message": "x", "error.stack_trace": trace }, {}],
    [{ error: { kind: "TypeError", message: "x", stack: trace } }, {}],
    [{ exception: { type: "TypeError", message: "x", stacktrace: trace } }, {}],
    [{ stack_trace: trace }, {}],
    [{ exception: trace }, {}],
  ])("of %j", (line, payload) => {
    const draft = at({ message: "failed", ...line });
    expect(said(draft)).toEqual({
      "exception.type": "TypeError",
      "exception.message": "x",
      "exception.stacktrace": trace,
    });
    expect({ ...draft.payload }).toEqual(payload);
    expect(draft.severity?.number).toBe(17);
  });

  it("of mere text is the error's message, and no severity", () => {
    const draft = at({ msg: "retrying", error: "connection refused" });
    expect(said(draft)).toEqual({ "error.message": "connection refused" });
    expect(draft.severity).toBeUndefined();
  });

  it("of Go's Lambda library is made of its frames; frames of another form stay", () => {
    const frames = [{ path: "main.go", line: 7, label: "handle" }];
    expect(said(at({ errorType: "e", stackTrace: frames }))["exception.stacktrace"]).toBe("main.go:7 handle");
    expect(at({ stackTrace: [{ file: "a" }] }).payload["stackTrace"]).toEqual([{ file: "a" }]);
  });
});

describe("the request", () => {
  it.each([
    [
      { method: "GET", path: "/a", status: 200, latency_ms: 12.5 },
      { "http.response.status_code": 200, "http.server.request.duration_ms": 12.5 },
    ],
    [
      { req: { method: "GET", url: "/a?b", remoteAddress: "10.0.0.1" }, res: { statusCode: 200 } },
      { "url.query": "b", "client.address": "10.0.0.1" },
    ],
    [
      { request: "GET /a HTTP/1.1", status: "404", request_time: "0.005" },
      { "http.response.status_code": 404, "http.server.request.duration_ms": 5 },
    ],
    [
      { request: { method: "GET", uri: "/a", remote_ip: "10.0.0.1", proto: "HTTP/2.0" }, status: 200 },
      { "network.protocol.version": "2.0" },
    ],
    [
      { http: { request: { method: "GET" }, response: { status_code: 200 } }, url: { path: "/a" } },
      { "http.response.status_code": 200 },
    ],
    [
      { httpMethod: "GET", resourcePath: "/{id}", path: "/a", status: "200", sourceIp: "10.0.0.1" },
      { "http.route": "/{id}" },
    ],
  ])("of %j", (line, attributes) => {
    expect(said(at(line))).toMatchObject({ "http.request.method": "GET", "url.path": "/a", ...attributes });
  });

  it("is none without a method: the same words mean something else", () => {
    const line = { path: "/tmp/x", status: 7, size: 12, request: { id: 1, url: "/a" } };
    const draft = at(line);
    expect(said(draft)).toEqual({});
    expect(JSON.parse(JSON.stringify(draft.payload))).toEqual(line);
  });
});

describe("trace ids", () => {
  const traceId = "5e61292ccc1229a4dfbeae1043928548";

  it.each([
    { traceId, spanId: "07a85e713f6302b2" },
    { trace_id: traceId, span_id: "07a85e713f6302b2" },
    { "trace.id": traceId, "span.id": "07a85e713f6302b2" },
    { trace: { id: traceId }, span: { id: "07a85e713f6302b2" } },
    { "@tr": traceId, "@sp": "07a85e713f6302b2" },
    { traceparent: `00-${traceId}-07a85e713f6302b2-01` },
    { xray_trace_id: "Root=1-5e61292c-cc1229a4dfbeae1043928548;Parent=07a85e713f6302b2;Sampled=1" },
  ])("of %j", (line) => {
    expect(at({ message: "x", ...line })).toMatchObject({ traceId, spanId: "07a85e713f6302b2" });
  });

  it("of Datadog are converted, and kept as its users know them", () => {
    const draft = at({ message: "x", dd: { trace_id: "6899143064054564168", span_id: "1", service: "a" } });
    expect(draft).toMatchObject({ traceId: "00000000000000005fbeae1043928548", spanId: "0000000000000001" });
    expect(JSON.parse(JSON.stringify(draft.payload))).toEqual({
      dd: { trace_id: "6899143064054564168", span_id: "1" },
    });
    expect(draft.resource).toEqual({ "service.name": "a" });
  });

  it("that are none stay", () => {
    expect({ ...at({ message: "x", traceId: "abc" }).payload }).toEqual({ traceId: "abc" });
  });
});

describe("embedded metrics", () => {
  it("name their namespace and dimensions, and keep their values", () => {
    const line = {
      _aws: {
        Timestamp: 1786243028635,
        CloudWatchMetrics: [
          { Namespace: "Shop", Dimensions: [["stage"], ["stage", "fn"]], Metrics: [{ Name: "Sold" }] },
        ],
      },
      Sold: [1, 2],
      stage: "prod",
    };
    const draft = at(line);
    expect(draft).toMatchObject({ time: "2026-08-09T02:37:08.635Z", body: "Shop Sold=1,2" });
    expect(said(draft)).toEqual({ "metric.namespace": "Shop", "metric.dimensions": ["stage", "fn"] });
    expect({ ...draft.payload }).toEqual(line);
  });
});

describe("fillFromApplicationJson", () => {
  it("does not change the line, and takes any", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom("level", "message", "error", "req", "log", "_aws", "dd")),
          fc.jsonValue(),
        ),
        (line) => {
          const before = JSON.stringify(line);
          fillFromApplicationJson(line as JsonObject, newDraft(before));
          return JSON.stringify(line) === before;
        },
      ),
    );
  });

  it("asks the source first", () => {
    const draft = newDraft("");
    const own = new Map([["level", (): boolean => true]]);
    fillFromApplicationJson({ level: "error", message: "x" }, draft, own);
    expect(draft).toMatchObject({ severity: undefined, body: "x" });
  });
});
