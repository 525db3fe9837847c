/** Values by W3C field name (`cs-method`, `cs(User-Agent)`); `-` stands for no value and is left out. */
export type W3cEntry = Map<string, string>;

const DIRECTIVE = /^#(Software|Version|Date|Start-Date|End-Date|Fields|Remark|Time Format): ?([^\n]*)$/;

/**
 * Parses a directive line of a W3C extended log (https://www.w3.org/TR/WD-logfile.html): `#Fields: date time cs-method …`.
 * Undefined for comments and for entries.
 */
export function parseW3cDirective(text: string): { name: string; value: string } | undefined {
  if (text.charCodeAt(0) !== 0x23) return undefined;
  const [, name, value = ""] = DIRECTIVE.exec(text.trimEnd()) ?? [];
  return name === undefined ? undefined : { name, value: value.trim() };
}

/** The names of a `#Fields` directive. */
export function w3cFields(value: string): string[] {
  return tokensOf(value);
}

/** An entry by the names of its `#Fields`; undefined where it has another number of values. */
export function parseW3cEntry(text: string, fields: readonly string[]): W3cEntry | undefined {
  const tokens = tokensOf(text);
  return tokens.length === fields.length && fields.length > 0 ? entryOf(fields, tokens) : undefined;
}

/**
 * An entry whose `#Fields` is not at hand, because it came in an earlier event. IIS writes the fields that an operator has chosen
 * always in one order, so that their values tell which they are: `date time [s-sitename] [s-computername] [s-ip] cs-method
 * cs-uri-stem cs-uri-query s-port cs-username c-ip [cs-version] cs(User-Agent) [cs(Cookie)] [cs(Referer)] [cs-host] sc-status
 * sc-substatus sc-win32-status [sc-bytes] [cs-bytes] [time-taken] [custom…]`; HTTP.sys' error log and the Windows firewall have
 * one order each.
 *
 * @returns undefined for any other line.
 */
export function guessW3cEntry(text: string): W3cEntry | undefined {
  if (!BEGINNING.test(text)) return undefined;
  const tokens = tokensOf(text);
  const fields = tokens.length > MOST_TOKENS ? undefined : (iisFields(tokens) ?? fixedFields(tokens));
  return fields === undefined ? undefined : entryOf(fields, tokens);
}

const BEGINNING = /^\d{4}-\d{2}-\d{2}[ \t]\d{2}:\d{2}:\d{2}[ \t]/;
const METHOD = /^[A-Z][A-Z_-]{2,19}$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F:]*:[\da-fA-F:.]*(?:%\w{1,20})?)$/;
const NUMBER = /^\d{1,20}$/;
const STATUS = /^[1-5]\d\d$/;
const VERSION = /^HTTP\/\d(?:\.\d)?$/;

function iisFields(tokens: readonly string[]): string[] | undefined {
  const method = tokens.findIndex(
    (token, index) => index >= 2 && index <= 5 && METHOD.test(token) && isStem(tokens[index + 1]),
  );
  if (method < 0) return undefined;
  const [, , , port = "", , client = ""] = tokens.slice(method);
  if (!NUMBER.test(port) || !(ADDRESS.test(client) || client === "-")) return undefined;
  const speakers = speakerFields(tokens.slice(2, method));
  let at = method + 6;
  const version = VERSION.test(tokens[at] ?? "") ? ["cs-version"] : [];
  at += version.length;
  const status = statusIndex(tokens, at);
  if (status < 0) return undefined;
  const headers = headerFields(tokens.slice(at, status));
  if (speakers === undefined || headers === undefined) return undefined;
  const request = ["cs-method", "cs-uri-stem", "cs-uri-query", "s-port", "cs-username", "c-ip", ...version];
  const head = ["date", "time", ...speakers, ...request, ...headers, "sc-status", "sc-substatus", "sc-win32-status"];
  return [...head, ...numberFields(tokens.slice(status + 3))];
}

function isStem(token: string | undefined): boolean {
  return token !== undefined && (token.startsWith("/") || token === "*" || token === "-");
}

