import { describe, expect, it } from "vitest";
import { digest, documentId, streamHash } from "../../shared/core/identity.ts";
import { ORIGIN } from "./documents.ts";
import { eventId } from "./payloads.ts";

describe("digest", () => {
  it("is 128 bits in hex, always the same", () => {
    expect(digest("a", 1)).toMatch(/^[0-9a-f]{32}$/);
    expect(digest("a", 1)).toBe(digest("a", 1));
  });

  it.each([
    [
      ["ab", "c"],
      ["a", "bc"],
    ],
    [["a"], ["a", ""]],
    [
      ["a", "b"],
      ["b", "a"],
    ],
    [["1:a"], ["1", "a"]],
  ])("keeps %j and %j apart", (one, other) => {
    expect(digest(...one)).not.toBe(digest(...other));
  });

  it("takes bytes for bytes", () => {
    expect(digest(Buffer.from("é"))).toBe(digest("é"));
    expect(digest(Buffer.from([0xff]))).not.toBe(digest(Buffer.from([0xfe])));
  });
});

describe("the id of a document", () => {
  it("holds the event id and what keeps streams apart", () => {
    expect(documentId(eventId(7), streamHash(ORIGIN))).toMatch(/^382\d{53}-[0-9a-f]{8}$/);
  });

  it("differs by account, log group and stream, and by nothing else", () => {
    const others = [{ account: "2" }, { logGroup: "g" }, { logStream: "s" }].map((more) =>
      streamHash({ ...ORIGIN, ...more }),
    );
    expect(new Set([streamHash(ORIGIN), ...others]).size).toBe(4);
    expect(streamHash({ ...ORIGIN, region: "us-east-1", platform: "ecs", deliveryStream: "d" })).toBe(
      streamHash(ORIGIN),
    );
  });

  // A payload may come from anybody who can write to the stream, and one bad id makes OpenSearch refuse the whole request.
  it.each([
    ["longer than OpenSearch takes", "x".repeat(600)],
    ["longer in bytes than OpenSearch takes", "€".repeat(200)],
    ["with a lone surrogate", "a\ud800"],
  ])("is fit for OpenSearch even where the event id is %s", (_, id) => {
    const made = documentId(id, streamHash(ORIGIN));
    expect(Buffer.byteLength(made)).toBeLessThanOrEqual(512);
    expect(made.isWellFormed()).toBe(true);
    expect(made).not.toBe(documentId(`${id}x`, streamHash(ORIGIN)));
  });
});
