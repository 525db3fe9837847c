import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  datadogSpanId,
  datadogTraceId,
  parseTraceparent,
  parseXRayHeader,
  traceIdsIn,
  w3cSpanId,
  w3cTraceId,
  xrayTraceId,
} from "../../shared/formats/trace-id.ts";

const TRACE = "5e61292ccc1229a4dfbeae1043928548";

describe("xrayTraceId", () => {
  it.each([
    ["1-5e61292c-cc1229a4dfbeae1043928548", TRACE],
    ["1-5E61292C-CC1229A4DFBEAE1043928548", TRACE],
    // AWS's documentation writes letters that are no hex digits.
    ["1-5e34a614-10bdxmplf1fb44f07bc535a1", undefined],
    ["2-5e61292c-cc1229a4dfbeae1043928548", undefined],
    ["", undefined],
  ])("of %s", (text, id) => {
    expect(xrayTraceId(text)).toBe(id);
  });

  it("keeps all digits", () => {
    const hex = (length: number): fc.Arbitrary<string> =>
      fc.string({
        unit: fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16)),
        minLength: length,
        maxLength: length,
      });
    fc.assert(fc.property(hex(8), hex(24), (time, rest) => xrayTraceId(`1-${time}-${rest}`) === `${time}${rest}`));
  });
});

describe("parseXRayHeader", () => {
  it.each([
    ["Root=1-5e61292c-cc1229a4dfbeae1043928548;Parent=c657b77d9514f70c;Sampled=1", "c657b77d9514f70c", true],
    [
      "Root=1-5e61292c-cc1229a4dfbeae1043928548;Parent=c657b77d9514f70c;Sampled=0;Lineage=a87bd80c:0",
      "c657b77d9514f70c",
      false,
    ],
    ["Sampled=?; Root=1-5e61292c-cc1229a4dfbeae1043928548", undefined, undefined],
  ])("reads %s", (text, spanId, sampled) => {
    expect(parseXRayHeader(text)).toEqual({
      root: "1-5e61292c-cc1229a4dfbeae1043928548",
      traceId: TRACE,
      spanId,
      sampled,
    });
  });

  it.each(["", "Parent=c657b77d9514f70c", "root", "x".repeat(2000)])("refuses %s", (text) => {
    expect(parseXRayHeader(text)).toBeUndefined();
  });
});

describe("W3C ids", () => {
  it("are lower case, of full length and not all zeros", () => {
    expect(w3cTraceId(TRACE.toUpperCase())).toBe(TRACE);
    expect(w3cTraceId("07a85e713f6302b2")).toBe("000000000000000007a85e713f6302b2");
    expect(w3cTraceId("0".repeat(32))).toBeUndefined();
    expect(w3cTraceId("abc")).toBeUndefined();
    expect(w3cSpanId("07A85E713F6302B2")).toBe("07a85e713f6302b2");
    expect(w3cSpanId("0".repeat(16))).toBeUndefined();
  });

  it("come out of a traceparent", () => {
    expect(parseTraceparent(`00-${TRACE}-07a85e713f6302b2-01`)).toEqual({ traceId: TRACE, spanId: "07a85e713f6302b2" });
    expect(parseTraceparent(`00-${"0".repeat(32)}-07a85e713f6302b2-01`)).toBeUndefined();
    expect(parseTraceparent("00-1-2-3")).toBeUndefined();
  });
});

describe("Datadog's ids", () => {
  it.each([
    ["3172564172058669914", "00000000000000002c07364e36b0335a"],
    ["18446744073709551615", "0000000000000000ffffffffffffffff"],
    ["18446744073709551616", undefined],
    ["0", undefined],
    [TRACE, TRACE],
  ])("make %s the trace id %s", (text, id) => {
    expect(datadogTraceId(text)).toBe(id);
  });

  it("fill up a span id", () => {
    expect(datadogSpanId("1")).toBe("0000000000000001");
    expect(datadogSpanId("07a85e713f6302b2")).toBe("07a85e713f6302b2");
  });
});

describe("traceIdsIn", () => {
  it.each([
    [
      "[dd.trace_id=6899143064054564168 dd.span_id=2927617725217152879] Request Headers undefined",
      { traceId: "00000000000000005fbeae1043928548", spanId: "28a0fccf55b49f6f" },
    ],
    [
      "[dd.service=a dd.env=b dd.version=1 dd.trace_id=1 dd.span_id=2] - x",
      { traceId: `${"0".repeat(31)}1`, spanId: `${"0".repeat(15)}2` },
    ],
    [`x trace_id=${TRACE} span_id=07a85e713f6302b2 y`, { traceId: TRACE, spanId: "07a85e713f6302b2" }],
    [`traceId: ${TRACE}`, { traceId: TRACE, spanId: undefined }],
    [
      "AWS-XRAY-TRACE-ID: 1-5e61292c-cc1229a4dfbeae1043928548@07a85e713f6302b2 - x",
      { traceId: TRACE, spanId: "07a85e713f6302b2" },
    ],
  ])("finds those of %s", (text, ids) => {
    expect(traceIdsIn(text)).toMatchObject(ids);
  });

  it.each(["[dd.trace_id=0 dd.span_id=0] x", "a trace of something", `trace_id=${"0".repeat(32)}`, ""])(
    "finds none in %s",
    (text) => {
      expect(traceIdsIn(text)).toBeUndefined();
    },
  );
});
