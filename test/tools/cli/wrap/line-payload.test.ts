import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAwslogsEvent } from "../../../../shared/core/decode/awslogs-event.ts";
import { newLineWrapper } from "../../../../tools/cli/wrap/line-payload.ts";

const origin = { logGroup: "/a/\u201cgroup\u201d", logStream: "stream" };
const MEGABYTE = 1_000_000;

function decoded(payload: Buffer | undefined) {
  const event = { awslogs: { data: gzipSync(payload ?? "").toString("base64") } };
  return decodeAwslogsEvent(
    event,
    { carrier: "cloudwatch", region: "", deliveryStream: "", arrivedAt: 0 },
    64 * 1024 * 1024,
  );
}

describe("newLineWrapper", () => {
  it("hands the decoder the very bytes of each line", () => {
    const line = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10)));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const wrapper = newLineWrapper(origin);
        lines.forEach((bytes, number) => wrapper.add(bytes, 1000 + number));
        const { batches, failures } = decoded(wrapper.take());
        expect(failures).toEqual([]);
        expect(batches[0]?.origin).toMatchObject({ ...origin, account: "" });
        const events = batches[0]?.events ?? [];
        expect(events.map(({ message, bytes }) => bytes ?? Buffer.from(message))).toEqual(lines);
        expect(events.map(({ timestamp }) => timestamp)).toEqual(lines.map((_, number) => 1000 + number));
        expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted());
      }),
    );
  });

  it("takes nothing when there is nothing", () => {
    const wrapper = newLineWrapper(origin);
    expect(wrapper.take()).toBeUndefined();
    wrapper.add(Buffer.from("a"), 0);
    expect(wrapper.take()).toBeDefined();
    expect(wrapper.take()).toBeUndefined();
  });

  it("numbers lines on from one payload to the next", () => {
    const wrapper = newLineWrapper(origin);
    const idOf = () => {
      wrapper.add(Buffer.from("same"), 0);
      return decoded(wrapper.take()).batches[0]?.events[0]?.id;
    };
    expect(idOf()).not.toBe(idOf());
  });

  it("is full at about 10 MB, but not before a line that continues the one before it", () => {
    const wrapper = newLineWrapper(origin);
    const long = Buffer.alloc(MEGABYTE, "x");
    for (let count = 0; count < 10; count++) {
      expect(wrapper.isFullBefore(long)).toBe(false);
      wrapper.add(long, 0);
    }
    expect(wrapper.isFullBefore(Buffer.from("next"))).toBe(true);
    expect(wrapper.isFullBefore(Buffer.from("\tat com.example.Main"))).toBe(false);
    expect(wrapper.isFullBefore(Buffer.from(" continued"))).toBe(false);
    wrapper.take();
    expect(wrapper.isFullBefore(Buffer.from("next"))).toBe(false);
  });

  it("is full at last, whatever continues", () => {
    const wrapper = newLineWrapper(origin);
    for (let count = 0; count < 20; count++) wrapper.add(Buffer.alloc(MEGABYTE, " "), 0);
    expect(wrapper.isFullBefore(Buffer.from(" continued"))).toBe(true);
  });
});
