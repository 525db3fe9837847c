import { fillFromApplicationLine } from "../application-line.ts";
import { hostOfStream } from "../ec2-host.ts";
import { parseEcsStream } from "../ecs-stream.ts";
import { fillFromGoDump } from "../go-dump-record.ts";
import { asText } from "../json-rest.ts";
import { continuesNodeMessage } from "../node-message.ts";
import { defineSource, jsonOf, type Line, type Score } from "../source.ts";
import { fillFromAgentJson, fillFromAgentText, LOGFMT, SEELOG } from "./agent-line.ts";
import { fillFromAuditLine, parseAuditLine } from "./audit-line.ts";
import { AGENT_FIELDS } from "./fields.ts";

/** Files under /var/log/ecs, as the names of groups and streams have them: `mycluster-/var/log/ecs/ecs-agent.log`. */
const NAMED = /(?:^|[^a-z0-9])(?:amazon-)?ecs-(?:agent|init)(?![a-z0-9])|\/var\/log\/ecs(?:\/|$)/i;

export default defineSource({
  name: "ecs.agent",
  platform: "ecs",
  description:
    "The ECS container agent and ecs-init: logfmt with the level first, JSON, the text of agents before 1.36, and the audit log of task credentials.",
  detect: ({ logGroup, logStream }) => {
    const byGroup = NAMED.test(logGroup);
    // A task may have a container of that name; its lines are its own.
    if (NAMED.test(logStream) && parseEcsStream(logStream) === undefined) return byGroup ? 1 : 0.9;
    return (line) => {
      const score = scoreOf(line);
      if (!byGroup) return score;
      return score > 0 ? 0.95 : 0.5;
    };
  },
  resource: hostOfStream,
  continues: continuesNodeMessage,
  fields: AGENT_FIELDS,
  normalize: (line, record) => {
    const json = jsonOf(line);
    if (json !== undefined && isAgentJson(json)) fillFromAgentJson(json, record);
    else if (json !== undefined || !fillFromText(line, record)) fillFromApplicationLine(line, record);
  },
});

function fillFromText({ text }: Line, record: Parameters<typeof fillFromAgentText>[1]): boolean {
  return fillFromAgentText(text, record) || fillFromAuditLine(text, record) || fillFromGoDump(text, record);
}

const MODULE = /^[\w-]{1,100}\.go$/;
/** What only lines of the agent say: fields of its structured logger, and the words of its old messages. */
const STRUCTURED = /\b(?:module=[\w-]{1,100}\.go\b|task(?:ARN|Arn)?="|cluster="|containerInstanceA(?:RN|rn)="|arn:aws[a-z-]{0,10}:ecs:|logger=structured )/;
const WORDS = /\b(?:Managed task \[|Task engine \[|Amazon ECS|ECS agent|ecs-agent|Elastic Container Service|(?:ACS|TCS|tcs|acs)\b|arn:aws[a-z-]{0,10}:ecs:|cgroup \/ecs|module="|task cleanup)/;
/** What tells the agent stands at the beginning of a line. */
const LONGEST_LOOK = 2_000;

function scoreOf(line: Line): Score {
  const { text } = line;
  const first = text.charCodeAt(0);
  if (first === 0x7b) return isAgentLine(line) ? 0.8 : 0;
  const head = text.length > LONGEST_LOOK ? text.slice(0, LONGEST_LOOK) : text;
  if (first === 0x6c) return !LOGFMT.test(head) ? 0 : STRUCTURED.test(head) ? 0.85 : 0.7;
  if (!(first >= 0x31 && first <= 0x32)) return 0;
  // Other programs use seelog as well, but few write whole seconds.
  if (SEELOG.test(head)) return WORDS.test(head) ? 0.82 : head.charAt(19) === "Z" ? 0.6 : 0;
  return head.includes("GetCredentials") && parseAuditLine(text) !== undefined ? 0.85 : 0;
}

function isAgentLine(line: Line): boolean {
  if (!line.text.includes('"msg"')) return false;
  const json = jsonOf(line);
  if (json === undefined || !isAgentJson(json)) return false;
  const task = asText(json["taskARN"]) ?? asText(json["taskArn"]) ?? "";
  return MODULE.test(asText(json["module"]) ?? "") || /^arn:aws[a-z-]{0,10}:ecs:/.test(task);
}

function isAgentJson({ level, time, msg }: Readonly<Record<string, unknown>>): boolean {
  return typeof level === "string" && typeof time === "string" && typeof msg === "string";
}
