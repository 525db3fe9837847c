import { readSyslogClock, rfc3339End } from "./clock.ts";

/** RFC 5424 structured data: element id → parameter → value. Objects have no prototype: senders choose the names. */
export type StructuredData = Record<string, Record<string, string>>;

/** One syslog line. */
export interface Syslog {
  format: "rfc3164" | "rfc5424" | "iso";
  /** 0–191: facility × 8 + severity. */
  priority?: number;
  facility?: number;
  /** 0 (emergency) to 7 (debug). */
  severity?: number;
  /** As written; "-" where RFC 5424 says that there is none. */
  timestamp: string;
  hasYear: boolean;
  host?: string;
  appName?: string;
  /** What old PAM puts in brackets behind the tag: `pam_unix` of `sshd(pam_unix)[19939]:`. */
  module?: string;
  procId?: string;
  msgId?: string;
  structuredData?: StructuredData;
  message: string;
}

interface Tag {
  appName: string;
  module?: string;
  procId?: string;
  end: number;
}

const facilityNames = (
  "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock " +
  "local0 local1 local2 local3 local4 local5 local6 local7"
).split(" ");

const priorityForm = /^<(\d{1,3})>/;
const versionForm = /[1-9]\d? /y;
const tagForm = /(\([^\s()[\]]+\)|[^\s()[\]]+?)(?:\(([^\s()]*)\))?(?:\[([^\s[\]]*)\]:|:(?=\s|$)) ?/y;
const hostForm = /^(?=.*[\dA-Za-z])(?:[\w.-]{1,255}|[\dA-Fa-f:.]{2,64})$/;
const levelForm = /^(?:trace|debug|info|information|notice|warn|warning|err|error|severe|crit|critical|fatal|panic)$/i;
const uuidForm = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const LONGEST_TAG = 256;

/** The name of a facility number (RFC 5424, table 1, with the short names of syslog.h); `undefined` above 23. */
export function syslogFacilityName(facility: number): string | undefined {
  return facilityNames[facility];
}

/**
 * Parses a syslog line: RFC 5424, RFC 3164 (with or without `<PRI>`, host, tag or year), or rsyslog's ISO form.
 *
 * A line that only starts with an ISO time is nobody's in particular, so there a host and a `tag:` or `tag[pid]:` are
 * required, and neither a level, a request id nor a stream name passes for a host. One space after the tag goes, and the one that
 * rsyslog adds in front of an RFC 5424 message, its byte-order mark and line breaks at the end too.
 * Sources: RFC 3164, RFC 5424, rsyslog's RSYSLOG_TraditionalFileFormat, RSYSLOG_FileFormat and RSYSLOG_SyslogProtocol23Format.
 */
export function parseSyslog(text: string): Syslog | undefined {
  const line = withoutLineBreaks(text);
  const match = priorityForm.exec(line);
  if (match === null) return parseTraditional(line, 0) ?? parseIso(line, 0);
  const priority = Number(match[1]);
  if (priority > 191) return undefined;
  const start = match[0].length;
  const parsed = parseRfc5424(line, start) ?? parseTraditional(line, start) ?? parseIso(line, start);
  if (parsed === undefined) return undefined;
  return { ...parsed, priority, facility: priority >> 3, severity: priority & 7 };
}

function parseTraditional(line: string, start: number): Syslog | undefined {
  const clock = readSyslogClock(line, start);
  if (clock === undefined) return undefined;
  // Cisco's devices put a colon behind the time and name no host.
  const colon = line.startsWith(": ", clock.end);
  const bodyStart = clock.end + (colon ? 2 : 1);
  if (bodyStart >= line.length || (!colon && line.charCodeAt(clock.end) !== 0x20)) return undefined;
  const known = {
    format: "rfc3164" as const,
    timestamp: line.slice(start, clock.end),
    hasYear: clock.year !== undefined,
  };
  // What a local program hands to /dev/log has no host: its tag comes first.
  const { end, ...tag } = readTag(line, bodyStart) ?? { end: bodyStart };
  if (end > bodyStart || colon) return { ...known, ...tag, message: line.slice(end) };
  const hostEnd = line.indexOf(" ", bodyStart);
  const host = line.slice(bodyStart, Math.max(hostEnd, bodyStart));
  if (!isHost(host)) return { ...known, message: line.slice(bodyStart) };
  const { end: tagEnd, ...hostTag } = readTag(line, hostEnd + 1) ?? { end: hostEnd + 1 };
  return { ...known, host, ...hostTag, message: line.slice(tagEnd) };
}

function parseIso(line: string, start: number): Syslog | undefined {
  const timeEnd = rfc3339End(line, start);
  if (timeEnd < 0 || line.charCodeAt(timeEnd) !== 0x20) return undefined;
  const hostEnd = line.indexOf(" ", timeEnd + 1);
  const host = line.slice(timeEnd + 1, Math.max(hostEnd, timeEnd + 1));
  if (!isHost(host) || /^\d+$/.test(host) || host === "stdout" || host === "stderr") return undefined;
  const tag = readTag(line, hostEnd + 1);
  if (tag === undefined || !/[A-Za-z]/.test(tag.appName)) return undefined;
  const { end, ...named } = tag;
  // `main.go:12:` and `module::name:` are places in code, and a UUID is a request; a process id settles it.
  if (named.procId === undefined && (named.appName.includes(":") || uuidForm.test(host))) return undefined;
  return {
    format: "iso",
    timestamp: line.slice(start, timeEnd),
    hasYear: true,
    host,
    ...named,
    message: line.slice(end),
  };
}

