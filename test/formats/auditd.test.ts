import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditText, isAuditRecord, parseAuditRecord } from "../../shared/formats/auditd.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const SYSCALL =
  'type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no exit=-13 comm="cat" exe="/bin/cat" subj=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023 key="sshd_config"';
const LOGIN =
  'type=USER_LOGIN msg=audit(1427389321.984:439): pid=2363 uid=0 auid=4294967295 msg=\'op=login acct="root" exe="/usr/sbin/sshd" hostname=? addr=192.168.122.1 terminal=ssh res=failed\'';
const lines = [SYSCALL, LOGIN];

/** The pairs of a record without its header. */
function pairsOf(rest: string): [string, string][] | undefined {
  return parseAuditRecord(`type=X msg=audit(1.000:1): ${rest}`)?.pairs.map(({ key, value }) => [key, value]);
}

describe("parseAuditRecord", () => {
  it("parses a system call", () => {
    const record = parseAuditRecord(SYSCALL);
    expect(record).toMatchObject({
      node: undefined,
      type: "SYSCALL",
      time: "1364481363.243",
      serial: 24287,
      words: "",
    });
    expect(record?.pairs.map(({ key, value }) => `${key}=${value}`)).toEqual([
      "arch=c000003e",
      "syscall=2",
      "success=no",
      "exit=-13",
      "comm=cat",
      "exe=/bin/cat",
      "subj=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023",
      "key=sshd_config",
    ]);
    expect(record?.pairs.at(-1)).toEqual({ key: "key", value: "sshd_config", quoted: true });
  });

  it("puts the pairs of a program's message among the others", () => {
    expect(
      parseAuditRecord(LOGIN)
        ?.pairs.slice(2)
        .map(({ key, value }) => [key, value]),
    ).toEqual([
      ["auid", "4294967295"],
      ["op", "login"],
      ["acct", "root"],
      ["exe", "/usr/sbin/sshd"],
      ["hostname", "?"],
      ["addr", "192.168.122.1"],
      ["terminal", "ssh"],
      ["res", "failed"],
    ]);
  });

  it.each([
    ["a host in front", `node=web-1 ${LOGIN}`, { node: "web-1", type: "USER_LOGIN" }],
    ["an unknown type", "type=UNKNOWN[1335] msg=audit(1.000:6): pid=1", { type: "UNKNOWN[1335]" }],
    [
      "what ausearch -i interprets",
      "type=LOGIN msg=audit(31/03/19 20:07:08.116:87) : pid=1",
      { time: "31/03/19 20:07:08.116" },
    ],
    ["the kernel's own form", 'type=1400 audit(1490386723.364:22): apparmor="DENIED"', { type: "1400", serial: 22 }],
    ["words", "type=AVC msg=audit(1.000:6): avc:  denied  { read } for  pid=1", { words: "avc: denied { read } for" }],
    ["a comma behind a word", "type=DAEMON_START msg=audit(1.000:6): auditd start, ver=2.4", { words: "auditd start" }],
  ])("parses %s", (_, line, parts) => {
    expect(parseAuditRecord(line)).toMatchObject(parts);
  });

  it.each([
    [
      "old auid=0 new auid=700",
      [
        ["old-auid", "0"],
        ["new-auid", "700"],
      ],
    ],
    [
      "op=adding group to /etc/group id=1004",
      [
        ["op", "adding group to /etc/group"],
        ["id", "1004"],
      ],
    ],
    [
      "op= id=1004",
      [
        ["op", ""],
        ["id", "1004"],
      ],
    ],
    [
      "msg='op=start mac= pfs=x  exe=\"/a\"'",
      [
        ["op", "start"],
        ["mac", ""],
        ["pfs", "x"],
        ["exe", "/a"],
      ],
    ],
    [
      'key=(null)ARCH=x86_64 UID="root"',
      [
        ["key", "(null)"],
        ["ARCH", "x86_64"],
        ["UID", "root"],
      ],
    ],
    ["key=(null)", [["key", "(null)"]]],
    [
      "saddr=02\u001dSADDR={ saddr_fam=inet lport=53 }",
      [
        ["saddr", "02"],
        ["SADDR", "{ saddr_fam=inet lport=53 }"],
      ],
    ],
    [
      'msg=\'acct="o\'brien" res=ok\'\u001dUID="root"',
      [
        ["acct", "o'brien"],
        ["res", "ok"],
        ["UID", "root"],
      ],
    ],
    [
      'msg=\'acct="o\'brien" res=ok\'UID="root"',
      [
        ["acct", "o'brien"],
        ["res", "ok"],
        ["UID", "root"],
      ],
    ],
    [
      "msg='op=x acct=\"o'bri",
      [
        ["op", "x"],
        ["acct", "o'bri"],
      ],
    ],
    [
      "a='b c' d=e",
      [
        ["a", "b c"],
        ["d", "e"],
      ],
    ],
    ['name="cut', [["name", "cut"]]],
  ])("reads the pairs of %j", (rest, pairs) => {
    expect(pairsOf(rest)).toEqual(pairs);
  });

  it.each([
    "",
    "type=SYSCALL",
    "type=SYSCALL msg=audit(1)",
    "type = X msg=audit(1.0:1):",
    "level=info type=X",
    SYSCALL.slice(1),
  ])("does not parse %j", (text) => {
    expect(parseAuditRecord(text)).toBeUndefined();
    expect(isAuditRecord(text)).toBe(false);
  });

  it("takes any text, and makes nothing up", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          damaged(lines),
          anyText.map((text) => `${SYSCALL} ${text}`),
        ),
        (text) => {
          const record = parseAuditRecord(text);
          expect(record !== undefined).toBe(isAuditRecord(text));
          const madeUp = (record?.pairs ?? []).filter(
            ({ key, value }) =>
              !text.includes(key.replace(/^(?:old|new)-/, "")) || (key !== "op" && !text.includes(value)),
          );
          expect(madeUp).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(["a=b ", "a='", 'a="', "msg='", "op=x ", "w ", "old ", "=", "{", "a={", "'", "\u001d'"])(
    "gets through a megabyte of %j",
    (unit) => {
      const record = parseAuditRecord(`${SYSCALL} ${unit.repeat(Math.ceil(1_000_000 / unit.length))}`);
      expect(record?.pairs.length).toBeGreaterThanOrEqual(8);
    },
  );
});

describe("auditText", () => {
  it.each([
    ["cat", true, "cat"],
    ["636174002F6574632F736861646F77", false, "cat /etc/shadow"],
    ["62617368", false, "bash"],
    ["62617368", true, "62617368"],
    ["6563686F00", false, "echo"],
    ["/usr/bin/top", false, "/usr/bin/top"],
    ["?", false, undefined],
    ["(null)", false, undefined],
    ["", true, undefined],
  ])("reads %s", (value, quoted, text) => {
    expect(auditText({ key: "k", value, quoted })).toBe(text);
  });

  it("gives back any name that the kernel has encoded", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        fc.pre(!name.includes("\0"));
        const value = Buffer.from(name).toString("hex").toUpperCase();
        expect(auditText({ key: "name", value, quoted: false })).toBe(Buffer.from(name).toString());
      }),
    );
  });
});
