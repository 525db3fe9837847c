import { journalText } from "../../formats/journal-value.ts";
import { severityOfSyslog } from "../../formats/severity.ts";
import { syslogFacilityName } from "../../formats/syslog.ts";
import { epochMs, isoOfEpoch } from "../../formats/time.ts";
import { keyword, otel } from "../../schema/field.ts";
import type { Draft, Json, JsonObject } from "../../schema/draft.ts";
import { fillFromDaemonMessage, keepBeside } from "../daemon-message.ts";
import { takeAwsFilterKeys } from "../ec2-host.ts";
import { copyOf } from "../json-rest.ts";

/** What only the journal says. */
export const JOURNAL_FIELDS = {
  "systemd.invocation_id": keyword(
    "Invocation of the unit: another one after each start",
    "9f529114ba334e749241c840605f2437",
  ),
  "systemd.transport": keyword("How the entry came to the journal: kernel, syslog, stdout, journal, audit", "stdout"),
  "systemd.boot_id": keyword("Boot of the machine", "370026de1e2b46018040b4c6bb61c751"),
  "systemd.message_id": keyword("Kind of message in the message catalogue", "39f53479d3a045ac8e11786248231fbf"),
  "process.executable.path": otel(keyword("Executable", "/usr/sbin/sshd")),
  "process.executable.name": otel(keyword("Name of the command, at most 15 characters", "sshd")),
} as const;

export type JournalDraft = Draft<keyof typeof JOURNAL_FIELDS>;

/** Fields of the journal by their names without leading underscores (systemd.journal-fields(7)). */
export type JournalEntry = ReadonlyMap<string, { readonly key: string; readonly value: Json }>;

/** Keys that together only the journal has; collectors may strip their underscores or write them in small letters. */
const SIGNS = [
  "PRIORITY",
  "SYSLOG_IDENTIFIER",
  "SYSTEMD_UNIT",
  "TRANSPORT",
  "REALTIME_TIMESTAMP",
  "BOOT_ID",
  "MACHINE_ID",
];
const CERTAIN = ["BOOT_ID", "MACHINE_ID", "SYSTEMD_UNIT", "SYSTEMD_CGROUP", "TRANSPORT", "REALTIME_TIMESTAMP"];

/** Whether an object is a journal entry: journalctl's, Fluent Bit's systemd input, Vector's. */
export function isJournalEntry(json: JsonObject): boolean {
  // syslog-ng has MESSAGE and PRIORITY, too.
  if ("MESSAGE" in json)
    return !("PROGRAM" in json) && SIGNS.some((sign) => sign in json || `_${sign}` in json || `__${sign}` in json);
  if (!("message" in json)) return false;
  return CERTAIN.some((sign) =>
    [`_${sign}`, `__${sign}`, `_${sign.toLowerCase()}`, `__${sign.toLowerCase()}`].some((key) => key in json),
  );
}

/** Fills a draft from a journal entry, with the keys that Fluent Bit's aws filter may have added. */
export function fillFromJournal(json: JsonObject, carrierTime: number, record: JournalDraft): void {
  const rest = copyOf(json);
  takeAwsFilterKeys(rest, record);
  const entry = byName(rest, record);
  const realtime = isoOfMicros(entry.get("REALTIME_TIMESTAMP")?.value ?? entry.get("SOURCE_REALTIME_TIMESTAMP")?.value);
  const message = fillMessage(entry, realtime === undefined ? carrierTime : epochMs(realtime), record);
  const taken = fillFields(entry, record);
  if (message) taken.add("MESSAGE");
  if (record.time === undefined && realtime !== undefined) {
    record.time = realtime;
    taken.add(entry.has("REALTIME_TIMESTAMP") ? "REALTIME_TIMESTAMP" : "SOURCE_REALTIME_TIMESTAMP");
  }
  for (const [name, { key, value }] of entry) if (!taken.has(name)) keepBeside(record.payload, key, value);
}

/** The fields by name; of `_PID` and `PID` the journal's own is meant, and the other goes to the payload. */
function byName(members: JsonObject, { payload }: JournalDraft): JournalEntry {
  const entry = new Map<string, { key: string; value: Json }>();
  for (const key of Object.keys(members)) {
    const name = key.replace(/^_{1,2}/, "").toUpperCase();
    const found = { key, value: members[key] as Json };
    const known = entry.get(name);
    const own = known === undefined || key.length > known.key.length;
    const other = own ? known : found;
    if (own) entry.set(name, found);
    if (other !== undefined) payload[other.key] = other.value;
  }
  return entry;
}

