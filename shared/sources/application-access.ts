import type { AccessLog } from "../formats/access-log.ts";
import { severityOfStatus } from "../formats/severity.ts";
import type { Draft } from "../schema/draft.ts";
import { fillUri } from "./klog-record.ts";

/**
 * Fills a draft from an access line. The status is the severity where the line has no level of its own: that is the
 * convention for servers that log one line for each request.
 */
export function fillFromAccess(access: AccessLog, record: Draft): void {
  const { attributes, payload } = record;
  record.severity ??= severityOfStatus(access.status);
  record.time = access.time ?? record.time;
  attributes["http.response.status_code"] = access.status;
  attributes["http.request.method"] = access.method;
  attributes["network.protocol.version"] = access.version;
  attributes["http.response.body.size"] = access.size;
  attributes["http.request.body.size"] = access.requestSize;
  attributes["http.server.request.duration_ms"] = access.durationMs;
  attributes["user_agent.original"] = access.agent;
  attributes["user.name"] = access.user;
  attributes["client.address"] = access.client;
  attributes["client.port"] = access.port;
  attributes["server.address"] = access.host;
  if (access.target?.startsWith("/") === true) fillUri(access.target, record);
  else attributes["url.full"] = access.target;
  if (access.referer !== undefined) payload["referer"] = access.referer;
  if (access.request !== undefined) payload["request"] = access.request;
  if (access.rest !== undefined) payload["rest"] = access.rest;
}
