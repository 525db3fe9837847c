import type { Draft } from "../schema/draft.ts";

/**
 * Fills user, address and outcome from a message of sshd, PAM, sudo or cron, as Linux writes it to `secure`, `auth.log` and
 * `cron` (openssh: auth.c, packet.c; sudo: logging.c; Linux-PAM: pam_unix). An outcome is only given where the message is about
 * an attempt: the end of a session that was let in is neither success nor failure.
 *
 * @param program the syslog tag.
 * @param message what stands behind it.
 */
export function fillFromSecureMessage(program: string, message: string, record: Draft): void {
  if (program.startsWith("sshd")) fillFromSshd(message, record);
  else if (program === "sudo") fillFromSudo(message, record);
  else if (/^cron/i.test(program)) fillFromCron(message, record);
  else if (program === "pam_unix" || message.startsWith("pam_unix(") || message.includes("rhost="))
    fillFromPam(message, record);
}

const SUCCESS = /^Accepted \S+ for /;
const FAILURE =
  /^(?:Failed \S+ for |Invalid user|Illegal user|error: PAM: .{0,60}(?:failure|error|denied)|error: maximum authentication attempts|User .{0,200} not allowed because|Disconnecting .{0,300}Too many authentication failures|fatal: Timeout before authentication|(?:Connection (?:closed|reset) by|Disconnect(?:ed from|ing)) (?:invalid|illegal|authenticating) user )/i;
/** rsyslog and systemd fold repetitions. */
const REPEATED = /^message repeated \d{1,6} times: \[ ?(.*?)\]?$/;

/** `from 10.0.0.1 port 22`, the last one: user names come from the other side and may hold these words, too. */
const FROM_PORT = /.*(?:from|with) (\S+?)(?: port (\d{1,5}))?(?=[:;, ]|$)/;
/** `Connection closed by invalid user x 10.0.0.1 port 22 [preauth]`, `Disconnected from user x 10.0.0.1 port 22`. */
const USER_ADDRESS_PORT = /(?:^| )(\S+) port (\d{1,5})(?=[:; ]|$)/;
const USERS: readonly RegExp[] = [
  /^(?:Accepted|Failed|Postponed|Partial) \S+ for (?:invalid user |illegal user )?(.*) from \S+(?: port \d{1,5})?(?: |$)/,
  /^(?:Invalid|Illegal) user (.*) from \S+/,
  /^(?:Connection (?:closed|reset) by|Disconnected from|Disconnecting) (?:invalid |illegal |authenticating )?user (.*) \S+ port \d{1,5}/,
  /^error: (?:PAM: .{0,100}?|maximum authentication attempts exceeded) for (?:invalid user |illegal user )?(.*) from \S+/,
  /^User (.*) from \S+ not allowed because/,
];
const ADDRESS = /^(?:[0-9A-Fa-f:.]*[.:][0-9A-Fa-f:.]*(?:%\w{1,16})?|UNKNOWN|[\w-]{1,63}(?:\.[\w-]{1,63}){1,20})$/;

/** Longer messages of sshd hold what a client has sent. */
const LONGEST = 2_000;

function fillFromSshd(said: string, record: Draft): void {
  if (said.length > LONGEST) return;
  const message = REPEATED.exec(said)?.[1] ?? said;
  if (message.includes("pam_unix(") || message.includes("rhost=")) {
    fillFromPam(message, record);
    return;
  }
  const { attributes } = record;
  if (SUCCESS.test(message)) attributes["event.outcome"] = "success";
  else if (FAILURE.test(message)) attributes["event.outcome"] = "failure";
  for (const form of USERS) {
    const user = form.exec(message)?.[1]?.trim();
    if (user === undefined) continue;
    if (user !== "") attributes["user.name"] = user;
    break;
  }
  fillClient(message, record);
}

function fillClient(message: string, { attributes }: Draft): void {
  if (!/ (?:from|by|with) |^Disconnect/.test(message)) return;
  const [, address, port] = USER_ADDRESS_PORT.exec(message) ?? FROM_PORT.exec(message) ?? closedBy(message) ?? [];
  if (address === undefined || !ADDRESS.test(address)) return;
  attributes["client.address"] = address;
  if (port !== undefined) attributes["client.port"] = Number(port);
}

/** Older releases name no port: `Connection closed by 10.0.0.1 [preauth]`, `Received disconnect from 10.0.0.1: 11: Bye`. */
function closedBy(message: string): RegExpExecArray | undefined {
  return /^Connection (?:closed|reset) by (\S+?)(?=[:; ]|$)/.exec(message) ?? undefined;
}

/** `pam_unix(sshd:auth): authentication failure; logname= uid=0 … rhost=10.0.0.1  user=root`; sessions name the user after `for`. */
function fillFromPam(message: string, { attributes }: Draft): void {
  if (message.length > LONGEST) return;
  if (/(?:^|: )authentication failure;|check pass; user unknown|account .{0,60}(?:expired|locked)/.test(message)) {
    attributes["event.outcome"] = "failure";
  }
  const host = / rhost=(\S+)/.exec(message)?.[1];
  if (host !== undefined) attributes["client.address"] = host;
  const user = / user=(\S+)/.exec(message)?.[1] ?? /session (?:opened|closed) for user ([^\s(]+)/.exec(message)?.[1];
  if (user !== undefined) attributes["user.name"] = user;
}

const SUDO_REFUSED =
  /^(?:command not allowed|user NOT in sudoers|\d+ incorrect password attempts?|a password is required|sorry, )/i;

/** `alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/ls`, after a refusal with its reason in front. */
function fillFromSudo(message: string, record: Draft): void {
  if (message.startsWith("pam_")) {
    fillFromPam(message, record);
    return;
  }
  const { attributes, payload } = record;
  const colon = message.indexOf(" : ");
  const command = message.indexOf(" COMMAND=");
  if (colon < 0) return;
  const user = message.slice(0, colon).trim();
  if (!/^\S{1,256}$/.test(user)) return;
  attributes["user.name"] = user;
  if (command >= 0) attributes["process.command"] = message.slice(command + " COMMAND=".length);
  const sudo: Record<string, string> = {};
  for (const part of message.slice(colon + 3, command < 0 ? message.length : command).split(" ; ")) {
    const [, key, value] = /^([A-Z]{3,12})=(.*?)\s*;?$/.exec(part.trim()) ?? [];
    if (key !== undefined && value !== undefined) sudo[key.toLowerCase()] = value;
    else if (SUDO_REFUSED.test(part.trim())) attributes["event.outcome"] = "failure";
  }
  if (Object.keys(sudo).length > 0) payload["sudo"] = sudo;
}

/** `(root) CMD (run-parts /etc/cron.hourly)` */
function fillFromCron(message: string, { attributes }: Draft): void {
  const [, user, command] = /^\(([^)]{1,64})\) CMD \((.*)\)$/.exec(message) ?? [];
  if (user === undefined || command === undefined) return;
  attributes["user.name"] = user;
  attributes["process.command"] = command.trim();
}