/** Microseconds since 1970, as text; sixteen digits fit a double. */
function isoOfMicros(value: Json | undefined): string | undefined {
  return typeof value === "string" && /^\d{15,16}$/.test(value) ? isoOfEpoch(Number(value)) : undefined;
}

/** Gives false where the message has to be kept as it is: it is no text, or its bytes are no UTF-8. */
function fillMessage(entry: JournalEntry, time: number, record: JournalDraft): boolean {
  const said = journalText(entry.get("MESSAGE")?.value);
  const program = journalText(entry.get("SYSLOG_IDENTIFIER")?.value)?.text ?? "";
  const message = said?.text.trim() ?? "";
  // Docker hands on what containers print.
  const printed = entry.get("TRANSPORT")?.value === "stdout" || entry.has("CONTAINER_ID");
  fillFromDaemonMessage({ program, message, printed, time }, record);
  return said?.exact === true;
}

/** Fields that are one attribute or resource attribute as they are. */
const ATTRIBUTES: ReadonlyMap<string, keyof JournalDraft["attributes"]> = new Map([
  ["SYSLOG_IDENTIFIER", "syslog.app_name"],
  ["SYSTEMD_UNIT", "systemd.unit"],
  ["SYSTEMD_INVOCATION_ID", "systemd.invocation_id"],
  ["TRANSPORT", "systemd.transport"],
  ["BOOT_ID", "systemd.boot_id"],
  ["MESSAGE_ID", "systemd.message_id"],
  ["EXE", "process.executable.path"],
  ["COMM", "process.executable.name"],
  ["CODE_FILE", "code.file.path"],
  ["CODE_FUNC", "code.function.name"],
]);
const NUMBERS: ReadonlyMap<string, keyof JournalDraft["attributes"]> = new Map([
  ["PID", "process.pid"],
  ["TID", "thread.id"],
  ["CODE_LINE", "code.line.number"],
]);
/** Docker's journald driver names the container (daemon/logger/journald). */
const RESOURCES: ReadonlyMap<string, keyof Draft["resource"]> = new Map([
  ["HOSTNAME", "host.name"],
  // Vector's name for it.
  ["HOST", "host.name"],
  ["CONTAINER_ID_FULL", "container.id"],
  ["CONTAINER_NAME", "container.name"],
  ["IMAGE_NAME", "container.image.name"],
]);

function fillFields(entry: JournalEntry, record: JournalDraft): Set<string> {
  const { attributes, resource } = record;
  const taken = new Set<string>();
  for (const [name, { value }] of entry) {
    if (typeof value !== "string" && typeof value !== "number") continue;
    const text = String(value);
    const attribute = ATTRIBUTES.get(name);
    const number = NUMBERS.get(name);
    const place = RESOURCES.get(name);
    if (attribute !== undefined) attributes[attribute] = text;
    else if (number !== undefined && /^\d{1,15}$/.test(text)) attributes[number] = Number(text);
    // The aws filter's host name is the instance's; the journal's may be another one.
    else if (place !== undefined && (resource[place] ?? text) === text) resource[place] = text;
    else if (!fillSpecial(name, text, record)) continue;
    taken.add(name);
  }
  // What a daemon does for users (sudo, cron) is its command as well; then the message has said which.
  const command = entry.get("CMDLINE")?.value;
  if (typeof command === "string" && attributes["process.command"] === undefined) {
    attributes["process.command"] = command;
    taken.add("CMDLINE");
  }
  if (attributes["process.pid"] === undefined) takePid(entry, taken, record);
  return taken;
}

/** What the program itself says of its process; the journal's own `_PID` is trusted more. */
function takePid(entry: JournalEntry, taken: Set<string>, { attributes }: JournalDraft): void {
  const pid = entry.get("SYSLOG_PID")?.value;
  if (typeof pid !== "string" || !/^\d{1,10}$/.test(pid)) return;
  attributes["process.pid"] = Number(pid);
  taken.add("SYSLOG_PID");
}

function fillSpecial(name: string, text: string, record: JournalDraft): boolean {
  const { attributes } = record;
  if (name === "PRIORITY" && /^[0-7]$/.test(text)) {
    attributes["syslog.severity"] = Number(text);
    // systemd gives all that a service prints one priority; a level in the message says more.
    record.severity ??= severityOfSyslog(Number(text));
    return true;
  }
  // A message about a user is not about the one whose process wrote it.
  if (name === "UID" && attributes["user.name"] === undefined) {
    attributes["user.id"] = text;
    return true;
  }
  if (name === "SYSLOG_FACILITY" && /^\d{1,2}$/.test(text)) {
    const facility = syslogFacilityName(Number(text));
    attributes["syslog.facility"] = facility;
    return facility !== undefined;
  }
  return false;
}
