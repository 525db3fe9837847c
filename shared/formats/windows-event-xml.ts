import type { JsonObject } from "../schema/draft.ts";
import { addMember } from "./json-member.ts";
import { readXml, xmlJson, type XmlNode } from "./xml.ts";

/** An event as `EvtRender` writes it, its parts as JSON. */
export interface WindowsEventXml {
  /** `System`: `{"Provider":{"Name":…},"EventID":"4625","TimeCreated":{"SystemTime":…},…}`; numbers are text. */
  readonly system: JsonObject;
  /** `EventData` by name; `Data` without a name are a list under `Data`. */
  readonly data: JsonObject | undefined;
  /** `RenderingInfo`: message and names in the language of the machine, where the agent had them rendered. */
  readonly rendering: JsonObject | undefined;
  /** `UserData`, `ProcessingErrorData` and whatever else the event has. */
  readonly others: JsonObject;
  /** The event was cut; it has been read as far as it goes. */
  readonly cut: boolean;
  /** Characters that XML does not allow have become U+FFFD. */
  readonly replaced: boolean;
  /** What follows the event. */
  readonly after: string;
}

/** Parses `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>…`; undefined for any other text. */
export function parseWindowsEventXml(text: string): WindowsEventXml | undefined {
  const read = readXml(text);
  if (read?.root.name !== "Event") return undefined;
  const { root, cut, replaced, after } = read;
  let system: JsonObject = {};
  let data: JsonObject | undefined;
  let rendering: JsonObject | undefined;
  const others: JsonObject = {};
  for (const child of root.children) {
    if (child.name === "EventData" && data === undefined) {
      data = eventData(child);
      continue;
    }
    const json = xmlJson(child);
    const object = typeof json === "object" && json !== null && !Array.isArray(json) ? json : undefined;
    if (child.name === "System" && object !== undefined) system = object;
    else if (child.name === "RenderingInfo" && object !== undefined) rendering = object;
    else addMember(others, child.name, json);
  }
  return { system, data, rendering, others, cut, replaced, after };
}

function eventData(node: XmlNode): JsonObject {
  const data = Object.create(null) as JsonObject;
  const unnamed: string[] = [];
  for (const name in node.attributes) if (!name.startsWith("xmlns")) data[`@${name}`] = node.attributes[name] ?? "";
  for (const child of node.children) {
    const name = child.attributes["Name"];
    const plain = child.name === "Data" && child.children.length === 0;
    if (!plain) addMember(data, child.name, xmlJson(child));
    else if (name === undefined || name === "") unnamed.push(child.text);
    else addMember(data, name, child.text);
  }
  for (const text of unnamed) addMember(data, "Data", text);
  return data;
}
