import { splitAddress } from "../formats/address.ts";
import { goDurationMs } from "../formats/go-duration.ts";
import type { Draft, Json } from "../schema/draft.ts";
import { keepMember, saidInteger, saidText, type Member } from "./application-member.ts";
import { fillUri } from "./klog-record.ts";

type Attribute = keyof Draft["attributes"];
type Filler = (value: Json, record: Draft) => boolean;

const METHOD = /^[A-Z]{3,10}$/;
const REQUEST_LINE = /^([A-Z]{3,10}) (\S+)(?: HTTP\/(\d(?:\.\d)?))?$/;

/** Members of access records in JSON, by dotted name: nginx, Envoy, Traefik, Caddy, API Gateway, pino-http, ECS, Google's httpRequest. */
const FILLERS: ReadonlyMap<string, Filler> = new Map<string, Filler>([
  ...each(method, "method", "http_method", "httpMethod", "request_method", "requestMethod", "RequestMethod", "verb"),
  ...each(method, "req.method", "request.method", "http.method", "http.request.method", "httpRequest.requestMethod"),
  ...each(requestLine, "request"),
  ...each(
    integer("http.response.status_code"),
    "status",
    "status_code",
    "statusCode",
    "response_code",
    "responseCode",
    "http_status",
  ),
  ...each(
    integer("http.response.status_code"),
    "DownstreamStatus",
    "res.statusCode",
    "res.status",
    "response.statusCode",
  ),
  ...each(
    integer("http.response.status_code"),
    "response.status",
    "http.status_code",
    "http.response.status_code",
    "httpRequest.status",
  ),
  ...each(
    target,
    "request_uri",
    "path",
    "uri",
    "url",
    "RequestPath",
    "req.url",
    "request.url",
    "request.uri",
    "http.url",
  ),
  ...each(target, "url.path", "url.original", "httpRequest.requestUrl", "requestUrl", "originalUrl", "request_path"),
  ...each(text("url.query"), "query_string", "url.query"),
  ...each(text("url.full"), "url.full"),
  ...each(text("http.route"), "route", "http.route", "resourcePath", "routeKey"),
  ...each(
    text("user_agent.original"),
    "user_agent",
    "userAgent",
    "http_user_agent",
    "request_User-Agent",
    "user_agent.original",
  ),
  ...each(text("user_agent.original"), "http.useragent", "req.headers.user-agent", "httpRequest.userAgent", "agent"),
  ...each(
    address,
    "remote_addr",
    "client_ip",
    "clientIp",
    "clientIP",
    "client.ip",
    "client.address",
    "remoteAddress",
    "ClientAddr",
  ),
  ...each(
    address,
    "req.remoteAddress",
    "request.remote_ip",
    "httpRequest.remoteIp",
    "remote_ip",
    "sourceIp",
    "srcIP",
    "ip",
    "ClientHost",
  ),
  ...each(integer("client.port"), "remote_port", "req.remotePort", "request.remote_port", "client.port"),
  ...each(text("server.address"), "http_host", "req.headers.host", "request.host", "authority", "server_name"),
  ...each(
    integer("http.response.body.size"),
    "body_bytes_sent",
    "bytes_sent",
    "response_size",
    "responseLength",
    "DownstreamContentSize",
  ),
  ...each(integer("http.response.body.size"), "size", "http.response.body.bytes", "httpRequest.responseSize"),
  ...each(integer("http.request.body.size"), "bytes_received", "request_length", "http.request.body.bytes"),
  ...each(
    protocol,
    "server_protocol",
    "protocol",
    "proto",
    "RequestProtocol",
    "request.proto",
    "http.version",
    "httpRequest.protocol",
  ),
  ...each(
    milliseconds,
    "latency_ms",
    "duration_ms",
    "response_time_ms",
    "elapsed_ms",
    "responseTime",
    "latencyMs",
    "durationMs",
  ),
  ...each(seconds, "request_time"),
  ...each(goDuration, "latency", "duration", "elapsed", "took", "httpRequest.latency"),
]);

