import { isoTime } from "../../formats/time.ts";
import { parseWindowsEventXml } from "../../formats/windows-event-xml.ts";
import type { Json, JsonObject } from "../../schema/draft.ts";
import { takeAwsFilterKeys } from "../ec2-host.ts";
import { asText, copyOf, take } from "../json-rest.ts";
import { bodyWithoutMessage } from "./body.ts";
import type { WindowsDraft } from "./fields.ts";
import { fillIdentity } from "./identity.ts";
import { fillVerdict } from "./verdict.ts";
import { fillFromXml } from "./xml-event.ts";

/** Whether an object is what Fluent Bit's winevtlog or winlog input packs (plugins/in_winevtlog/pack.c, in_winlog/pack.c). */
export function isFluentBitEvent(json: JsonObject): boolean {
  if (typeof json["System"] === "string") return json["System"].startsWith("<Event") && "Message" in json;
  if (!("EventID" in json) || !("Channel" in json)) return false;
  return ("ProviderName" in json && "Computer" in json) || ("SourceName" in json && "ComputerName" in json);
}

/** Names of the two inputs for the same things; what is not here stays in the payload. */
const NAMES: readonly [key: string, name: keyof WindowsDraft["attributes"]][] = [
  ["ProviderName", "winlog.provider"],
  ["SourceName", "winlog.provider"],
  ["ProviderGuid", "winlog.provider_guid"],
  ["EventID", "winlog.event_id"],
  ["Version", "winlog.version"],
  ["Task", "winlog.task"],
  ["EventCategory", "winlog.task"],
  ["Opcode", "winlog.opcode"],
  ["EventRecordID", "winlog.record_id"],
  ["RecordNumber", "winlog.record_id"],
  ["ActivityID", "winlog.activity_id"],
  ["ProcessID", "process.pid"],
  ["ThreadID", "thread.id"],
  ["Channel", "winlog.channel"],
  ["Computer", "winlog.computer"],
  ["ComputerName", "winlog.computer"],
];

/** Fills a draft from an event of Fluent Bit, with the keys that its aws filter may have added. */
export function fillFromFluentBit(json: JsonObject, record: WindowsDraft): void {
  const { attributes, payload } = record;
  const rest = copyOf(json);
  takeAwsFilterKeys(rest, record);
  const xml = typeof rest["System"] === "string" ? parseWindowsEventXml(rest["System"]) : undefined;
  const message = asText(take(rest, "Message"))?.trim() ?? "";
  if (xml !== undefined) {
    take(rest, "System");
    fillFromXml(xml, record);
  } else {
    for (const [key, name] of NAMES) {
      const value = take(rest, key);
      // An empty text stands for what the event does not have.
      if (value !== undefined && value !== "") attributes[name] = value;
    }
    record.resource["host.name"] = attributes["winlog.computer"];
    fillTime(rest, record);
    const { "winlog.channel": channel, "winlog.event_id": eventId } = attributes;
    fillVerdict({ ...takeVerdict(rest), keywords: asText(take(rest, "Keywords")), channel, eventId }, record);
    fillIdentity(eventId, {}, message, record);
    if (attributes["user.name"] === undefined) fillUser(rest, record);
  }
  if (message !== "") record.body = message;
  else if (xml === undefined) record.body = bodyWithoutMessage(insertsOf(rest), record);
  for (const key of Object.keys(rest)) if (rest[key] !== "") payload[key] = rest[key];
}

/** Who wrote the event: a SID, or the account that winevtlog has found for it. */
function fillUser(rest: JsonObject, { attributes }: WindowsDraft): void {
  const key = rest["UserID"] === undefined ? "Sid" : "UserID";
  const user = asText(rest[key]) ?? "";
  if (user === "") return;
  if (user.startsWith("S-1-")) attributes["user.id"] ??= user;
  else attributes["user.name"] = user;
  take(rest, key);
}

/** winevtlog writes `TimeCreated`, winlog `TimeGenerated` and `TimeWritten`: local time with its offset. */
function fillTime(rest: JsonObject, record: WindowsDraft): void {
  for (const key of ["TimeCreated", "TimeGenerated"]) {
    const time = isoTime(rest[key]);
    if (time === undefined) continue;
    record.time = time;
    take(rest, key);
    return;
  }
}

type Said = { level: number | string | undefined; outcome: "success" | "failure" | undefined };

/** A level number (winevtlog), or the old API's event type (winlog). */
function takeVerdict(rest: JsonObject): Said {
  const { Level: level, EventType: type } = rest;
  if (typeof level === "number" && level >= 0 && level <= 5) {
    if (level !== 0) take(rest, "Level");
    return { level, outcome: undefined };
  }
  if (type === "FailureAudit" || type === "SuccessAudit") {
    return { level: "INFORMATION", outcome: type === "FailureAudit" ? "failure" : "success" };
  }
  const name = typeof type === "string" ? type.toUpperCase() : undefined;
  if (name !== "ERROR" && name !== "WARNING" && name !== "INFORMATION") {
    return { level: name === "SUCCESS" ? "INFORMATION" : undefined, outcome: undefined };
  }
  take(rest, "EventType");
  return { level: name, outcome: undefined };
}

function insertsOf({ StringInserts: inserts }: JsonObject): JsonObject {
  const values: Json[] = Array.isArray(inserts) ? inserts : [];
  return values.length === 0 ? {} : { Data: values };
}
