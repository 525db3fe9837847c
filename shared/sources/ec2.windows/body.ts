import type { Json, JsonObject } from "../../schema/draft.ts";
import type { WindowsDraft } from "./fields.ts";

/** What the well-known events of the Security and System logs are about, for events without their rendered message. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ["Microsoft-Windows-Security-Auditing 4624", "An account was successfully logged on"],
  ["Microsoft-Windows-Security-Auditing 4625", "An account failed to log on"],
  ["Microsoft-Windows-Security-Auditing 4634", "An account was logged off"],
  ["Microsoft-Windows-Security-Auditing 4647", "User initiated logoff"],
  ["Microsoft-Windows-Security-Auditing 4648", "A logon was attempted using explicit credentials"],
  ["Microsoft-Windows-Security-Auditing 4672", "Special privileges assigned to new logon"],
  ["Microsoft-Windows-Security-Auditing 4688", "A new process has been created"],
  ["Microsoft-Windows-Security-Auditing 4697", "A service was installed in the system"],
  ["Microsoft-Windows-Security-Auditing 4720", "A user account was created"],
  ["Microsoft-Windows-Security-Auditing 4724", "An attempt was made to reset an account's password"],
  ["Microsoft-Windows-Security-Auditing 4726", "A user account was deleted"],
  ["Microsoft-Windows-Security-Auditing 4732", "A member was added to a security-enabled local group"],
  ["Microsoft-Windows-Security-Auditing 4740", "A user account was locked out"],
  ["Microsoft-Windows-Security-Auditing 4768", "A Kerberos authentication ticket (TGT) was requested"],
  ["Microsoft-Windows-Security-Auditing 4771", "Kerberos pre-authentication failed"],
  ["Microsoft-Windows-Security-Auditing 4776", "The computer attempted to validate the credentials for an account"],
  ["Microsoft-Windows-Eventlog 1102", "The audit log was cleared"],
  ["Microsoft-Windows-Kernel-Power 41", "The system has rebooted without cleanly shutting down first"],
  ["Service Control Manager 7036", "A service entered another state"],
  ["Service Control Manager 7045", "A service was installed in the system"],
]);

const MOST_VALUES = 5;
const LONGEST_VALUE = 100;

/**
 * `<provider> <event id>: <what it is about>: <user> from <address>`, or the first of the event's values: the XML form has no
 * message unless the agent had it rendered.
 */
export function bodyWithoutMessage(data: JsonObject, { attributes }: WindowsDraft): string {
  const provider = attributes["winlog.provider"];
  const id = attributes["winlog.event_id"];
  const head = [provider, id].filter((part) => typeof part === "string" || typeof part === "number").join(" ");
  const title = TITLES.get(head);
  const user = attributes["user.name"];
  const address = attributes["client.address"];
  const who = typeof user === "string" ? `${user}${typeof address === "string" ? ` from ${address}` : ""}` : "";
  const telling = title !== undefined && who !== "" ? who : valuesOf(data);
  return [head === "" ? "Windows event" : head, title, telling]
    .filter((part) => part !== undefined && part !== "")
    .join(": ");
}

function valuesOf(data: JsonObject): string {
  const values: string[] = [];
  for (const [name, value] of Object.entries(data)) {
    if (values.length === MOST_VALUES) break;
    const text = textOf(value);
    if (text === "" || text === "-" || name === "Binary") continue;
    const short = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
    values.push(name === "Data" ? short : `${name}=${short}`);
  }
  return values.join(", ");
}

function textOf(value: Json): string {
  if (!Array.isArray(value)) return typeof value === "string" || typeof value === "number" ? String(value) : "";
  const texts = value.filter((item): item is string => typeof item === "string" && item !== "");
  return texts.slice(0, MOST_VALUES).join(", ");
}
