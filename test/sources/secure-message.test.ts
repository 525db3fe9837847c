import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft } from "../../shared/schema/draft.ts";
import { fillFromSecureMessage } from "../../shared/sources/secure-message.ts";
import { anyText } from "../formats/damaged-lines.ts";
import { said } from "./drafts.ts";

function attributesOf(program: string, message: string): Record<string, unknown> {
  const draft = newDraft(message);
  fillFromSecureMessage(program, message, draft);
  return said(draft);
}

function attempt(
  outcome: string | undefined,
  user: string | undefined,
  address: string | undefined,
  port?: number,
): Record<string, unknown> {
  const all = { "event.outcome": outcome, "user.name": user, "client.address": address, "client.port": port };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

describe("sshd", () => {
  it.each([
    [
      "Accepted publickey for root from 127.0.0.1 port 46298 ssh2: ED25519 SHA256:Tz7b",
      attempt("success", "root", "127.0.0.1", 46_298),
    ],
    [
      "Accepted password for fztu from 119.137.62.142 port 49116 ssh2",
      attempt("success", "fztu", "119.137.62.142", 49_116),
    ],
    [
      "Failed password for root from 202.109.143.106 port 1786 ssh2",
      attempt("failure", "root", "202.109.143.106", 1786),
    ],
    [
      "Failed password for invalid user webmaster from 173.234.31.186 port 38926 ssh2",
      attempt("failure", "webmaster", "173.234.31.186", 38_926),
    ],
    [
      "Failed none for invalid user a from b from 5.188.10.180 port 1 ssh2",
      attempt("failure", "a from b", "5.188.10.180", 1),
    ],
    ["Invalid user webmaster from 173.234.31.186", attempt("failure", "webmaster", "173.234.31.186")],
    ["Invalid user  from 173.234.31.186 port 5", attempt("failure", undefined, "173.234.31.186", 5)],
    [
      "Connection closed by invalid user nosuch 127.0.0.1 port 46312 [preauth]",
      attempt("failure", "nosuch", "127.0.0.1", 46_312),
    ],
    ["Connection closed by 212.47.254.145 [preauth]", attempt(undefined, undefined, "212.47.254.145")],
    ["Connection reset by 127.0.0.1 port 43856", attempt(undefined, undefined, "127.0.0.1", 43_856)],
    ["Disconnected from user root 127.0.0.1 port 46298", attempt(undefined, "root", "127.0.0.1", 46_298)],
    ["Disconnected from authenticating user root fe80::1 port 22 [preauth]", attempt("failure", "root", "fe80::1", 22)],
    [
      "Received disconnect from 127.0.0.1 port 46298:11: disconnected by user",
      attempt(undefined, undefined, "127.0.0.1", 46_298),
    ],
    [
      "Received disconnect from 5.36.59.76: 14: No more user authentication methods available. [preauth]",
      attempt(undefined, undefined, "5.36.59.76"),
    ],
    [
      "error: PAM: Authentication failure for illegal user ghost from 127.0.0.1",
      attempt("failure", "ghost", "127.0.0.1"),
    ],
    [
      "error: maximum authentication attempts exceeded for root from 127.0.0.1 port 46346 ssh2 [preauth]",
      attempt("failure", "root", "127.0.0.1", 46_346),
    ],
    [
      "User mallory from 1.2.3.4 not allowed because not listed in AllowUsers",
      attempt("failure", "mallory", "1.2.3.4"),
    ],
    [
      "message repeated 5 times: [ Failed password for root from 183.62.140.253 port 36300 ssh2]",
      attempt("failure", "root", "183.62.140.253", 36_300),
    ],
    [
      "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=127.0.0.1  user=root",
      attempt("failure", "root", "127.0.0.1"),
    ],
    ["pam_unix(sshd:session): session opened for user root(uid=0) by (uid=0)", attempt(undefined, "root", undefined)],
    ["Server listening on 0.0.0.0 port 22.", {}],
  ])("%s", (message, expected) => {
    expect(attributesOf("sshd", message)).toEqual(expected);
  });
});

describe("others", () => {
  it.each([
    [
      "pam_unix",
      "authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=218.188.2.4 ",
      attempt("failure", undefined, "218.188.2.4"),
    ],
    ["pam_unix", "session opened for user cyrus by (uid=0)", attempt(undefined, "cyrus", undefined)],
    [
      "sudo",
      "ec2-user : TTY=pts/0 ; PWD=/home/ec2-user ; USER=root ; COMMAND=/bin/cat /etc/a ; b",
      { "user.name": "ec2-user", "process.command": "/bin/cat /etc/a ; b" },
    ],
    [
      "sudo",
      "    root : PWD=/ ; USER=nobody ; COMMAND=/usr/bin/id",
      { "user.name": "root", "process.command": "/usr/bin/id" },
    ],
    [
      "sudo",
      "bob : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls",
      { "event.outcome": "failure", "user.name": "bob", "process.command": "/bin/ls" },
    ],
    [
      "CROND",
      "(root) CMD (run-parts /etc/cron.hourly)",
      { "user.name": "root", "process.command": "run-parts /etc/cron.hourly" },
    ],
    ["systemd", "Started Session 12 of user ec2-user.", {}],
    ["nginx", "Accepted password for root from 1.2.3.4 port 5", {}],
  ])("%s: %s", (program, message, expected) => {
    expect(attributesOf(program, message)).toEqual(expected);
  });

  it("take any text", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("sshd", "sudo", "cron", "su"),
        anyText,
        (program, text) => typeof attributesOf(program, text) === "object",
      ),
    );
  });
});
