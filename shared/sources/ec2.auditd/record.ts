import { auditText, type AuditPair, type AuditRecord } from "../../formats/auditd.ts";
import { addMember } from "../../formats/json-member.ts";
import { isoOfEpochMs } from "../../formats/time.ts";
import { keyword, long, otel } from "../../schema/field.ts";
import type { Draft, JsonObject } from "../../schema/draft.ts";

/** What only audit records say. */
export const AUDITD_FIELDS = {
  "auditd.type": keyword("Record type", "USER_LOGIN"),
  "auditd.sequence": long("Serial number of the event; its records share it", 24287),
  "auditd.operation": keyword("What the program did, in its words", "PAM:authentication"),
  "auditd.syscall": keyword("System call: its name in enriched logs, else its number", "openat"),
  "auditd.key": keyword("Key of the rule that matched", "sshd_config"),
  "auditd.login_uid": keyword("User id that the session was opened with; stays through su and sudo", "1000"),
  "auditd.session": keyword("Login session", "3"),
  "process.parent_pid": otel(long("Parent process id", 2686)),
  "process.executable.path": otel(keyword("Executable", "/usr/sbin/sshd")),
  "process.executable.name": otel(keyword("Name of the command, at most 15 characters", "sshd")),
  "process.working_directory": otel(keyword("Working directory", "/root")),
  "file.path": otel(keyword("File spoken about", "/etc/passwd")),
} as const;

type AuditdDraft = Draft<keyof typeof AUDITD_FIELDS>;
type Attribute = keyof AuditdDraft["attributes"];

/** Whether a field was taken; what was not goes to the payload. */
type Filler = (pair: AuditPair, record: AuditdDraft) => boolean;

/**
 * Fills a draft from an audit record. The fields are those of the audit-userspace field dictionary; hexadecimal values stay in
 * the payload beside what they were decoded to, as decoding loses where arguments end. There is no severity: audit records
 * whatever the rules ask for, and a system call that fails is nothing unusual.
 */
export function fillFromAuditRecord(
  { node, type, time, serial, pairs, words }: AuditRecord,
  record: AuditdDraft,
): void {
  const { attributes, payload, resource } = record;
  attributes["auditd.type"] = type;
  attributes["auditd.sequence"] = serial;
  if (node !== undefined) resource["host.name"] = node;
  record.time = timeOf(time);
  if (record.time === undefined) payload["time"] = time;
  for (const pair of pairs) {
    if (FILLERS.get(pair.key)?.(pair, record) !== true) addMember(payload as JsonObject, pair.key, pair.value);
  }
  fillUser(pairs, record);
  fillCommand(type, pairs, record);
  if (words !== "") payload["text"] = words;
  if (type === "AVC") attributes["event.outcome"] ??= avcOutcome(words);
  record.body = bodyOf(record, pairs, words);
}

/** `1364481363.243`: seconds and milliseconds. */
function timeOf(text: string): string | undefined {
  const [, seconds, ms] = /^(\d{1,11})\.(\d{3})$/.exec(text) ?? [];
  return seconds === undefined ? undefined : isoOfEpochMs(Number(seconds) * 1000 + Number(ms));
}

function avcOutcome(words: string): string | undefined {
  if (words.includes("denied")) return "failure";
  return words.includes("granted") ? "success" : undefined;
}

/** The text of a value, decoded; the raw value of a decoded one is kept too. */
const text =
  (name: Attribute): Filler =>
  (pair, { attributes }) => {
    const value = auditText(pair);
    if (value === undefined || attributes[name] !== undefined) return false;
    attributes[name] = value;
    return value === pair.value;
  };

const number =
  (name: Attribute): Filler =>
  ({ value }, { attributes }) => {
    if (!/^\d{1,9}$/.test(value) || attributes[name] !== undefined) return false;
    attributes[name] = Number(value);
    return true;
  };

/** 4294967295 is −1, which stands for a process that no login has started. */
const id =
  (name: Attribute): Filler =>
  ({ value }, { attributes }) => {
    if (value === "4294967295" || value === "-1" || value === "unset" || attributes[name] !== undefined) return false;
    attributes[name] = value;
    return true;
  };

const OUTCOMES: ReadonlyMap<string, "success" | "failure"> = new Map([
  ["success", "success"],
  ["yes", "success"],
  ["1", "success"],
  ["failed", "failure"],
  ["no", "failure"],
  ["0", "failure"],
]);

