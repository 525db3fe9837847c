import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readXml, xmlJson } from "../../shared/formats/xml.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const EVENT =
  "<Event xmlns='urn:x'><System><Provider Name='A &amp; B'/><EventID Qualifiers=\"1\">7</EventID></System><Data>x &lt; y</Data><Data/></Event>";

function jsonOf(text: string): unknown {
  const read = readXml(text);
  return read === undefined ? undefined : JSON.parse(JSON.stringify(xmlJson(read.root)));
}

describe("readXml", () => {
  it("gives elements as JSON: attributes, children, text, lists of what repeats", () => {
    expect(jsonOf(EVENT)).toEqual({
      System: { Provider: { Name: "A & B" }, EventID: { Qualifiers: "1", "#text": "7" } },
      Data: ["x < y", ""],
    });
  });

  it.each([
    ["a declaration and blanks in front", `\n <?xml version="1.0"?>\n${EVENT}\n`],
    ["a comment in front", `<!-- c -->${EVENT}`],
    ["a byte order mark", `\ufeff${EVENT}`],
  ])("reads past %s", (_, text) => {
    expect(jsonOf(text)).toEqual(jsonOf(EVENT));
  });

  it.each([
    ["CDATA and references", "<a><![CDATA[<b>&]]>&#65;&#x42;</a>", "<b>&AB"],
    ["line ends as XML wants them", "<a>1\r\n2\r3\n4</a>", "1\n2\n3\n4"],
    ["comments within as nothing", "<a>x<!-- > -->y</a>", "xy"],
    ["text in brackets behind a quoted >", "<a b='>'>t</a>", { b: ">", "#text": "t" }],
    [
      "keys that objects inherit",
      "<a><__proto__>1</__proto__><constructor>2</constructor></a>",
      { ["__proto__"]: "1", constructor: "2" },
    ],
    ["text beside children", "<a>one<b>two</b> three</a>", { b: "two", "#text": "one three" }],
  ])("reads %s", (_, text, json) => {
    expect(JSON.stringify(jsonOf(text))).toBe(JSON.stringify(json));
  });

  it.each([
    ["text", "just words"],
    ["nothing", ""],
    ["a bare <", "a < b"],
    ["tags that do not match", "<a><b></a></b>"],
    ["an entity of its own", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"],
    ["a tag that never ends", "<a"],
    ["a reference to nothing", "<a>&#0;</a>"],
    ["nesting without end", "<a>".repeat(100)],
  ])("refuses %s", (_, text) => {
    expect(readXml(text)).toBeUndefined();
  });

  it("reads a text that was cut as far as it goes, wherever it was cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: EVENT.length - 1 }), (length) => {
        const read = readXml(EVENT.slice(0, length));
        expect(read?.cut).toBe(true);
        expect(read?.root.name).toBe("Event");
      }),
    );
    expect(jsonOf(EVENT.slice(0, EVENT.indexOf("lt;") + 1))).toMatchObject({ Data: "x " });
    expect(readXml(EVENT)?.cut).toBe(false);
  });

  it("replaces characters that XML does not allow, and says so", () => {
    expect(readXml("<a>1\u00012\ud8003\uffff</a>")).toMatchObject({
      replaced: true,
      root: { text: "1\ufffd2\ufffd3\ufffd" },
    });
    expect(readXml("<a>\t\n\u{1f600}</a>")).toMatchObject({ replaced: false, root: { text: "\t\n\u{1f600}" } });
  });

  it("keeps what follows the root element", () => {
    expect(readXml("<a/>\u0000")?.after).toBe("\ufffd");
    expect(readXml("<a></a> tail <b/>")?.after).toBe("tail <b/>");
  });

  it("takes any text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged([EVENT])), (text) => {
        const read = readXml(text);
        // Halves of surrogate pairs and control characters have become U+FFFD, in names too.
        const pieces = read?.root.name.split("\ufffd") ?? [];
        expect(pieces.filter((piece) => !text.includes(piece))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    "<a>",
    "<a/>",
    "<",
    "&amp;",
    "&",
    "\r",
    "\r\n",
    "<!--",
    "<![CDATA[",
    "<?",
    "</a>",
    "<a b='",
    '"',
    "\u0001",
    "\u{1f600}",
  ])("gets through a megabyte of %j", (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const read = readXml(`<Event>${text}`);
    expect(read === undefined || read.cut || read.root.name === "Event").toBe(true);
  });
});
