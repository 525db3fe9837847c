import { splitAddress } from "../formats/address.ts";
import type { Draft } from "../schema/draft.ts";
import { fillUri } from "./klog-record.ts";

/** nginx: `…, client: 10.0.3.1, server: localhost, request: "GET /x HTTP/1.1", upstream: "…", host: "example.com"`. */
const NGINX_CLIENT = ", client: ";
const NGINX =
  /^([^,\s]{1,100}), server: ([^,]{0,300})(?:, request: "([A-Z]{3,10}) ([^" ]{1,8000})(?: HTTP\/(\d(?:\.\d)?))?")?/;
/** Apache: `[client 72.15.99.187:1234] File does not exist`. */
const APACHE = /^(?:\[pid [^\]\n]{1,60}\] )?\[client ([^\]\s]{1,100})\]/;

/** Fills client and request from a message of nginx's or Apache's error log; nothing for other messages. */
export function fillFromErrorLog(message: string, record: Draft): void {
  const { attributes } = record;
  const apache = message.startsWith("[") ? APACHE.exec(message)?.[1] : undefined;
  const nginx = message.indexOf(NGINX_CLIENT);
  const [, client = apache, server, method, target, version] =
    (nginx < 0 ? null : NGINX.exec(message.slice(nginx + NGINX_CLIENT.length))) ?? [];
  if (client === undefined) return;
  const { host, port } = splitAddress(client);
  attributes["client.address"] = host;
  attributes["client.port"] = port;
  if (server !== undefined && server !== "") attributes["server.address"] = server;
  if (method === undefined || target === undefined) return;
  attributes["http.request.method"] = method;
  attributes["network.protocol.version"] = version;
  fillUri(target, record);
}
