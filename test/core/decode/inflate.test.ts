import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { foreignCompression, inflate, isGzip } from "../../../shared/core/decode/inflate.ts";

const CAP = 1024 * 1024;

/** What was inflated, or the reason why not. */
function outcome(bytes: Uint8Array, cap = CAP): string {
  const inflated = inflate(bytes, cap);
  return inflated.ok ? inflated.value.toString("utf8") : inflated.failure.reason;
}

describe("inflate", () => {
  it("joins all members", () => {
    expect(outcome(Buffer.concat([gzipSync("one"), gzipSync(""), gzipSync(" two")]))).toBe("one two");
  });

  it("takes exactly as much as the cap, and not a byte more", () => {
    expect(outcome(gzipSync("x".repeat(CAP)))).toHaveLength(CAP);
    expect(outcome(gzipSync("x".repeat(CAP + 1)))).toBe("gzip_too_large");
  });

  it("stops a bomb, also one of many members", () => {
    expect(outcome(gzipSync(Buffer.alloc(100 * CAP)))).toBe("gzip_too_large");
    const member = gzipSync(Buffer.alloc(CAP / 4));
    expect(outcome(Buffer.concat(Array.from({ length: 40 }, () => member)))).toBe("gzip_too_large");
  });

  const whole = gzipSync("a log line, and another one");
  it.each([
    ["only the magic bytes", Buffer.from([0x1f, 0x8b])],
    ["half of it", whole.subarray(0, whole.length / 2)],
    ["without the trailer", whole.subarray(0, -8)],
    ["a wrong checksum", changed(whole, whole.length - 8)],
    ["a wrong length", changed(whole, whole.length - 1)],
    ["an unknown method", changed(whole, 2)],
    ["a changed body", changed(whole, 14)],
    ["a second member that is cut", Buffer.concat([whole, whole.subarray(0, 15)])],
  ])("gives up on %s", (_, bytes) => {
    expect(outcome(bytes)).toBe("gzip_corrupt");
  });

  it("says how many bytes it was given, not what was in them", () => {
    const inflated = inflate(whole.subarray(0, 20), CAP);
    expect(inflated).toEqual({ ok: false, failure: { reason: "gzip_corrupt", detail: "Z_BUF_ERROR in 20 bytes" } });
  });

  it("ignores the zeros that pad a member", () => {
    expect(outcome(Buffer.concat([whole, Buffer.alloc(512)]))).toBe("a log line, and another one");
  });

  // What follows a member holds log events like everything else: it must not vanish uncounted.
  it.each([
    ["a member whose first byte is damaged", Buffer.concat([whole, changed(whole, 0)])],
    ["plain text", Buffer.concat([whole, Buffer.from('{"level":"error"}')])],
    ["a member after padding", Buffer.concat([whole, Buffer.alloc(4), whole])],
  ])("does not drop %s behind a sound member", (_, bytes) => {
    expect(outcome(bytes)).toBe("gzip_corrupt");
  });
});

describe("isGzip and foreignCompression", () => {
  it.each([
    ["gzip", gzipSync("x"), true, undefined],
    ["zstd", Buffer.from("28b52ffd2001000078", "hex"), false, "zstd"],
    ["framed snappy", Buffer.from("ff060000734e6150705901", "hex"), false, "snappy"],
    ["zlib", deflateSync("x"), false, undefined],
    ["JSON", Buffer.from("{}"), false, undefined],
    ["text", Buffer.from("(µ/ý"), false, undefined],
    ["one byte", Buffer.from([0x1f]), false, undefined],
    ["nothing", Buffer.alloc(0), false, undefined],
  ])("knows %s", (_, bytes, gzip, foreign) => {
    expect([isGzip(bytes), foreignCompression(bytes)]).toEqual([gzip, foreign]);
  });
});

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 0xff, at);
  return copy;
}
