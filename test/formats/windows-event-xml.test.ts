import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWindowsEventXml } from "../../shared/formats/windows-event-xml.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const EVENT =
  "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='ESENT'/><EventID Qualifiers='0'>326</EventID><Channel>Application</Channel><Security/></System><EventData Name='N'><Data Name='a'>1</Data><Data>x</Data><Data Name='a'>2</Data><Data></Data><Binary>00FF</Binary></EventData><UserData><EventXML xmlns='Event_NS'><User>me</User></EventXML></UserData><RenderingInfo Culture='en-US'><Message>Hi &amp; bye</Message></RenderingInfo></Event>";

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

describe("parseWindowsEventXml", () => {
  it("gives the parts of an event", () => {
    const event = parseWindowsEventXml(EVENT);
    expect(plain(event)).toEqual({
      system: {
        Provider: { Name: "ESENT" },
        EventID: { Qualifiers: "0", "#text": "326" },
        Channel: "Application",
        Security: "",
      },
      data: { "@Name": "N", a: ["1", "2"], Binary: "00FF", Data: ["x", ""] },
      rendering: { Culture: "en-US", Message: "Hi & bye" },
      others: { UserData: { EventXML: { User: "me" } } },
      cut: false,
      replaced: false,
      after: "",
    });
  });

  it.each(["", "words", "<Events/>", "<Event", "<Event></Evnt>", "{}"])("does not parse %j", (text) => {
    expect(parseWindowsEventXml(text)).toBeUndefined();
  });

  it("parses an event without parts", () => {
    expect(plain(parseWindowsEventXml("<Event/>"))).toMatchObject({ system: {}, others: {}, cut: false });
  });

  it("takes any text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged([EVENT])), (text) => {
        const event = parseWindowsEventXml(text);
        expect(event === undefined || text.includes("<Event")).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
