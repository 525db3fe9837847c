/** A `key=value` of an audit record. */
export interface AuditPair {
  readonly key: string;
  /** Without its quotes; hexadecimal values as they stand. */
  readonly value: string;
  /** It stood in quotes. Text that the kernel does not trust is in quotes, or in hexadecimal without them. */
  readonly quoted: boolean;
}

/** One record of the Linux audit system; the records of one event share time and serial. */
export interface AuditRecord {
  /** Host, where the daemon writes it (name_format in auditd.conf). */
  readonly node: string | undefined;
  /** `SYSCALL`, `USER_LOGIN`…; a number where the daemon knows no name. */
  readonly type: string;
  /** As written: epoch seconds with milliseconds, or a local time where `ausearch -i` wrote it. */
  readonly time: string;
  readonly serial: number;
  /** In order; those within `msg='…'` like the others. */
  readonly pairs: readonly AuditPair[];
  /** Words that belong to no pair: `avc: denied { name_bind } for`. */
  readonly words: string;
}

const HEADER = /^(?:node=(\S{1,255}) )?type=(\w{1,40}(?:\[\d{1,5}\])?) (?:msg=)?audit\(([^()\n]{1,40}):(\d{1,15})\) ?:/;

/** Whether a text begins as an audit record does. */
export function isAuditRecord(text: string): boolean {
  return (text.startsWith("type=") || text.startsWith("node=")) && HEADER.test(text);
}

/**
 * Parses a line of /var/log/audit/audit.log: `type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 …`, with the
 * interpreted pairs that `log_format = ENRICHED` puts behind a group separator. Linear.
 *
 * @returns undefined for any other text.
 */
export function parseAuditRecord(text: string): AuditRecord | undefined {
  const header = HEADER.exec(text);
  if (header === null) return undefined;
  const [whole, node, type = "", time = "", serial = ""] = header;
  const pairs: AuditPair[] = [];
  const words: string[] = [];
  readPairs({ text, pairs, words, nested: false }, whole.length, text.length);
  return { node, type, time, serial: Number(serial), pairs, words: words.join(" ") };
}

const GROUP_SEPARATOR = 0x1d;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === GROUP_SEPARATOR;
}

/** What is read, and into what. */
interface Reading {
  readonly text: string;
  readonly pairs: AuditPair[];
  readonly words: string[];
  /** Within `msg='…'`, which holds no other. */
  readonly nested: boolean;
}

function readPairs(reading: Reading, from: number, to: number): void {
  const { text, pairs, words } = reading;
  let prefix = "";
  let at = from;
  while (at < to) {
    if (isBlank(text.charCodeAt(at)) || (text[at] === "," && isBlank(text.charCodeAt(at + 1)))) {
      at++;
      continue;
    }
    const equals = keyEnd(text, at, to);
    if (equals < 0) {
      const end = wordEnd(text, at, to);
      const word = text.slice(at, end);
      // The kernel once wrote `old auid=0 new auid=1000`, and has since written `old-auid=0 auid=1000`.
      if (word === "old" || word === "new") prefix = `${word}-`;
      else if (!continueOperation(pairs, word)) words.push(word.replace(/,$/, ""));
      at = end;
      continue;
    }
    const key = prefix + text.slice(at, equals);
    prefix = "";
    at = readValue(reading, key, equals + 1, to);
  }
}

/** `op=adding group to /etc/group id=1004`: the one value that is words, without quotes. */
function continueOperation(pairs: AuditPair[], word: string): boolean {
  const last = pairs.at(-1);
  if (last?.key !== "op" || last.quoted) return false;
  pairs[pairs.length - 1] = { ...last, value: last.value === "" ? word : `${last.value} ${word}` };
  return true;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", "{": "}" };

/** Reads the value at `at` and gives the index after it. */
function readValue(reading: Reading, key: string, at: number, to: number): number {
  const { text, pairs, nested } = reading;
  const first = text[at] ?? "";
  if (first === "'" && key === "msg" && !nested) {
    const end = closingApostrophe(text, at + 1, to);
    readPairs({ ...reading, nested: true }, at + 1, end);
    return end + 1;
  }
  const closing = CLOSING[first];
  if (closing !== undefined && at < to) {
    const close = text.indexOf(closing, at + 1);
    const end = close < 0 || close >= to ? to : close;
    const value = first === "{" ? text.slice(at, Math.min(end + 1, to)) : text.slice(at + 1, end);
    pairs.push({ key, value, quoted: first !== "{" });
    return Math.min(end + 1, to);
  }
  const end = wordEnd(text, at, to);
  // Shippers drop the separator between raw and interpreted pairs: `key=(null)ARCH=x86_64`.
  const glued = text.startsWith("(null)", at) && end > at + 6 ? at + 6 : end;
  pairs.push({ key, value: text.slice(at, glued).replace(/,$/, ""), quoted: false });
  return glued;
}

/** The quote that ends `msg='…'`: the last one before the interpreted pairs, as names within may hold quotes. */
function closingApostrophe(text: string, from: number, to: number): number {
  const separator = text.indexOf(`'${String.fromCharCode(GROUP_SEPARATOR)}`, from);
  if (separator >= 0 && separator < to) return separator;
  const last = text.lastIndexOf("'", to - 1);
  // Behind it only blanks or interpreted pairs (`'UID="root"`) can stand; else the record was cut.
  return last < from || !/^(?:\s*$|\s*[A-Z]+=)/.test(text.slice(last + 1, Math.min(last + 40, to))) ? to : last;
}

/** Index of the `=` that ends a key (letters, digits, `_`, `-`, `.`) at `at`, or −1. */
function keyEnd(text: string, at: number, to: number): number {
  let index = at;
  while (index < to && isKeyChar(text.charCodeAt(index))) index++;
  return index > at && index < to && text[index] === "=" ? index : -1;
}

function isKeyChar(code: number): boolean {
  if (code >= 0x61 && code <= 0x7a) return true;
  if (code >= 0x30 && code <= 0x39) return true;
  return (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x2d || code === 0x2e;
}

function wordEnd(text: string, at: number, to: number): number {
  let index = at;
  while (index < to && !isBlank(text.charCodeAt(index))) index++;
  return index;
}

/**
 * The text of a value that the kernel does not trust (names, commands): as it is in quotes, else decoded from hexadecimal;
 * arguments are separated by NUL there and by a space here. A value that is neither is text already (`ausearch -i`).
 */
export function auditText({ value, quoted }: AuditPair): string | undefined {
  if (value === "?" || value === "(null)" || value === "") return undefined;
  if (quoted || !/^(?:[0-9A-F]{2})+$/.test(value)) return value;
  return Buffer.from(value, "hex").toString("utf8").replace(/\0+$/, "").replaceAll("\0", " ");
}
