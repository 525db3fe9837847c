import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventIds } from "../../../../tools/cli/wrap/event-id.ts";

const a = Buffer.from("a");

describe("eventIds", () => {
  it("are 56 digits that grow with the line number", () => {
    const idOf = eventIds("group", "stream");
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.uint8Array(), fc.uint8Array(), (one, other, oneText, otherText) => {
        const [first, second] = [idOf(one, Buffer.from(oneText)), idOf(other, Buffer.from(otherText))];
        expect(first).toMatch(/^3\d{55}$/);
        expect(one === other || first < second === one < other).toBe(true);
      }),
    );
  });

  it("follow from group, stream, line number and bytes, and from nothing else", () => {
    const id = eventIds("group", "stream")(7, a);
    expect(eventIds("group", "stream")(7, Buffer.from("a"))).toBe(id);
    const others = [
      eventIds("other", "stream")(7, a),
      eventIds("group", "other")(7, a),
      eventIds("group", "stream")(8, a),
      eventIds("group", "stream")(7, Buffer.from("b")),
    ];
    expect(new Set([id, ...others]).size).toBe(5);
  });
});
