import {
  parseCloudWatchAgentLine,
  parseCodeDeployAgentLine,
  parseDeploymentLine,
  parseSsmAgentLine,
  type Agent,
  type AgentLine,
  type DeploymentLine,
} from "../../formats/agent-log.ts";
import { parseJsonObject } from "../../formats/json.ts";
import { severityOfName } from "../../formats/severity.ts";
import { keyword } from "../../schema/field.ts";
import type { Draft } from "../../schema/draft.ts";
import { continuesApplication, fillFromApplicationLine } from "../application-line.ts";
import { fillFromApplicationJson } from "../application-json.ts";
import { hostOfStream } from "../ec2-host.ts";
import { claimByName, nameClaim } from "../named-origin.ts";
import { defineSource, type Line, type Origin } from "../source.ts";

const FIELDS = {
  "aws.codedeploy.deployment_id": keyword("CodeDeploy deployment", "d-8T4XQZ1AB"),
  "aws.codedeploy.lifecycle_event": keyword("Lifecycle event that begins", "AfterInstall"),
} as const;

type AgentDraft = Draft<keyof typeof FIELDS>;

/** Log files of the agents, as groups and streams are called after them; `SSMAgentLogs` is AWS' own example. */
const NAMES: readonly (readonly [Agent, RegExp])[] = [
  ["amazon-cloudwatch-agent", /(?:^|[/._-])amazon-cloudwatch-agent(?:\.log)?$/i],
  ["amazon-ssm-agent", /(?:^|[/._-])(?:amazon-ssm-agent(?:\.log)?|SSMAgentLogs|ssm\/errors\.log)$/i],
  [
    "codedeploy-agent",
    /(?:^|[/._-])(?:codedeploy-agent(?:-deployments)?(?:[.-]log(?:\.txt)?)?|deployment-root\/deployment-logs)$/i,
  ],
];
const NAME = new RegExp(NAMES.map(([, { source }]) => source).join("|"), "i");

export default defineSource({
  name: "ec2.agent",
  platform: "ec2",
  description:
    "Logs of the CloudWatch agent, the SSM agent and the CodeDeploy agent, by shape or by the name of group or stream.",
  detect: (origin) => claimByName(nameClaim(origin, NAME), 0.85, shapeClaim),
  resource: hostOfStream,
  continues: (text, begun, last) =>
    !beginsRecord(text) && (RUBY_FRAME.test(text) || continuesApplication(text, begun, last)),
  fields: FIELDS,
  normalize: (line, record, origin) => {
    const named = agentByName(origin);
    const deployment = parseDeploymentLine(line.text);
    if (deployment !== undefined) fillFromDeployment(deployment, record);
    else if (!fillFromAgent(line.text, named, record)) {
      fillFromApplicationLine(line, record);
      record.resource["service.name"] ??= named;
    }
  },
});

function agentByName({ logGroup, logStream }: Origin): Agent | undefined {
  return NAMES.find(([, name]) => name.test(logStream) || name.test(logGroup))?.[0];
}

/** Processes of the SSM agent, in the first bracket behind the level; its own helpers log without. */
const SSM =
  /(?:TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) \[(?:amazon-ssm-agent|ssm-[a-z]{1,20}-worker|CredentialRefresher|EC2Identity|instanceID=)/;

function shapeClaim({ text }: Line): number {
  const head = text.slice(0, 80);
  if (head.includes("[codedeploy-agent(") && parseCodeDeployAgentLine(text) !== undefined) return 0.85;
  if (head.startsWith("[") && parseDeploymentLine(text) !== undefined) return 0.85;
  // Without a time, `E! ` is the beginning of many a cry.
  const agent = head.includes("! ") ? parseCloudWatchAgentLine(text) : undefined;
  if (agent?.time !== undefined || agent?.localTime !== undefined) return 0.8;
  return SSM.test(head) && parseSsmAgentLine(text) !== undefined ? 0.85 : 0;
}

function parseAgentLine(text: string): AgentLine | undefined {
  return parseCodeDeployAgentLine(text) ?? parseCloudWatchAgentLine(text) ?? parseSsmAgentLine(text);
}

function beginsRecord(text: string): boolean {
  return parseAgentLine(text) !== undefined || parseDeploymentLine(text) !== undefined;
}

/** Ruby's backtraces are not indented: ``/opt/codedeploy-agent/lib/x.rb:51:in `command'``. */
const RUBY_FRAME = /^(?:[\w./<>-]|[A-Z]:\/){1,300}:\d{1,6}:in [`']/;

function fillFromAgent(text: string, named: Agent | undefined, record: AgentDraft): boolean {
  const parsed = parseAgentLine(text);
  if (parsed === undefined) return false;
  const { attributes, payload, resource } = record;
  resource["service.name"] = parsed.agent === "codedeploy-agent" ? parsed.agent : (named ?? parsed.agent);
  record.time = parsed.time;
  if (parsed.localTime !== undefined) payload["time"] = parsed.localTime;
  record.severity = parsed.level === undefined ? undefined : severityOfName(parsed.level);
  record.body = parsed.message;
  fillFromZap(parsed.message, record);
  attributes["logger.name"] ??= parsed.logger;
  attributes["process.pid"] = parsed.pid;
  attributes["code.function.name"] = parsed.function;
  attributes["code.file.path"] ??= parsed.file;
  attributes["code.line.number"] ??= parsed.line;
  const instance = /(?:^|\/)instanceID=(i-[0-9a-f]{8,17})(?:\/|$)/.exec(parsed.logger ?? "")?.[1];
  if (instance !== undefined) resource["host.id"] = instance;
  if (parsed.agent === "codedeploy-agent") fillCall(parsed.message, record);
  return true;
}

/** The OpenTelemetry half of the CloudWatch agent logs by zap: `I! {"caller":"…","msg":"…"}`. */
function fillFromZap(message: string, record: AgentDraft): void {
  const json = message.startsWith("{") ? parseJsonObject(message) : undefined;
  if (json === undefined) return;
  const { severity } = record;
  fillFromApplicationJson(json.value, record);
  record.notes.push(...json.notes);
  record.severity ??= severity;
}

/** `[Aws::CodeDeployCommand::Client 400 0.021876 0 retries] poll_host_command(…)`: HTTP status and seconds. */
const CALL = /^\[Aws::\w{1,60}::Client (\d{3}) \d+\.\d+ \d+ retries\] /;
const HOST = /:instance\/(i-[0-9a-f]{8,17})"/;

function fillCall(message: string, record: AgentDraft): void {
  const [, status] = CALL.exec(message) ?? [];
  if (status === undefined) return;
  record.attributes["http.response.status_code"] = Number(status);
  const host = HOST.exec(message)?.[1];
  if (host !== undefined) record.resource["host.id"] = host;
}

const LIFECYCLE = /^LifecycleEvent - (\w{1,60})$/;

function fillFromDeployment({ localTime, deployment, iostream, message }: DeploymentLine, record: AgentDraft): void {
  const { attributes } = record;
  record.payload["time"] = localTime;
  record.resource["service.name"] = "codedeploy-agent";
  attributes["aws.codedeploy.deployment_id"] = deployment;
  attributes["aws.codedeploy.lifecycle_event"] = LIFECYCLE.exec(message)?.[1];
  attributes["log.iostream"] = iostream;
  record.body = message;
}
