import type { Syslog } from "../../shared/formats/syslog.ts";

const vm = { format: "rfc3164", timestamp: "Nov 23 08:58:18", hasYear: false, host: "vm" } as const;
const isoTime = "2026-11-23T08:58:18.205600+00:00";
const iso = { format: "iso", timestamp: isoTime, hasYear: true, host: "vm" } as const;
const modern = { format: "rfc5424", timestamp: isoTime, hasYear: true, host: "vm" } as const;

/** Lines without priority: RFC 3164 as files have it, and rsyslog's ISO form. */
export const fileLines: [line: string, parsed: Syslog][] = [
  [
    "Nov 23 08:58:18 vm cron[9244]: (CRON) INFO (pidfile fd = 3)",
    { ...vm, appName: "cron", procId: "9244", message: "(CRON) INFO (pidfile fd = 3)" },
  ],
  [
    "Nov 23 08:58:18 vm sudo:     root : PWD=/etc/k8s/work/sys ; USER=root ; COMMAND=/usr/bin/true",
    { ...vm, appName: "sudo", message: "    root : PWD=/etc/k8s/work/sys ; USER=root ; COMMAND=/usr/bin/true" },
  ],
  [
    "Nov 23 08:58:18 vm kernel: [    0.000000] Linux version 6.1",
    { ...vm, appName: "kernel", message: "[    0.000000] Linux version 6.1" },
  ],
  [
    "Nov 23 08:58:18 vm kernel: BIOS-e820: [mem 0x0-0x9fbff] usable",
    { ...vm, appName: "kernel", message: "BIOS-e820: [mem 0x0-0x9fbff] usable" },
  ],
  [
    "Jun 14 15:16:01 combo sshd(pam_unix)[19939]: authentication failure; logname= uid=0",
    {
      format: "rfc3164",
      timestamp: "Jun 14 15:16:01",
      hasYear: false,
      host: "combo",
      appName: "sshd",
      module: "pam_unix",
      procId: "19939",
      message: "authentication failure; logname= uid=0",
    },
  ],
  [
    "Jun  9 06:06:20 combo syslogd 1.4.1: restart.",
    {
      format: "rfc3164",
      timestamp: "Jun  9 06:06:20",
      hasYear: false,
      host: "combo",
      message: "syslogd 1.4.1: restart.",
    },
  ],
  [
    "Nov 23 08:58:18 vm systemd-logind[1]: New session 3 of user root.",
    { ...vm, appName: "systemd-logind", procId: "1", message: "New session 3 of user root." },
  ],
  [
    "Nov 23 08:58:18 vm /usr/sbin/irqbalance: Balancing",
    { ...vm, appName: "/usr/sbin/irqbalance", message: "Balancing" },
  ],
  [
    "Nov 23 08:58:18 vm postfix/smtpd[123]: connect from unknown",
    { ...vm, appName: "postfix/smtpd", procId: "123", message: "connect from unknown" },
  ],
  [
    "Nov 23 08:58:18 vm (udev-worker)[345]: eth0: renamed",
    { ...vm, appName: "(udev-worker)", procId: "345", message: "eth0: renamed" },
  ],
  ["Nov 23 08:58:18 vm puppet::agent[12]: x", { ...vm, appName: "puppet::agent", procId: "12", message: "x" }],
  ["Nov 23 08:58:18 vm app[]:x", { ...vm, appName: "app", message: "x" }],
  ["Nov 23 08:58:18 vm app:", { ...vm, appName: "app", message: "" }],
  ["Nov 23 08:58:18 vm last message repeated 2 times", { ...vm, message: "last message repeated 2 times" }],
  ["Nov 23 08:58:18 vm -- MARK --", { ...vm, message: "-- MARK --" }],
  ["Nov 23 08:58:18 vm see http://x.org/: it is there", { ...vm, message: "see http://x.org/: it is there" }],
  [
    "Nov 23 08:58:18 ip-172-31-33-197 sshd[5433]: Accepted publickey",
    { ...vm, host: "ip-172-31-33-197", appName: "sshd", procId: "5433", message: "Accepted publickey" },
  ],
  ["Nov 23 08:58:18 fe80::1 sshd[1]: x", { ...vm, host: "fe80::1", appName: "sshd", procId: "1", message: "x" }],
  ["Nov 23 08:58:18 vm app[1]: two\nlines\r\n", { ...vm, appName: "app", procId: "1", message: "two\nlines" }],
  [
    "Nov 23 2026 08:58:18 vm app[1]: x",
    { ...vm, timestamp: "Nov 23 2026 08:58:18", hasYear: true, appName: "app", procId: "1", message: "x" },
  ],
  [
    "Nov 23 08:58:18 2026 vm app[1]: x",
    { ...vm, timestamp: "Nov 23 08:58:18 2026", hasYear: true, appName: "app", procId: "1", message: "x" },
  ],
  ["Nov 23 08:58:18 ERROR foo: bar", without(vm, "ERROR foo: bar")],
  ["Nov 23 08:58:18 hello", without(vm, "hello")],
  [
    `${isoTime} vm cron[9244]: (CRON) INFO (pidfile fd = 3)`,
    { ...iso, appName: "cron", procId: "9244", message: "(CRON) INFO (pidfile fd = 3)" },
  ],
  [
    `${isoTime} vm sudo: pam_unix(sudo:session): session closed for user root`,
    { ...iso, appName: "sudo", message: "pam_unix(sudo:session): session closed for user root" },
  ],
  [
    "2026-11-23T09:06:35.795712+0000 vm kernel: NX (Execute Disable) protection: active",
    {
      ...iso,
      timestamp: "2026-11-23T09:06:35.795712+0000",
      appName: "kernel",
      message: "NX (Execute Disable) protection: active",
    },
  ],
  [
    "2026-11-23T09:06:35Z ip-10-0-1-11.ec2.internal systemd[1]: Started.",
    {
      ...iso,
      timestamp: "2026-11-23T09:06:35Z",
      host: "ip-10-0-1-11.ec2.internal",
      appName: "systemd",
      procId: "1",
      message: "Started.",
    },
  ],
  [
    "2026-11-23T09:06:35Z 2ea49a23-ff39-4bf5-8761-439f99b7c5f6 app[1]: x",
    {
      ...iso,
      timestamp: "2026-11-23T09:06:35Z",
      host: "2ea49a23-ff39-4bf5-8761-439f99b7c5f6",
      appName: "app",
      procId: "1",
      message: "x",
    },
  ],
];

