import { isoTime } from "../../formats/time.ts";
import { severityOfStatus } from "../../formats/severity.ts";
import type { W3cEntry } from "../../formats/w3c-log.ts";
import { integer, keyword, long } from "../../schema/field.ts";
import type { Draft } from "../../schema/draft.ts";
import { requestText } from "../application-http.ts";

/** What only W3C logs of Windows say. */
export const IIS_FIELDS = {
  "iis.site": keyword("Site instance", "W3SVC1"),
  "iis.sub_status": integer("Sub-status: why IIS answered so", 8),
  "iis.win32_status": long("Windows error code", 2),
  "iis.reason": keyword("Why HTTP.sys closed or refused a connection", "Timer_ConnectionIdle"),
  "network.local.address": keyword("Address of the server that took the request", "10.0.2.15"),
} as const;

export type IisDraft = Draft<keyof typeof IIS_FIELDS>;
type Attribute = keyof IisDraft["attributes"];

/** Fields that are one attribute as they are, by their W3C names; HTTP.sys calls some differently. */
const TEXTS: ReadonlyMap<string, Attribute> = new Map([
  ["cs-method", "http.request.method"],
  ["cs-username", "user.name"],
  ["c-ip", "client.address"],
  ["s-sitename", "iis.site"],
  ["s-reason", "iis.reason"],
  ["src-ip", "source.address"],
  ["dst-ip", "destination.address"],
]);

/** IIS counts headers into sc-bytes and cs-bytes; no other server's log has a better figure. */
const NUMBERS: ReadonlyMap<string, Attribute> = new Map([
  ["s-port", "server.port"],
  ["c-port", "client.port"],
  ["sc-status", "http.response.status_code"],
  ["sc-substatus", "iis.sub_status"],
  ["sc-win32-status", "iis.win32_status"],
  ["sc-bytes", "http.response.body.size"],
  ["cs-bytes", "http.request.body.size"],
  ["time-taken", "http.server.request.duration_ms"],
  ["src-port", "source.port"],
  ["dst-port", "destination.port"],
  ["pid", "process.pid"],
]);

/**
 * Fills a draft from a W3C entry. Its time is UTC by the format; only the Windows firewall writes local time, which is no
 * instant and stays in the payload.
 */
export function fillFromEntry(entry: W3cEntry, record: IisDraft): void {
  const { attributes, payload } = record;
  const rest: W3cEntry = new Map();
  for (const [field, value] of entry) {
    const text = TEXTS.get(field);
    const number = NUMBERS.get(field);
    if (text !== undefined) attributes[text] = value;
    else if (number !== undefined && /^\d{1,15}$/.test(value)) attributes[number] = Number(value);
    else if (!fillSpecial(field, value, record)) rest.set(field, value);
  }
  fillServer(rest, record);
  fillTime(rest, record);
  for (const [field, value] of rest) payload[field] = value;
  const status = attributes["http.response.status_code"];
  if (typeof status === "number") record.severity = severityOfStatus(status);
  record.body = bodyOf(record);
}

/** Fields whose form is not the attribute's. */
function fillSpecial(field: string, value: string, record: IisDraft): boolean {
  const { attributes } = record;
  switch (field) {
    case "cs-uri-stem":
      attributes["url.path"] = value;
      return true;
    case "cs-uri-query":
      attributes["url.query"] = value;
      return true;
    case "cs-uri": {
      const mark = value.indexOf("?");
      attributes["url.path"] = mark < 0 ? value : value.slice(0, mark);
      if (mark >= 0) attributes["url.query"] = value.slice(mark + 1);
      return true;
    }
    case "cs(User-Agent)":
      attributes["user_agent.original"] = value.replaceAll("+", " ");
      return true;
    case "cs(Referer)":
      record.payload["referer"] = value;
      return true;
    case "cs-version":
      attributes["network.protocol.version"] = value.replace(/^HTTP\//, "");
      return true;
    case "protocol":
      attributes["network.transport"] = value.toLowerCase();
      return true;
    case "s-computername":
      record.resource["host.name"] = value;
      return true;
    default:
      return false;
  }
}

/** The name that the caller asked for, else the address; with a name the address is that of the machine behind it. */
function fillServer(rest: W3cEntry, { attributes }: IisDraft): void {
  const host = rest.get("cs-host") ?? rest.get("cs(Host)");
  const address = rest.get("s-ip");
  attributes["server.address"] = host ?? address;
  if (host !== undefined) attributes["network.local.address"] = address;
  for (const field of ["cs-host", "cs(Host)", "s-ip"]) rest.delete(field);
}

function fillTime(rest: W3cEntry, record: IisDraft): void {
  const date = rest.get("date");
  const time = rest.get("time");
  if (date === undefined || time === undefined) return;
  rest.delete("date");
  rest.delete("time");
  const local = rest.has("action");
  record.time = local ? undefined : isoTime(`${date} ${time}`, "utc");
  if (record.time === undefined) record.payload["time"] = `${date} ${time}`;
}

/** `GET /path 404`; a connection that HTTP.sys refused, or that the firewall saw. */
function bodyOf(record: IisDraft): string {
  const { attributes, payload, body } = record;
  const request = requestText(record);
  if (request !== undefined) return request;
  const flow = [attributes["source.address"], "to", attributes["destination.address"]];
  const words =
    payload["action"] === undefined
      ? [attributes["iis.reason"], attributes["client.address"]]
      : [payload["action"], ...flow];
  const said = words.filter((word) => typeof word === "string");
  return said.length === 0 ? body : said.join(" ");
}