/** Members that say that a line is about one HTTP request; without one of them the others are words like any other. */
const METHODS = ["method", "Method", "verb"];

/** Names of the members that may be part of a request. */
export const HTTP_MEMBERS: ReadonlySet<string> = new Set(FILLERS.keys());

/** Fills the HTTP attributes when a member names the method; what is no part of a request stays in the payload. */
export function fillFromHttpMembers(members: readonly Member[], record: Draft): void {
  const speaks = members.some(saysMethod);
  for (const member of members) {
    if (!speaks || FILLERS.get(member.name)?.(member.value, record) !== true) keepMember(member, record.payload);
  }
}

function saysMethod({ name, value }: Member): boolean {
  if (typeof value !== "string") return false;
  if (name === "request") return REQUEST_LINE.test(value);
  return METHODS.some((ending) => name.endsWith(ending)) && METHOD.test(value);
}

/** `GET /path 503`: what an access record says that has no message. */
export function requestText({ attributes }: Draft): string | undefined {
  const verb = attributes["http.request.method"];
  if (typeof verb !== "string") return undefined;
  const parts = [verb, attributes["url.path"] ?? attributes["url.full"], attributes["http.response.status_code"]];
  return parts.filter((part) => typeof part === "string" || typeof part === "number").join(" ");
}

function each(filler: Filler, ...names: string[]): [string, Filler][] {
  return names.map((name) => [name, filler]);
}

function assign(name: Attribute, value: string | number | undefined, record: Draft): boolean {
  if (value === undefined || record.attributes[name] !== undefined) return false;
  record.attributes[name] = value;
  return true;
}

function text(name: Attribute): Filler {
  return (value, record) => assign(name, saidText(value), record);
}

function integer(name: Attribute): Filler {
  return (value, record) => assign(name, saidInteger(value), record);
}

function method(value: Json, record: Draft): boolean {
  return typeof value === "string" && METHOD.test(value) && assign("http.request.method", value, record);
}

/** nginx's `$request`. */
function requestLine(value: Json, record: Draft): boolean {
  const [, verb, uri, version] = (typeof value === "string" ? REQUEST_LINE.exec(value) : null) ?? [];
  if (verb === undefined || !assign("http.request.method", verb, record)) return false;
  assign("network.protocol.version", version, record);
  if (uri !== undefined) target(uri, record);
  return true;
}

function target(value: Json, record: Draft): boolean {
  if (typeof value !== "string" || value === "" || record.attributes["url.path"] !== undefined) return false;
  if (!value.startsWith("/")) return assign("url.full", value, record);
  fillUri(value, record);
  return true;
}

function address(value: Json, record: Draft): boolean {
  if (typeof value !== "string") return false;
  const { host, port } = splitAddress(value);
  if (!assign("client.address", host, record)) return false;
  assign("client.port", port, record);
  return true;
}

function protocol(value: Json, record: Draft): boolean {
  const version = typeof value === "string" ? /^(?:HTTP\/)?(\d(?:\.\d)?)$/.exec(value)?.[1] : undefined;
  return assign("network.protocol.version", version, record);
}

function milliseconds(value: Json, record: Draft): boolean {
  return assign("http.server.request.duration_ms", numberOf(value), record);
}

/** nginx's `$request_time`. */
function seconds(value: Json, record: Draft): boolean {
  const number = numberOf(value);
  const ms = number === undefined ? undefined : Math.round(number * 1e6) / 1e3;
  return assign("http.server.request.duration_ms", ms, record);
}

/** A number without unit may be anything. */
function goDuration(value: Json, record: Draft): boolean {
  return typeof value === "string" && assign("http.server.request.duration_ms", goDurationMs(value), record);
}

function numberOf(value: Json): number | undefined {
  const number = typeof value === "string" && /^\d{1,12}(?:\.\d{1,9})?$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number >= 0 ? number : undefined;
}