/** Lines with a priority, and what the text behind it says. */
export const sentLines: [priority: number, line: string, parsed: Syslog][] = [
  [
    78,
    "Nov 23 08:58:18 cron[9244]: (CRON) INFO (pidfile fd = 3)",
    { ...without(vm, "(CRON) INFO (pidfile fd = 3)"), appName: "cron", procId: "9244" },
  ],
  [
    34,
    "Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
    {
      ...vm,
      timestamp: "Oct 11 22:14:15",
      host: "mymachine",
      appName: "su",
      message: "'su root' failed for lonvick on /dev/pts/8",
    },
  ],
  [
    13,
    "Feb  5 17:32:18 10.0.0.99 Use the BFG!",
    { ...vm, timestamp: "Feb  5 17:32:18", host: "10.0.0.99", message: "Use the BFG!" },
  ],
  [
    166,
    "Nov 23 2026 08:58:18: %ASA-6-302013: Built outbound",
    { ...without(vm, "Built outbound"), timestamp: "Nov 23 2026 08:58:18", hasYear: true, appName: "%ASA-6-302013" },
  ],
  [30, `${isoTime} vm app[1]: x`, { ...iso, appName: "app", procId: "1", message: "x" }],
  [
    78,
    `1 ${isoTime} vm cron 9244 - -  (CRON) INFO (pidfile fd = 3)`,
    { ...modern, appName: "cron", procId: "9244", message: "(CRON) INFO (pidfile fd = 3)" },
  ],
  [85, `1 ${isoTime} vm sudo - - -      root : PWD=/`, { ...modern, appName: "sudo", message: "    root : PWD=/" }],
  [
    34,
    "1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - BOM'su root' failed for lonvick on /dev/pts/8",
    {
      ...modern,
      timestamp: "2003-10-11T22:14:15.003Z",
      host: "mymachine.example.com",
      appName: "su",
      msgId: "ID47",
      message: "'su root' failed for lonvick on /dev/pts/8",
    },
  ],
  [
    165,
    "1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
    {
      ...modern,
      timestamp: "2003-08-24T05:14:15.000003-07:00",
      host: "192.0.2.1",
      appName: "myproc",
      procId: "8710",
      message: "%% It's time to make the do-nuts.",
    },
  ],
  [
    165,
    '1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"][examplePriority@32473 class="high"] BOMAn application event log entry...',
    {
      ...modern,
      timestamp: "2003-10-11T22:14:15.003Z",
      host: "mymachine.example.com",
      appName: "evntslog",
      msgId: "ID47",
      structuredData: {
        "exampleSDID@32473": { iut: "3", eventSource: "Application", eventID: "1011" },
        "examplePriority@32473": { class: "high" },
      },
      message: "An application event log entry...",
    },
  ],
  [0, "1 - - - - - -", { format: "rfc5424", timestamp: "-", hasYear: false, message: "" }],
  [191, "2 - h - - - - \ufeffhé", { format: "rfc5424", timestamp: "-", hasYear: false, host: "h", message: "hé" }],
  [
    13,
    "1 - h a p m [x]",
    {
      format: "rfc5424",
      timestamp: "-",
      hasYear: false,
      host: "h",
      appName: "a",
      procId: "p",
      msgId: "m",
      structuredData: { x: {} },
      message: "",
    },
  ],
  [
    13,
    String.raw`1 - - - - - [x a="q\"b\\s\]n\o" a="2"] BOMB found`,
    {
      format: "rfc5424",
      timestamp: "-",
      hasYear: false,
      structuredData: { x: { a: String.raw`q"b\s]n\o,2` } },
      message: "BOMB found",
    },
  ],
  [13, "1 - - - - - [=] x", { format: "rfc5424", timestamp: "-", hasYear: false, message: "[=] x" }],
  [13, '1 - - - - - [x ="1"] y', { format: "rfc5424", timestamp: "-", hasYear: false, message: '[x ="1"] y' }],
  [13, '1 - - - - - [x a="1] y', { format: "rfc5424", timestamp: "-", hasYear: false, message: '[x a="1] y' }],
  [13, "1 - - - - - [not data] x", { format: "rfc5424", timestamp: "-", hasYear: false, message: "[not data] x" }],
  [13, '1 - - - - - [x a="1" text', { format: "rfc5424", timestamp: "-", hasYear: false, message: '[x a="1" text' }],
  [13, '1 - - - - - [x a="1"]y', { format: "rfc5424", timestamp: "-", hasYear: false, message: '[x a="1"]y' }],
];

