import { describe, expect, it } from "vitest";
import { beginJoined, bytesOfEvents, extendJoined, JOIN_LIMIT } from "../../shared/core/join.ts";
import { logEvent } from "./documents.ts";

describe("a joined record", () => {
  it("has the events and texts of its lines, in order", () => {
    const joined = beginJoined(logEvent("a\n", 1), "a");
    expect(extendJoined(joined, logEvent(" b", 2), " b")).toBe(true);
    expect(joined.texts).toEqual(["a", " b"]);
    expect(joined.events.map(({ message }) => message)).toEqual(["a\n", " b"]);
    expect(joined.first.message).toBe("a\n");
  });

  it("grows to 256 K characters with the line ends between its lines, not by one more", () => {
    const begin = () => beginJoined(logEvent("a"), "a");
    expect(extendJoined(begin(), logEvent(""), "x".repeat(JOIN_LIMIT - 2))).toBe(true);
    const refusing = begin();
    expect(extendJoined(refusing, logEvent(""), "x".repeat(JOIN_LIMIT - 1))).toBe(false);
    expect(refusing.events).toHaveLength(1);
  });

  it("may begin with a line that is longer than that, but nothing is added to it", () => {
    const joined = beginJoined(logEvent(""), "x".repeat(JOIN_LIMIT + 1));
    expect(extendJoined(joined, logEvent(""), "")).toBe(false);
  });
});

describe("bytesOfEvents", () => {
  it("joins the messages' bytes by line ends, with the raw bytes where there are some", () => {
    const bytes = Buffer.from([0xff]);
    expect(bytesOfEvents([logEvent("é"), logEvent("\ufffd", 1, { bytes }), logEvent("")])).toEqual(
      Buffer.concat([Buffer.from("é\n"), bytes, Buffer.from("\n")]),
    );
    expect(bytesOfEvents([])).toHaveLength(0);
  });
});
