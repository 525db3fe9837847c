import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import windows from "../../shared/sources/ec2.windows/index.ts";
import { newLine } from "../../shared/sources/source.ts";
import { originOf, said } from "./drafts.ts";

function normalized(text: string): Draft<string> {
  const draft = newDraft(text);
  windows.normalize(newLine(text, Date.UTC(2026, 10, 23)), draft, originOf({}));
  return draft;
}

interface Parts {
  id?: number;
  level?: string;
  keywords?: string;
  channel?: string;
  data?: Record<string, string>;
  tail?: string;
}

const escaped = (text: string): string => text.replace(/[<>&]/g, (char) => `&#${char.charCodeAt(0)};`);

function xmlOf({ id = 1, level = "4", keywords = "0x0", channel = "Security", data = {}, tail = "" }: Parts): string {
  const values = Object.entries(data).map(([name, value]) => `<Data Name="${name}">${escaped(value)}</Data>`);
  return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P'/><EventID>${id}</EventID><Level>${level}</Level><Keywords>${keywords}</Keywords><Channel>${channel}</Channel><Computer>C</Computer></System><EventData>${values.join("")}</EventData>${tail}</Event>`;
}

describe("severity and outcome of an event in XML", () => {
  it.each([
    [{ level: "1" }, 18, undefined],
    [{ level: "2" }, 17, undefined],
    [{ level: "3" }, 13, undefined],
    [{ level: "4" }, 9, undefined],
    [{ level: "5" }, 5, undefined],
    [{ level: "0" }, 9, undefined],
    [{ level: "9" }, undefined, undefined],
    [{ level: "0", keywords: "0x8020000000000000" }, 9, "success"],
    [{ level: "0", keywords: "0x8010000000000000" }, 13, "failure"],
    [{ level: "2", keywords: "0x8010000000000000" }, 17, "failure"],
    [{ level: "9", keywords: "0x8010000000000000" }, 13, "failure"],
    [{ id: 4625 }, 13, "failure"],
    [{ id: 4624 }, 9, "success"],
    [{ id: 4625, channel: "Application" }, 9, undefined],
    [{ tail: "<RenderingInfo><Keywords><Keyword>Audit Failure</Keyword></Keywords></RenderingInfo>" }, 13, "failure"],
  ])("of %j are %s and %s", (parts, number, outcome) => {
    const { severity, attributes } = normalized(xmlOf(parts));
    expect(severity?.number).toBe(number);
    expect(attributes["event.outcome"]).toBe(outcome);
  });
});

describe("who an event is about", () => {
  it.each([
    [
      "the account of a logon",
      4624,
      { SubjectUserName: "HOST$", TargetUserName: "alice", TargetUserSid: "S-1-5-21-7" },
      "alice",
      "S-1-5-21-7",
    ],
    [
      "the account behind other actions",
      4688,
      { SubjectUserName: "alice", SubjectUserSid: "S-1-5-21-7", TargetUserName: "-" },
      "alice",
      "S-1-5-21-7",
    ],
    ["nobody", 4625, { SubjectUserName: "-", SubjectUserSid: "S-1-0-0", TargetUserName: "" }, undefined, undefined],
    ["a user by another name", 1, { User: "CORP\\alice" }, "CORP\\alice", undefined],
  ])("%s", (_, id, data, name, sid) => {
    const { attributes } = normalized(xmlOf({ id, data }));
    expect(attributes["user.name"]).toBe(name);
    expect(attributes["user.id"]).toBe(sid);
  });

  it.each([
    [{ IpAddress: "203.0.113.44", IpPort: "51622" }, "203.0.113.44", 51622],
    [{ IpAddress: "::ffff:10.0.3.77", IpPort: "49740" }, "10.0.3.77", 49740],
    [{ IpAddress: "fe80::1%4", IpPort: "0" }, "fe80::1%4", undefined],
    [{ IpAddress: "-", IpPort: "-" }, undefined, undefined],
    [{ IpAddress: "LOCAL" }, undefined, undefined],
    [{ IpAddress: "WORKSTATION-7" }, undefined, undefined],
  ])("comes from %j", (data, address, port) => {
    const { attributes } = normalized(xmlOf({ id: 4624, data }));
    expect(attributes["client.address"]).toBe(address);
    expect(attributes["client.port"]).toBe(port);
  });
});

describe("the body of an event", () => {
  it.each([
    [
      "its message, where it was rendered",
      { tail: "<RenderingInfo><Message> Hi &amp; bye\n</Message></RenderingInfo>" },
      "Hi & bye",
    ],
    ["provider, id and the first values", { id: 7, data: { a: "1", b: "-", c: "3" } }, "P 7: a=1, c=3"],
    ["provider and id", { id: 7 }, "P 7"],
  ])("is %s", (_, parts, body) => {
    expect(normalized(xmlOf(parts)).body).toBe(body);
  });
});

describe("what an event says", () => {
  const name = fc.stringMatching(/^[A-Za-z][\w.-]{0,20}$/);
  const text = fc.string({ minLength: 1, maxLength: 30 });

  it("is all in its record", () => {
    fc.assert(
      fc.property(fc.dictionary(name, text, { minKeys: 1, maxKeys: 6 }), fc.nat(65_535), (data, id) => {
        const draft = normalized(xmlOf({ id, data }));
        expect(draft.payload["EventData"]).toEqual(Object.assign(Object.create(null), data));
        expect(said(draft)).toMatchObject({ "winlog.event_id": id, "winlog.provider": "P", "winlog.computer": "C" });
      }),
    );
  });

  it("is all in its record when Fluent Bit packed it", () => {
    const known = { ProviderName: "P", Channel: "System", EventID: 7, Computer: "C" };
    fc.assert(
      fc.property(fc.dictionary(name, text, { maxKeys: 6 }), text, (others, message) => {
        const packed = { ...others, ...known, Message: message };
        const draft = normalized(JSON.stringify(packed));
        const record = JSON.stringify([draft.attributes, draft.resource, draft.payload, draft.body, draft.time]);
        for (const value of Object.values(packed))
          expect(record).toContain(JSON.stringify(String(value).trim()).slice(1, -1));
      }),
    );
  });
});