function without(line: Syslog | typeof vm, message: string): Syslog {
  const { format, timestamp, hasYear } = line;
  return { format, timestamp, hasYear, message };
}

/** Lines of other formats that begin like syslog. */
export const otherLines = [
  "",
  "hello",
  "2023-01-01T00:00:00Z INFO foo bar",
  "2023-01-01T00:00:00Z INFO foo: bar",
  "2023-01-01T00:00:00Z  INFO my_crate::module: started",
  "2023-01-01T00:00:00Z ERROR my_crate::module: failed",
  "2023-01-01T00:00:00Z 7 main.go:12: x",
  "2023-01-01T00:00:00Z vm main.go:12: x",
  "2020-02-25T22:04:08.390Z 2ea49a23-ff39-4bf5-8761-439f99b7c5f6 Task timed out after 3.00 seconds",
  "2020-02-25T22:04:08.390Z 2ea49a23-ff39-4bf5-8761-439f99b7c5f6 error: x",
  "2020-03-05T16:30:36.113Z\tf08bb4c8-d6b2-4f05-ac17-af7e2ba005fb\tDEBUG\tx: y",
  "2016-10-06T00:17:09.669794202Z stdout F The content of the log entry 1",
  "2016-10-06T00:17:09.669794202Z stdout F: x",
  "2023-03-23T15:09:32Z I! [processors.ec2tagger] ec2tagger: started",
  "2016-08-15T15:54:41Z [WARN] Invalid value for task cleanup duration: 3h0m0s",
  "2026-11-23T08:58:18Z ERROR: something",
  "2026-11-23T08:58:18Z vm",
  "2026-11-23T08:58:18Z vm 12: x",
  "2026-11-23T08:58:18 vm app[1]: x",
  "2026-11-23 08:58:18 vm app[1]: x",
  "Nov 23 08:58:18",
  "Nov 23 08:58:18 ",
  "Nov 23 08:58 vm app[1]: x",
  "Nov 23 08:58:18.1234567890 vm app[1]: x",
  "Nov 23 08:58:18Z vm app[1]: x",
  "Now 23 08:58:18 vm app[1]: x",
  "<192>Nov 23 08:58:18 vm app[1]: x",
  "<1234>Nov 23 08:58:18 vm app[1]: x",
  "<13> Nov 23 08:58:18 vm app[1]: x",
  "<13>1 2026-11-23 vm app 1 - - x",
  "<13>1 - - -",
  "<13>0 - - - - - - x",
  "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>",
];