/** What stands between the time and the method. */
function speakerFields(tokens: readonly string[]): string[] | undefined {
  const last = tokens.at(-1);
  const address = last !== undefined && ADDRESS.test(last) ? ["s-ip"] : [];
  const names = tokens.length - address.length;
  if (names === 0) return address;
  if (names === 2) return ["s-sitename", "s-computername", ...address];
  return names === 1
    ? [/^W3SVC\d+$/.test(tokens[0] ?? "") || address.length === 0 ? "s-sitename" : "s-computername", ...address]
    : undefined;
}

/** Request headers by their number: the defaults of IIS 7 and of IIS 8 and later, Azure's without and with the host. */
const HEADERS: readonly (readonly string[])[] = [
  [],
  ["cs(User-Agent)"],
  ["cs(User-Agent)", "cs(Referer)"],
  ["cs(User-Agent)", "cs(Cookie)", "cs(Referer)"],
  ["cs(User-Agent)", "cs(Cookie)", "cs(Referer)", "cs-host"],
];

/** Two headers are user agent and referer in IIS' default; a bare host name can only be the host. */
function headerFields(tokens: readonly string[]): readonly string[] | undefined {
  const [, second = "-"] = tokens;
  if (tokens.length === 2 && second !== "-" && /^[\w.-]{1,253}(?::\d{1,5})?$/.test(second))
    return ["cs(User-Agent)", "cs-host"];
  return HEADERS[tokens.length];
}

/** Where `sc-status sc-substatus sc-win32-status` stand, at most four headers behind `from`. */
function statusIndex(tokens: readonly string[], from: number): number {
  for (let at = from; at <= from + 4; at++) {
    const [status = "", sub = "", win32 = ""] = tokens.slice(at, at + 3);
    if (STATUS.test(status) && NUMBER.test(sub) && NUMBER.test(win32)) return at;
  }
  return -1;
}

/** The numbers behind the status, and the custom fields behind those. */
function numberFields(tokens: readonly string[]): string[] {
  const numbers = tokens.findIndex((token) => !NUMBER.test(token));
  const count = Math.min(numbers < 0 ? tokens.length : numbers, 3);
  const known = count === 1 ? ["time-taken"] : ["sc-bytes", "cs-bytes", "time-taken"].slice(0, count);
  return [...known, ...tokens.slice(count).map((_, index) => `custom-${index + 1}`)];
}

/** HTTP.sys' error log (HTTPERR) and the Windows firewall's (pfirewall.log). */
function fixedFields(tokens: readonly string[]): readonly string[] | undefined {
  const [, , first = "", second = "", third = "", fourth = ""] = tokens;
  if (ADDRESS.test(first) && NUMBER.test(second) && ADDRESS.test(third) && NUMBER.test(fourth)) {
    if (tokens.length === HTTPERR.length) return HTTPERR;
    return tokens.length === OLD_HTTPERR.length ? OLD_HTTPERR : undefined;
  }
  const firewall = FIREWALL_ACTIONS.has(first) && (ADDRESS.test(third) || third === "-");
  if (!firewall) return undefined;
  if (tokens.length === FIREWALL.length) return FIREWALL;
  return tokens.length === FIREWALL.length + 1 ? [...FIREWALL, "pid"] : undefined;
}

const OLD_HTTPERR =
  "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename".split(" ");
const HTTPERR =
  "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename".split(
    " ",
  );
const FIREWALL =
  "date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path".split(
    " ",
  );
const FIREWALL_ACTIONS = new Set(["ALLOW", "DROP", "OPEN", "OPEN-INBOUND", "CLOSE", "INFO-EVENTS-LOST"]);

function entryOf(fields: readonly string[], tokens: readonly string[]): W3cEntry {
  const entry: W3cEntry = new Map();
  tokens.forEach((token, index) => {
    const field = fields[index] ?? "";
    if (token !== "-") entry.set(entry.has(field) ? `${field}-${index}` : field, token);
  });
  return entry;
}

/** No field list has more names; a line of more words is no entry. */
const MOST_TOKENS = 200;

/** Values are separated by white space; IIS writes `+` for a space within one. */
function tokensOf(text: string): string[] {
  return text.trim().split(/[ \t]+/, MOST_TOKENS + 1);
}