const outcome: Filler = ({ value }, { attributes }) => {
  const known = OUTCOMES.get(value);
  if (known === undefined || attributes["event.outcome"] !== undefined) return false;
  attributes["event.outcome"] = known;
  return true;
};

const FILLERS: ReadonlyMap<string, Filler> = new Map<string, Filler>([
  ["res", outcome],
  ["success", outcome],
  ["pid", number("process.pid")],
  ["ppid", number("process.parent_pid")],
  ["rport", number("client.port")],
  ["lport", number("server.port")],
  ["auid", id("auditd.login_uid")],
  ["ses", id("auditd.session")],
  ["exe", text("process.executable.path")],
  ["comm", text("process.executable.name")],
  ["cwd", text("process.working_directory")],
  ["key", text("auditd.key")],
  ["op", text("auditd.operation")],
  ["unit", text("systemd.unit")],
  ["path", text("file.path")],
  ["name", (pair, record) => record.attributes["auditd.type"] === "PATH" && text("file.path")(pair, record)],
  ["addr", text("client.address")],
  ["laddr", text("server.address")],
]);

/** The account that the record is about, else the user that did it: by name in enriched logs. */
function fillUser(pairs: readonly AuditPair[], { attributes, payload }: AuditdDraft): void {
  const find = (key: string): AuditPair | undefined => pairs.find((pair) => pair.key === key);
  const account = find("acct");
  const named = account === undefined ? undefined : auditText(account);
  if (named !== undefined) {
    attributes["user.name"] = named;
    if (named === account?.value) Reflect.deleteProperty(payload, "acct");
    return;
  }
  // sshd reports a login by the id of the account; its own is that of the daemon.
  const login =
    attributes["auditd.type"] === "USER_LOGIN" || attributes["auditd.type"] === "USER_START" ? find("id") : undefined;
  const uid = login ?? find("uid");
  if (uid === undefined || account !== undefined) return;
  const numeric = /^\d{1,10}$/.test(uid.value);
  attributes["user.id"] = numeric ? uid.value : undefined;
  attributes["user.name"] = numeric ? find(uid.key.toUpperCase())?.value : uid.value;
  // A program may report a uid of its own beside that of its process; both are kept then.
  for (const key of numeric ? [uid.key, uid.key.toUpperCase()] : [uid.key])
    if (typeof payload[key] === "string") Reflect.deleteProperty(payload, key);
}

/** The command line where a record has one (PROCTITLE, EXECVE, sudo's USER_CMD), else the executable. */
function fillCommand(type: string, pairs: readonly AuditPair[], record: AuditdDraft): void {
  const { attributes } = record;
  const line = pairs.find(({ key }) => key === "proctitle" || key === "cmd");
  const argumentsOf = type === "EXECVE" ? pairs.filter(({ key }) => /^a\d{1,5}$/.test(key)) : [];
  const command = line === undefined ? argumentsOf.map((pair) => auditText(pair) ?? "").join(" ") : auditText(line);
  attributes["process.command"] =
    command === "" || command === undefined ? attributes["process.executable.path"] : command;
  if (line !== undefined && command === line.value) Reflect.deleteProperty(record.payload, line.key);
  const syscall = pairs.find(({ key }) => key === "SYSCALL") ?? pairs.find(({ key }) => key === "syscall");
  attributes["auditd.syscall"] = syscall?.value;
  if (syscall !== undefined) Reflect.deleteProperty(record.payload, syscall.key);
}

/** `USER_AUTH PAM:authentication root /usr/sbin/sshd from 96.241.146.97 success`. */
function bodyOf({ attributes, payload }: AuditdDraft, pairs: readonly AuditPair[], words: string): string {
  const result = pairs.find(({ key }) => key === "res")?.value ?? "";
  const address = attributes["client.address"];
  const parts = [
    attributes["auditd.type"],
    words === "user" ? "" : words,
    attributes["auditd.operation"],
    attributes["auditd.syscall"],
    attributes["systemd.unit"],
    attributes["file.path"],
    attributes["process.command"] ??
      attributes["process.executable.name"] ??
      attributes["process.working_directory"] ??
      payload["data"],
    attributes["user.name"],
    typeof address === "string" ? `from ${address}` : "",
    /^[a-z]{4,}$/.test(result) ? result : attributes["event.outcome"],
  ];
  return parts.filter((part) => typeof part === "string" && part !== "").join(" ");
}
