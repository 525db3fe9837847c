import { fillFromApplicationLine } from "../application-line.ts";
import { hostOfStream } from "../ec2-host.ts";
import { parseEcsStream } from "../ecs-stream.ts";
import { fillFromGoDump } from "../go-dump-record.ts";
import { asText } from "../json-rest.ts";
import { continuesNodeMessage } from "../node-message.ts";
import { defineSource, jsonOf, upTo, type Line, type Score } from "../source.ts";
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
    if (!byGroup) return upTo(0.85, scoreOf);
    return upTo(0.95, (line) => (LOGFMT.test(line.text) || SEELOG.test(line.text) || scoreOf(line) > 0 ? 0.95 : 0.5));
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
/** What only lines of the agent say: fields of its structured logger, and the words of its messages. */
const STRUCTURED =
  /\b(?:module=[\w-]{1,100}\.go\b|task(?:ARN|Arn)?="|cluster="|containerInstanceA(?:RN|rn)="|arn:aws[a-z-]{0,10}:ecs:|logger=structured )/;
const WORDS =
  /\b(?:Managed task \[|Task engine \[|Amazon ECS|ECS agent|ecs-agent|agent container|Elastic Container Service|Elastic Container Registry|with ECS\b|[Aa][Cc][Ss] (?:endpoint|handler)|[Tt][Cc][Ss](?: endpoint| handler|;)|arn:aws[a-z-]{0,10}:ecs:|[Cc]group \/ecs|module="|task cleanup|container instance)/;
/** Messages that are nobody else's as a whole line: ecs-init's states, and what the agent prints when it starts. */
const PHRASES =
  /\] (?:(?:pre-start|pre-stop|post-stop|start|stop|reload-cache|Loading configuration|Registered!|Initializing stats engine|Beginning Polling for updates|Checkpointing is enabled\. Attempting to load state)$|Loading state!|Saving state!|Starting Agent: |Detected Docker versions |Event stream \w+ start listening)/;
/** What tells the agent stands at the beginning of a line. */
const LONGEST_LOOK = 2_000;

function scoreOf(line: Line): Score {
  const { text } = line;
  const first = text.charCodeAt(0);
  if (first === 0x7b) return isAgentLine(line) ? 0.8 : 0;
  const head = text.length > LONGEST_LOOK ? text.slice(0, LONGEST_LOOK) : text;
  if (first === 0x6c) return LOGFMT.test(head) && (STRUCTURED.test(head) || WORDS.test(head)) ? 0.85 : 0;
  if (!(first >= 0x31 && first <= 0x32)) return 0;
  // Other programs write this header as well; without the agent's words a line is not the agent's.
  if (SEELOG.test(head)) return WORDS.test(head) || PHRASES.test(head) ? 0.82 : 0;
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
