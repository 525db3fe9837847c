import { splitAddress } from "./address.ts";
import { goDurationMs } from "./go-duration.ts";
import { readLineTime } from "./line-time.ts";

/** One request as web servers and proxies log it. What was logged as `-` is undefined. */
export interface AccessLog {
  readonly client: string | undefined;
  readonly port?: number | undefined;
  /** Name of the authenticated user. */
  readonly user?: string | undefined;
  /** UTC; undefined where the line has no time or one without zone. */
  readonly time: string | undefined;
  readonly method: string | undefined;
  /** Path with query, or a whole URL. */
  readonly target: string | undefined;
  /** `1.1`, `2.0` */
  readonly version: string | undefined;
  /** What the client sent where it is no request line: TLS on a plain port, scanners. */
  readonly request?: string | undefined;
  readonly status: number;
  /** Body of the response in bytes. */
  readonly size: number | undefined;
  readonly requestSize?: number | undefined;
  readonly referer?: string | undefined;
  readonly agent?: string | undefined;
  readonly host?: string | undefined;
  readonly durationMs?: number | undefined;
  /** What the server adds behind the known parts. */
  readonly rest?: string | undefined;
}

const STATUS_SIZE = / (\d{3})(?: (\d{1,15}|-))?(?= |$)/y;
const REQUEST = /^([A-Z][A-Z_-]{1,19}) (\S+)(?: HTTP\/(\d(?:\.\d)?))?$/;
/** uvicorn: `127.0.0.1:53524 - "GET / HTTP/1.1" 200 OK`. */
const SHORT = /^(\S{1,100}) - "([^"\n]{0,8000})" (\d{3})(?: [A-Za-z' -]{0,40})?$/;
/** morgan's `dev` and `tiny`: `GET /path 200 12.345 ms - 45`, `GET /path 200 45 - 12.345 ms`. */
const MORGAN =
  /^([A-Z]{3,7}) (\S{1,8000}) (\d{3}) (?:(\d{1,9}(?:\.\d{1,6})?) ms - (\d{1,15}|-)|(\d{1,15}|-) - (\d{1,9}(?:\.\d{1,6})?) ms)$/;
/** Gin: `[GIN] 2023/11/10 - 23:00:00 | 200 |     1.234ms |   127.0.0.1 | GET      "/path"`. */
const GIN =
  /^\[GIN\] \d{4}\/\d\d\/\d\d - \d\d:\d\d:\d\d \| *(\d{3}) \| *([\dµa-z.]{1,30}) \| *(\S{1,100}) \| *([A-Z]{3,7}) +"?([^"\n]{1,8000})"?/;
/** Envoy's default format behind the status; Istio puts three more members after the flags. */
const ENVOY =
  /^ (\d{1,3}) \S{1,40} (?:\S{1,100} \S{1,100} "[^"]{0,8000}" )?(\d{1,15}) (\d{1,15}) (\d{1,15}|-) (?:\d{1,15}|-) "([^"]{0,8000})" "([^"]{0,8000})" "[^"]{0,200}" "([^"]{0,400})"/;

/**
 * Parses an access line: common and combined log format (Apache, nginx, with or without virtual host and further members),
 * Envoy and Istio, uvicorn, Gin, morgan, werkzeug, Django. Linear.
 *
 * @returns undefined for any other text.
 */
export function parseAccessLog(text: string): AccessLog | undefined {
  if (text.includes("\n")) return undefined;
  if (text.startsWith("[GIN] ")) return parseGin(text);
  const bracket = text.indexOf("[");
  if (bracket >= 0 && bracket <= 400) {
    const close = text.indexOf("]", bracket);
    if (close > 0 && close - bracket <= 40 && text.startsWith('] "', close)) return parseCommon(text, bracket, close);
  }
  return parseShort(text) ?? parseMorgan(text);
}

