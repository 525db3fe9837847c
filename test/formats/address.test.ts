import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitAddress } from "../../shared/formats/address.ts";
import { anyText } from "./damaged-lines.ts";

describe("splitAddress", () => {
  it.each<[string, string, number | undefined]>([
    ["10.0.0.1:59052", "10.0.0.1", 59_052],
    ["10.0.0.1", "10.0.0.1", undefined],
    ["[::1]:443", "::1", 443],
    ["[::1]", "::1", undefined],
    ["::1", "::1", undefined],
    ["fe80::1%eth0", "fe80::1%eth0", undefined],
    ["example.com:80", "example.com", 80],
    ["example.com", "example.com", undefined],
    ["localhost:0", "localhost", 0],
    ["localhost:65535", "localhost", 65_535],
    ["localhost:65536", "localhost:65536", undefined],
    ["localhost:", "localhost:", undefined],
    ["localhost:http", "localhost:http", undefined],
    ["[::1]:http", "::1", undefined],
    ["[::1]443", "::1", undefined],
    ["[::1", "[::1", undefined],
    ["", "", undefined],
    [":80", "", 80],
    ["2001:db8::1:443", "2001:db8::1:443", undefined],
  ])("of %j is %j and %d", (text, host, port) => {
    expect(splitAddress(text)).toEqual({ host, port });
  });

  it("takes apart what was put together", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.domain()), fc.integer({ min: 0, max: 65_535 }), (host, port) => {
        expect(splitAddress(`${host}:${port}`)).toEqual({ host, port });
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 65_535 }), (host, port) => {
        expect(splitAddress(`[${host}]:${port}`)).toEqual({ host, port });
      }),
    );
  });

  it("never throws, and never finds a port out of range", () => {
    fc.assert(fc.property(anyText, (text) => (splitAddress(text).port ?? 0) <= 65_535));
  });
});
