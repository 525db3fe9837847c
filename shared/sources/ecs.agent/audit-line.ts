import { splitAddress } from "../../formats/address.ts";
import { severityOfStatus } from "../../formats/severity.ts";
import { isoTime } from "../../formats/time.ts";
import type { Draft } from "../../schema/draft.ts";
import { clusterResource } from "../ecs-arn.ts";
import type { AgentName } from "./fields.ts";

/** A line of the credential provider's audit log, out of its places. */
interface AuditLine {
  readonly time: string;
  readonly status: number;
  readonly client: string;
  readonly path: string;
  readonly userAgent: string;
  readonly arn: string;
  readonly operation: string;
  readonly version: string;
  readonly cluster: string;
  readonly containerInstance: string;
}

const HEAD = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (\d{3}) (\S{1,64}) "/;
/** Behind the user agent; an entry whose kind the agent does not know ends early. */
const TAIL = /^(\S{1,256}) (GetCredentials\w{0,32}) (\d{1,4}) (\S{1,256}) (\S{1,256})$/;

/**
 * Parses `<time> <status> <client> "<path>" "<user agent>" <task ARN> GetCredentials <version> <cluster> <container instance ARN>`
 * (agent/logger/audit/entry_types.go). Quotes within the user agent are not escaped. Undefined for other text.
 */
export function parseAuditLine(text: string): AuditLine | undefined {
  const head = HEAD.exec(text);
  if (head === null) return undefined;
  const pathEnd = text.indexOf('" "', head[0].length);
  const agentEnd = text.lastIndexOf('" ');
  if (pathEnd < 0 || agentEnd < pathEnd + 3) return undefined;
  const tail = TAIL.exec(text.slice(agentEnd + 2));
  if (tail === null) return undefined;
  const [, time = "", status, client = ""] = head;
  const [, arn = "", operation = "", version = "", cluster = "", containerInstance = ""] = tail;
  const path = text.slice(head[0].length, pathEnd);
  const userAgent = text.slice(pathEnd + 3, agentEnd);
  return { time, status: Number(status), client, path, userAgent, arn, operation, version, cluster, containerInstance };
}

/** Fills a draft from a line of the audit log; false when it is none. `-` stands for what is not known. */
export function fillFromAuditLine(text: string, record: Draft<AgentName>): boolean {
  const line = parseAuditLine(text);
  if (line === undefined) return false;
  const { attributes, payload, resource } = record;
  const { host, port } = splitAddress(line.client);
  record.time = isoTime(line.time);
  record.severity = severityOfStatus(line.status);
  attributes["http.response.status_code"] = line.status;
  attributes["client.address"] = known(host);
  attributes["client.port"] = port;
  attributes["url.path"] = line.path;
  attributes["user_agent.original"] = line.userAgent === "" ? undefined : line.userAgent;
  attributes["aws.ecs.task.arn"] = known(line.arn);
  attributes["aws.ecs.task.id"] = /:task\/(?:[^/]+\/)?([0-9a-f-]{32,36})$/.exec(line.arn)?.[1];
  attributes["aws.ecs.credentials.operation"] = line.operation;
  payload["version"] = line.version;
  if (known(line.cluster) !== undefined) Object.assign(resource, clusterResource(line.cluster));
  const instance = known(line.containerInstance);
  if (instance !== undefined) {
    resource["aws.ecs.container.arn"] = instance;
    resource["aws.ecs.container_instance.id"] = instance.slice(instance.lastIndexOf("/") + 1);
  }
  return true;
}

function known(field: string): string | undefined {
  return field === "-" || field === "" ? undefined : field;
}