function parseCommon(text: string, open: number, close: number): AccessLog | undefined {
  const time = readLineTime(text, open + 1);
  if (time === undefined || time.end !== close) return undefined;
  const speakers = open === 0 ? [] : text.slice(0, open).trimEnd().split(" ");
  const end = closingQuote(text, close + 3);
  if (end < 0) return undefined;
  const request = requestOf(unescape(text.slice(close + 3, end)));
  if (open === 0) {
    const envoy = ENVOY.exec(text.slice(end + 1, end + 20_000));
    if (envoy !== null) return fromEnvoy(envoy, request, time.iso);
  }
  STATUS_SIZE.lastIndex = end + 1;
  const status = STATUS_SIZE.exec(text);
  // A virtual host may stand in front: host, ident, user are the last three.
  if (status === null || (open > 0 && speakers.length < 3)) return undefined;
  const [client, , user] = speakers.slice(-3);
  const referer = quotedAt(text, STATUS_SIZE.lastIndex);
  const agent = quotedAt(text, referer?.end ?? text.length);
  const rest = text.slice(agent?.end ?? referer?.end ?? STATUS_SIZE.lastIndex).trim();
  return {
    ...request,
    client: said(client),
    user: said(user),
    host: speakers.length > 3 ? said(speakers[0]) : undefined,
    time: time.iso,
    status: Number(status[1]),
    size: sizeOf(status[2]),
    referer: said(referer?.value),
    agent: said(agent?.value),
    rest: rest === "" ? undefined : rest,
  };
}

type Request = Pick<AccessLog, "method" | "target" | "version" | "request">;

function fromEnvoy(match: RegExpExecArray, request: Request, time: string | undefined): AccessLog {
  const [, status, received, sent, duration, forwarded, agent, host] = match;
  return {
    ...request,
    client: said(forwarded)?.split(",")[0],
    time,
    status: Number(status),
    requestSize: sizeOf(received),
    size: sizeOf(sent),
    durationMs: sizeOf(duration),
    agent: said(agent),
    host: said(host),
  };
}

function parseShort(text: string): AccessLog | undefined {
  const [, address = "", request = "", status] = SHORT.exec(text) ?? [];
  if (status === undefined) return undefined;
  const { host, port } = splitAddress(address);
  return { ...requestOf(request), client: said(host), port, time: undefined, status: Number(status), size: undefined };
}

function parseMorgan(text: string): AccessLog | undefined {
  const [, method, target, status, msFirst, sizeLast, sizeFirst, msLast] = MORGAN.exec(text) ?? [];
  if (status === undefined) return undefined;
  const request = { method, target, version: undefined, client: undefined, time: undefined };
  return {
    ...request,
    status: Number(status),
    size: sizeOf(sizeLast ?? sizeFirst),
    durationMs: Number(msFirst ?? msLast),
  };
}

function parseGin(text: string): AccessLog | undefined {
  const [, status, latency = "", client, method, target] = GIN.exec(text) ?? [];
  if (status === undefined) return undefined;
  const request = { method, target, version: undefined, time: undefined, size: undefined };
  return { ...request, client, status: Number(status), durationMs: goDurationMs(latency) };
}

function requestOf(text: string): Request {
  const [, method, target, version] = REQUEST.exec(text) ?? [];
  return method === undefined ? { method, target, version, request: said(text) } : { method, target, version };
}

/** A quoted member after one space at `at`. */
function quotedAt(text: string, at: number): { value: string; end: number } | undefined {
  if (text.charCodeAt(at) !== 0x20 || text.charCodeAt(at + 1) !== 0x22) return undefined;
  const end = closingQuote(text, at + 2);
  return end < 0 ? undefined : { value: unescape(text.slice(at + 2, end)), end: end + 1 };
}

function closingQuote(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) return index;
    if (code === 0x5c) index++;
  }
  return -1;
}

/** Apache escapes quotes and backslashes, nginx writes `\x22`. */
function unescape(text: string): string {
  return text.includes("\\") ? text.replace(/\\x22|\\(["\\])/g, (_, plain: string | undefined) => plain ?? '"') : text;
}

function said(text: string | undefined): string | undefined {
  return text === undefined || text === "-" || text === "" ? undefined : text;
}

function sizeOf(text: string | undefined): number | undefined {
  return text === undefined || text === "-" ? undefined : Number(text);
}
