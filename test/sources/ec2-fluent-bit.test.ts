import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import fluentBit from "../../shared/sources/ec2.fluent-bit/index.ts";
import { newLine } from "../../shared/sources/source.ts";
import { originOf } from "./drafts.ts";

const AWS = { az: "eu-west-1a", ec2_instance_id: "i-0a1b2c3d4e5f60718" };

function normalized(record: object): Draft<string> {
  const text = JSON.stringify({ ...record, ...AWS });
  const draft = newDraft(text);
  fluentBit.normalize(newLine(text, Date.UTC(2026, 10, 23, 9)), draft, originOf({}));
  return draft;
}

describe("a record of Fluent Bit's tail input on an instance", () => {
  it.each([
    ["the line within", { log: "WARN disk full\n" }, "disk full", 13],
    ["the line of a parser that found no more", { message: "WARN disk full" }, "disk full", 13],
    ["the application's members", { message: "WARN disk full", level: "error" }, "WARN disk full", 17],
    ["JSON within", { log: '{"level":"debug","msg":"x"}' }, "x", 5],
  ])("is understood by %s", (_, record, body, number) => {
    const draft = normalized(record);
    expect(draft.body).toBe(body);
    expect(draft.severity?.number).toBe(number);
    expect(draft.resource).toMatchObject({ "host.id": AWS.ec2_instance_id, "cloud.availability_zone": AWS.az });
  });

  it("has what filters put beside a line as labels, but nothing of an application's", () => {
    expect(normalized({ log: "x", Name: "web-1", team: "shop", n: 1 })).toMatchObject({
      labels: { Name: "web-1", team: "shop" },
      payload: { n: 1 },
    });
    const parsed = normalized({ msg: "x", Name: "web-1", "aws:autoscaling:groupName": "web", team: "shop" });
    expect(parsed).toMatchObject({
      labels: { Name: "web-1", "aws:autoscaling:groupName": "web" },
      payload: { team: "shop" },
    });
  });

  it.each([
    [{ log: "x", date: 1795424403.5 }, "2026-11-23T09:00:03.500Z"],
    [{ log: "x", time: "2026-11-23T09:00:03.123456789Z" }, "2026-11-23T09:00:03.123456789Z"],
    [{ log: "2026-11-23T08:00:00Z INFO x", date: 1795424403.5 }, "2026-11-23T08:00:00Z"],
    [{ log: "x", time: "now" }, undefined],
  ])("%j is of %s", (record, time) => {
    expect(normalized(record).time).toBe(time);
  });

  it.each([
    ["/var/log/app.log", "/var/log/app.log"],
    ["C:\\logs\\app.log", "C:\\logs\\app.log"],
    ["app", undefined],
  ])("names the file %j where it is one", (path, file) => {
    expect(normalized({ log: "x", file_path: path }).attributes["log.file.path"]).toBe(file);
  });

  it("keeps each member", () => {
    const name = fc.stringMatching(/^[a-z][\w:.-]{0,12}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ maxLength: 12 }), { maxKeys: 6 }), fc.boolean(), (others, lined) => {
        const record = lined ? { ...others, log: "hello" } : others;
        const { attributes, resource, payload, labels, body, time, severity } = normalized(record);
        const kept = JSON.stringify([attributes, resource, payload, labels, body, time, severity]).toLowerCase();
        for (const value of Object.values(record))
          expect(kept).toContain(JSON.stringify(value).slice(1, -1).toLowerCase().trim());
      }),
      { numRuns: 200 },
    );
  });
});

describe("lines of one record that came one by one", () => {
  const lineOf = (log: string): string => JSON.stringify({ log, ...AWS });
  const head = lineOf("2026-11-23T09:00:04Z ERROR unhandled\n");

  it.each([
    ["\tat com.example.Orders.pay(Orders.java:42)\n", true],
    ["    at next (file.js:1:1)", true],
    ["Caused by: java.io.IOException: closed", true],
    ["2026-11-23T09:00:05Z INFO next", false],
    ["words", false],
  ])("%j continues: %s", (log, continued) => {
    expect(fluentBit.continues?.(lineOf(log), head, head)).toBe(continued);
  });

  it("never continues JSON, nor is text a record", () => {
    expect(fluentBit.continues?.(lineOf("\tat x"), lineOf('{"a":1}'), "")).toBe(false);
    expect(fluentBit.continues?.("\tat x", head, head)).toBe(false);
  });
});
