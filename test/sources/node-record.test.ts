import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft } from "../../shared/schema/draft.ts";
import { continuesNodeRecord, keepNodeMembers, unwrapNodeRecord } from "../../shared/sources/node-record.ts";
import { newLine } from "../../shared/sources/source.ts";
import { anyText } from "../formats/damaged-lines.ts";

const unwrap = (...records: object[]) =>
  unwrapNodeRecord(newLine(records.map((record) => JSON.stringify(record)).join("\n"), 0));

describe("unwrapNodeRecord", () => {
  it.each([
    [
      { hostname: "n", message: "hello\n" },
      { message: "hello", rest: { hostname: "n" } },
    ],
    [
      { log: "[ 0.0] Linux", az: "a" },
      { message: "[ 0.0] Linux", rest: { az: "a" } },
    ],
    [
      { log: "x\n", stream: "stderr", time: "2026-11-23T09:14:01.5Z", _p: "F", az: "a" },
      { message: "x", time: "2026-11-23T09:14:01.5Z", iostream: "stderr", rest: { az: "a" } },
    ],
    [
      { log: "", stream: "stdout", _p: "F" },
      { message: "", iostream: "stdout", rest: {} },
    ],
    [
      { log: "x", stream: "stdout", _p: "P" },
      { message: "x", iostream: "stdout", partial: true, rest: {} },
    ],
    [
      { message: "a", log: "b" },
      { message: "a", rest: { log: "b" } },
    ],
  ])("%j", (record, expected) => {
    expect(unwrap(record)).toEqual({ time: undefined, iostream: undefined, partial: false, ...expected });
  });

  it.each([[{ message: 1 }], [{ log: { a: 1 } }], [{}]])("is not one: %j", (record) => {
    expect(unwrap(record)).toBeUndefined();
  });

  it("puts the lines of a joined record together, and keeps what differs", () => {
    const first = { log: "panic: it fell", stream: "stderr", time: "2026-11-23T09:14:01Z", _p: "F", az: "a" };
    expect(unwrap(first, { ...first, log: "goroutine 1:" })).toMatchObject({
      message: "panic: it fell\ngoroutine 1:",
      rest: { az: "a" },
    });
    expect(unwrap(first, { ...first, log: "goroutine 1:", time: "2026-11-23T09:14:02Z", az: "b" })?.rest).toEqual({
      az: "a",
      joined: [{ time: "2026-11-23T09:14:02Z", az: "b" }],
    });
  });

  it("puts the pieces of a split line together without a line end", () => {
    const piece = { stream: "stderr", time: "2026-11-23T09:14:01Z", _p: "P" };
    expect(unwrap({ ...piece, log: "one " }, { ...piece, log: "line", _p: "F" })).toMatchObject({
      message: "one line",
      partial: false,
    });
  });

  it("takes any text", () => {
    fc.assert(fc.property(anyText, (text) => void unwrapNodeRecord(newLine(`{"log":${text}}\n{"log":"x"}`, 0))));
  });
});

it("keeps the members that mean nothing known beside those of the message", () => {
  const draft = newDraft("");
  draft.payload["zone"] = "the message's";
  keepNodeMembers(
    {
      message: "",
      time: undefined,
      iostream: "stderr",
      partial: true,
      rest: { az: "eu-west-1a", zone: "z", extra: 1 },
    },
    draft,
  );
  expect(draft.resource).toEqual({ "cloud.availability_zone": "eu-west-1a" });
  expect(draft.attributes).toEqual({ "log.iostream": "stderr" });
  expect(draft.payload).toEqual({ zone: "the message's", "collector.zone": "z", extra: 1, partial: true });
  expect(draft.notes).toEqual(["partial"]);
});

describe("continuesNodeRecord", () => {
  const record = (message: string, rest: object = {}): string =>
    JSON.stringify({ host: "h", ident: "kubelet", pid: "1", message, ...rest });
  const dump = record("panic: it fell");

  it.each([
    [record("goroutine 1 [running]:"), dump, true],
    [record("\tmain.go:1 +0x1"), dump, true],
    [record(""), dump, true],
    [record("goroutine 1 [running]:", { pid: "2" }), dump, false],
    [record("x", { ident: "systemd" }), dump, false],
    [record('{"level":"info"}'), dump, false],
    [record("I1123 09:08:16.384918    3412 a.go:1] x"), dump, false],
    [record("\tindented"), record('E1123 09:08:16.384918    3412 a.go:1] "x" err=<'), true],
    [record("Started"), record("Starting"), false],
    ['{"other":"goroutine 1"}', dump, false],
    ["goroutine 1", dump, false],
  ])("%s", (text, begun, expected) => {
    expect(continuesNodeRecord(text, begun, begun)).toBe(expected);
  });

  it("goes on after a piece of the same output", () => {
    const piece = JSON.stringify({ log: "one ", stream: "stderr", _p: "P" });
    expect(continuesNodeRecord(JSON.stringify({ log: "line", stream: "stderr", _p: "F" }), piece, piece)).toBe(true);
    expect(continuesNodeRecord(JSON.stringify({ log: "line", stream: "stdout", _p: "F" }), piece, piece)).toBe(false);
  });
});
