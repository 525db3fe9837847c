import { parseWindowsMessage, type WindowsMessage } from "../../formats/windows-message.ts";
import type { JsonObject } from "../../schema/draft.ts";
import type { WindowsDraft } from "./fields.ts";

/** Events about an account that is not the one that reports them: logons, Kerberos, NTLM. */
const ABOUT_TARGET = new Set([4624, 4625, 4634, 4647, 4648, 4675, 4768, 4769, 4770, 4771, 4776, 4777, 4778, 4779]);

/** Sections of rendered messages that name that account. */
const TARGET_SECTIONS = [
  "New Logon",
  "Account For Which Logon Failed",
  "Account Whose Credentials Were Used",
  "Account Information",
];

/** A value is said unless it is empty, a dash, or the SID of nobody. */
function said(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value !== "-" && value !== "S-1-0-0" ? value : undefined;
}

/**
 * Fills who did it and from where: user, client and command of logon and process events, from the event's data, else from its
 * rendered message.
 *
 * @param data EventData by name, or the members of UserData.
 */
export function fillIdentity(eventId: unknown, data: JsonObject, message: string, record: WindowsDraft): void {
  const { attributes } = record;
  const target = typeof eventId === "number" && ABOUT_TARGET.has(eventId);
  const named = parseNamed(data, target);
  const shown = named.any ? undefined : parseWindowsMessage(message);
  const account = shown === undefined ? undefined : accountOf(shown, target);
  attributes["user.name"] = named.name ?? account?.name;
  attributes["user.id"] = named.id ?? account?.id;
  const network = shown?.get("Network Information");
  const address = named.address ?? network?.get("Source Network Address") ?? network?.get("Client Address");
  fillClient(address, named.port ?? network?.get("Source Port") ?? network?.get("Client Port"), record);
  const type =
    said(data["LogonType"]) ?? shown?.get("")?.get("Logon Type") ?? shown?.get("Logon Information")?.get("Logon Type");
  if (type !== undefined && /^\d{1,2}$/.test(type)) attributes["winlog.logon_type"] = Number(type);
  attributes["process.command"] = said(data["CommandLine"]) ?? said(data["NewProcessName"]);
}

interface Named {
  readonly any: boolean;
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly address: string | undefined;
  readonly port: string | undefined;
}

function parseNamed(data: JsonObject, target: boolean): Named {
  const first = target ? "Target" : "Subject";
  const second = target ? "Subject" : "Target";
  const own = said(data[`${first}UserName`]);
  const sid = said(data[`${first}UserSid`]) ?? said(data[`${first}Sid`]);
  return {
    any: Object.keys(data).length > 0,
    name: own ?? said(data["AccountName"]) ?? said(data[`${second}UserName`]) ?? said(data["User"]),
    id: sid,
    address: said(data["IpAddress"]) ?? said(data["ClientAddress"]) ?? said(data["SourceIp"]) ?? said(data["Address"]),
    port: said(data["IpPort"]) ?? said(data["SourcePort"]),
  };
}

function accountOf(message: WindowsMessage, target: boolean): { name: string | undefined; id: string | undefined } {
  const sections = target ? [...TARGET_SECTIONS, "Subject"] : ["Subject", ...TARGET_SECTIONS];
  for (const section of sections) {
    const name = message.get(section)?.get("Account Name");
    if (name !== undefined) return { name, id: said(message.get(section)?.get("Security ID")) };
  }
  return { name: message.get("")?.get("Logon Account"), id: undefined };
}

/** Windows writes IPv4 callers of its IPv6 sockets as `::ffff:10.0.0.1`, and port 0 where it knows none. */
function fillClient(address: string | undefined, port: string | undefined, { attributes }: WindowsDraft): void {
  const plain = address?.replace(/^::ffff:(?=\d{1,3}\.)/i, "");
  // Terminal Services writes LOCAL, Kerberos the name of a workstation.
  if (plain === undefined || !/^[\d.]{7,15}$|^[\da-f:.]*:[\da-f:.]*(?:%\w{1,20})?$/i.test(plain)) return;
  attributes["client.address"] = plain;
  if (port !== undefined && /^[1-9]\d{0,4}$/.test(port)) attributes["client.port"] = Number(port);
}