function parseRfc5424(line: string, start: number): Syslog | undefined {
  versionForm.lastIndex = start;
  if (!versionForm.test(line)) return undefined;
  const fields: string[] = [];
  let at = versionForm.lastIndex;
  while (fields.length < 5) {
    const space = line.indexOf(" ", at);
    const end = space < 0 ? line.length : space;
    if (end === at) return undefined;
    fields.push(line.slice(at, end));
    at = Math.min(end + 1, line.length);
  }
  const [timestamp = "-", host = "-", appName = "-", procId = "-", msgId = "-"] = fields;
  if (timestamp !== "-" && rfc3339End(timestamp, 0) !== timestamp.length) return undefined;
  const data = readStructuredData(line, at);
  return {
    format: "rfc5424",
    timestamp,
    hasYear: timestamp !== "-",
    ...(host === "-" ? {} : { host }),
    ...(appName === "-" ? {} : { appName }),
    ...(procId === "-" ? {} : { procId }),
    ...(msgId === "-" ? {} : { msgId }),
    ...(data.elements === undefined ? {} : { structuredData: data.elements }),
    message: withoutMark(line, data.end),
  };
}

/** Structured data at `start`, and where the message begins. What is not structured data is left to the message. */
function readStructuredData(line: string, start: number): { elements?: StructuredData; end: number } {
  if (line.charCodeAt(start) === 0x2d && endsField(line, start + 1)) return { end: start + 2 };
  const elements = emptyMap<Record<string, string>>();
  let at = start;
  while (line.charCodeAt(at) === 0x5b) {
    const end = readElement(line, at + 1, elements);
    if (end < 0) return { end: start };
    at = end;
  }
  return at > start && endsField(line, at) ? { elements, end: at + 1 } : { end: start };
}

/** Reads `id name="value" …]` into `elements`; the index after it, or −1. Values of a repeated name are joined by commas. */
function readElement(line: string, start: number, elements: StructuredData): number {
  let at = nameEnd(line, start);
  if (at === start) return -1;
  const parameters = (elements[line.slice(start, at)] ??= emptyMap<string>());
  while (line.charCodeAt(at) === 0x20) {
    const equals = nameEnd(line, at + 1);
    if (equals === at + 1 || !line.startsWith('="', equals)) return -1;
    const close = closingQuote(line, equals + 2);
    if (close < 0) return -1;
    const name = line.slice(at + 1, equals);
    const value = line.slice(equals + 2, close).replace(/\\(["\\\]])/g, "$1");
    const earlier = parameters[name];
    parameters[name] = earlier === undefined ? value : `${earlier},${value}`;
    at = close + 1;
  }
  return line.charCodeAt(at) === 0x5d ? at + 1 : -1;
}

/** Names are printable ASCII without `=`, `]`, `"` and space. */
function nameEnd(line: string, start: number): number {
  let index = start;
  for (;;) {
    const char = line.charCodeAt(index);
    if (!(char > 0x20 && char < 0x7f) || char === 0x3d || char === 0x5d || char === 0x22) return index;
    index += 1;
  }
}

function closingQuote(line: string, from: number): number {
  for (let index = from; index < line.length; index += 1) {
    const char = line.charCodeAt(index);
    if (char === 0x22) return index;
    if (char === 0x5c) index += 1;
  }
  return -1;
}

function readTag(line: string, start: number): Tag | undefined {
  const space = line.indexOf(" ", start);
  if ((space < 0 ? line.length : space) - start > LONGEST_TAG) return undefined;
  tagForm.lastIndex = start;
  const match = tagForm.exec(line);
  if (match === null) return undefined;
  const [whole, appName = "", module, procId] = match;
  return {
    appName,
    ...(module === undefined || module === "" ? {} : { module }),
    ...(procId === undefined || procId === "" ? {} : { procId }),
    end: start + whole.length,
  };
}

function isHost(word: string): boolean {
  return hostForm.test(word) && !levelForm.test(word);
}

/** The message: RFC 5424's own examples have the letters BOM where the mark would be (`BOM'su root'`, `BOMAn event`). */
function withoutMark(line: string, start: number): string {
  const at = line.charCodeAt(start) === 0x20 ? start + 1 : start;
  if (line.charCodeAt(at) === 0xfeff) return line.slice(at + 1);
  return line.slice(/^BOM(?:'|[A-Z][a-z])/.test(line.slice(at, at + 5)) ? at + 3 : at);
}

function endsField(line: string, at: number): boolean {
  return at === line.length || line.charCodeAt(at) === 0x20;
}

function emptyMap<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}

function withoutLineBreaks(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 0x0a || text.charCodeAt(end - 1) === 0x0d)) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
