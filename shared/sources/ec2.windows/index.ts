import { parseWindowsEventText } from "../../formats/windows-event.ts";
import { parseWindowsEventXml } from "../../formats/windows-event-xml.ts";
import { hostOfStream } from "../ec2-host.ts";
import { defineSource, jsonOf, upTo, type Line } from "../source.ts";
import { WINDOWS_FIELDS, type WindowsDraft } from "./fields.ts";
import { fillIdentity } from "./identity.ts";
import { fillFromFluentBit, isFluentBitEvent } from "./json-event.ts";
import { fillVerdict } from "./verdict.ts";
import { fillFromXml } from "./xml-event.ts";

export default defineSource({
  name: "ec2.windows",
  platform: "ec2",
  description:
    "Windows event log: the CloudWatch agent's XML and text forms, and the records of Fluent Bit's winevtlog and winlog inputs.",
  detect: () => upTo(0.85, claimOf),
  resource: hostOfStream,
  fields: WINDOWS_FIELDS,
  normalize: (line, record) => {
    const json = jsonOf(line);
    if (json !== undefined && isFluentBitEvent(json)) {
      fillFromFluentBit(json, record);
      return;
    }
    const event = isXmlEvent(line.text) ? parseWindowsEventXml(line.text) : undefined;
    if (event !== undefined) fillFromXml(event, record);
    else if (json !== undefined) Object.assign(record.payload, json);
    else if (!fillFromText(line, record)) record.notes.push("unparsed");
  },
});

/** Group and stream names are the operator's; the three forms are nobody else's. */
function claimOf(line: Line): number {
  const { text } = line;
  if (text.startsWith("[")) return parseWindowsEventText(text) === undefined ? 0 : 0.85;
  if (isXmlEvent(text)) return 0.85;
  if (!text.startsWith("{") || (!text.includes('"EventID"') && !text.includes('"<Event'))) return 0;
  const json = jsonOf(line);
  return json !== undefined && isFluentBitEvent(json) ? 0.85 : 0;
}

/** `<Event xmlns=…><System>…`; a byte order mark or line ends may stand before it. */
function isXmlEvent(text: string): boolean {
  const start = text.indexOf("<");
  if (start < 0 || start > 8 || text.slice(0, start).trim() !== "") return false;
  if (!text.startsWith("<Event", start) || !" >\r\n\t".includes(text[start + 6] ?? "<")) return false;
  const head = text.slice(start, start + 200);
  return head.includes("schemas.microsoft.com/win/2004/08/events") || head.includes("<System");
}

/** The text form has no keywords and no record id; its description is the rendered message. */
function fillFromText({ text }: Line, record: WindowsDraft): boolean {
  const event = parseWindowsEventText(text);
  if (event === undefined) return false;
  const { channel, level, eventId, provider, computer, description } = event;
  record.attributes["winlog.channel"] = channel;
  record.attributes["winlog.event_id"] = eventId;
  record.attributes["winlog.provider"] = provider;
  record.attributes["winlog.computer"] = computer;
  record.resource["host.name"] = computer;
  fillVerdict({ level, keywords: undefined, channel, eventId }, record);
  fillIdentity(eventId, {}, description, record);
  record.body = description;
  return true;
}
