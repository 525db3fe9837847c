import { isoTime } from "../../formats/time.ts";
import type { WindowsEventXml } from "../../formats/windows-event-xml.ts";
import type { Json, JsonObject } from "../../schema/draft.ts";
import { asObject, asText, putRest, take } from "../json-rest.ts";
import { bodyWithoutMessage } from "./body.ts";
import type { WindowsDraft } from "./fields.ts";
import { fillIdentity } from "./identity.ts";
import { fillVerdict } from "./verdict.ts";

/**
 * Fills a draft from an event in XML. What is typed is taken out of `System`; `EventData` stays whole in the payload, under the
 * names that people who know Windows search for.
 */
export function fillFromXml(
  { system, data, rendering, others, cut, replaced, after }: WindowsEventXml,
  record: WindowsDraft,
): void {
  const { attributes, payload } = record;
  const eventId = wholeOf(takeEventId(system));
  attributes["winlog.provider"] = takeIn(system, "Provider", "Name");
  attributes["winlog.provider_guid"] = takeIn(system, "Provider", "Guid");
  attributes["winlog.event_id"] = eventId;
  attributes["winlog.version"] = wholeOf(take(system, "Version"));
  attributes["winlog.task"] = wholeOf(take(system, "Task"));
  attributes["winlog.opcode"] = wholeOf(take(system, "Opcode"));
  attributes["winlog.record_id"] = wholeOf(take(system, "EventRecordID"));
  attributes["winlog.activity_id"] = takeIn(system, "Correlation", "ActivityID");
  attributes["process.pid"] = takeId(system, "ProcessID");
  attributes["thread.id"] = takeId(system, "ThreadID");
  const channel = (attributes["winlog.channel"] = take(system, "Channel"));
  record.resource["host.name"] = attributes["winlog.computer"] = take(system, "Computer");
  fillTime(system, record);
  const outcome = outcomeOf(rendering?.["Keywords"]);
  fillVerdict(
    { level: takeLevel(system), keywords: asText(take(system, "Keywords")), channel, eventId, outcome },
    record,
  );

  const values = data ?? userData(others);
  const message = asText(take(rendering, "Message"))?.trim() ?? "";
  fillIdentity(eventId, values, message, record);
  // Who wrote the event is who it is about, unless its data names somebody.
  if (attributes["user.name"] === undefined) attributes["user.id"] ??= takeIn(system, "Security", "UserID");
  record.body = message === "" ? bodyWithoutMessage(values, record) : message;

  putRest(payload, "System", withoutEmpty(system));
  if (data !== undefined) putRest(payload, "EventData", data);
  if (rendering !== undefined) putRest(payload, "RenderingInfo", rendering);
  Object.assign(payload, others);
  if (after !== "") payload["after"] = after;
  if (cut) record.notes.push("truncated_by_producer");
  if (replaced) record.notes.push("xml_characters_replaced");
}

/** Takes a member of a member, e.g. the attribute `Name` of `Provider`. */
function takeIn(object: JsonObject, key: string, name: string): Json | undefined {
  return take(asObject(object[key]), name);
}

/** `<EventID>91</EventID>`, or `<EventID Qualifiers='16384'>7036</EventID>`. */
function takeEventId(system: JsonObject): Json | undefined {
  return asObject(system["EventID"]) === undefined ? take(system, "EventID") : takeIn(system, "EventID", "#text");
}

/** Process and thread; the old API's events have 0 for both, which says nothing. */
function takeId(system: JsonObject, name: "ProcessID" | "ThreadID"): Json | undefined {
  return asObject(system["Execution"])?.[name] === "0" ? undefined : wholeOf(takeIn(system, "Execution", name));
}

/** In XML every number is text; what is none stays as it is. */
function wholeOf(value: Json | undefined): Json | undefined {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

function fillTime(system: JsonObject, record: WindowsDraft): void {
  record.time = isoTime(asObject(system["TimeCreated"])?.["SystemTime"]);
  if (record.time !== undefined) takeIn(system, "TimeCreated", "SystemTime");
}

/** 0 and 4 are both INFORMATION: 0 stays in the payload, so that nothing is lost. */
function takeLevel(system: JsonObject): number | undefined {
  const level = wholeOf(system["Level"]);
  if (typeof level !== "number" || level > 5) return undefined;
  if (level !== 0) take(system, "Level");
  return level;
}

/** `<Keywords><Keyword>Audit Failure</Keyword></Keywords>`, where the event was rendered in English. */
function outcomeOf(keywords: Json | undefined): "success" | "failure" | undefined {
  const names = asObject(keywords)?.["Keyword"];
  const list = Array.isArray(names) ? names : [names];
  if (list.includes("Audit Failure")) return "failure";
  return list.includes("Audit Success") ? "success" : undefined;
}

/** The values of `<UserData><EventXML><UserName>…`: its one child names the kind of event. */
function userData(others: JsonObject): JsonObject {
  const wrapped = asObject(others["UserData"]) ?? {};
  for (const child of Object.values(wrapped)) {
    const values = asObject(child);
    if (values !== undefined) return values;
  }
  return wrapped;
}

/** Elements that say nothing (`<Correlation/>`), and those of which all has been taken. */
function withoutEmpty(system: JsonObject): JsonObject {
  for (const key of Object.keys(system)) {
    const value = system[key];
    if (value === "" || Object.keys(asObject(value) ?? { value: 0 }).length === 0) take(system, key);
  }
  return system;
}
