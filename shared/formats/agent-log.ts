import { readLineTime } from "./line-time.ts";

/** The agents of AWS on an instance that write logs of their own. */
export type Agent = "amazon-cloudwatch-agent" | "amazon-ssm-agent" | "codedeploy-agent";

/** A line of an agent's log. */
export interface AgentLine {
  readonly agent: Agent;
  /** UTC; undefined where the line has no time, or one without zone. */
  readonly time: string | undefined;
  /** A time without zone, as written. */
  readonly localTime: string | undefined;
  /** As written: `I`, `INFO`. */
  readonly level: string | undefined;
  /** Plugin or module; nested ones are joined by `/`. */
  readonly logger: string | undefined;
  readonly pid: number | undefined;
  readonly function: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly message: string;
}

const NOTHING = {
  time: undefined,
  localTime: undefined,
  level: undefined,
  logger: undefined,
  pid: undefined,
  function: undefined,
  file: undefined,
  line: undefined,
};

interface Dated {
  readonly time: string | undefined;
  readonly localTime: string | undefined;
  /** Index of what follows the time and one or more blanks. */
  readonly rest: number;
}

function readDate(text: string): Dated | undefined {
  const time = readLineTime(text, 0);
  if (time === undefined || text[time.end] !== " ") return undefined;
  let rest = time.end;
  while (text[rest] === " ") rest++;
  return { time: time.iso, localTime: time.iso === undefined ? text.slice(0, time.end) : undefined, rest };
}

const LETTER = /([DIWEFT])! (?:\[([\w./: -]{1,80})\] ?)?/y;

/**
 * Parses a line of the CloudWatch agent's log: `2023-03-23T15:09:32Z I! [logagent] starting` (Telegraf's logger), before its
 * start `2022/06/14 19:30:16 I! Valid Json input schema.` in local time; the time may be missing.
 */
export function parseCloudWatchAgentLine(text: string): AgentLine | undefined {
  const date = readDate(text);
  LETTER.lastIndex = date?.rest ?? 0;
  const match = LETTER.exec(text);
  if (match === null) return undefined;
  const [whole, level, logger] = match;
  const message = text.slice((date?.rest ?? 0) + whole.length);
  const { time, localTime } = date ?? NOTHING;
  return { ...NOTHING, agent: "amazon-cloudwatch-agent", time, localTime, level, logger, message };
}

const SEELOG_LEVEL = /(TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL) /y;
const BRACKET = /\[([^\][\n]{1,120})\] ?/y;
/** `%FuncShort @ %File.%Line` of errors.log. */
const PLACE = /^(\S{1,200}) @ (\S{1,200})\.(\d{1,7})$/;
const MOST_BRACKETS = 8;

/**
 * Parses a line of the SSM agent's log (seelog_unix.xml, agent/log): `2021-01-08 08:40:20 INFO [ssm-agent-worker] [HealthCheck] …`
 * in local time, `2026-01-22T13:53:46Z ERROR [func @ file.go.123] …` in UTC.
 */
export function parseSsmAgentLine(text: string): AgentLine | undefined {
  const date = readDate(text);
  if (date === undefined) return undefined;
  SEELOG_LEVEL.lastIndex = date.rest;
  const level = SEELOG_LEVEL.exec(text)?.[1];
  if (level === undefined) return undefined;
  const loggers: string[] = [];
  let place: RegExpExecArray | null = null;
  let at = date.rest + level.length + 1;
  for (let brackets = 0; brackets < MOST_BRACKETS; brackets++) {
    BRACKET.lastIndex = at;
    const match = BRACKET.exec(text);
    if (match === null) break;
    const [whole, inner = ""] = match;
    const found: RegExpExecArray | null = place === null ? PLACE.exec(inner) : null;
    if (found === null) loggers.push(inner);
    else place = found;
    at += whole.length;
  }
  return {
    agent: "amazon-ssm-agent",
    time: date.time,
    localTime: date.localTime,
    level,
    logger: loggers.length === 0 ? undefined : loggers.join("/"),
    pid: undefined,
    function: place?.[1],
    file: place?.[2],
    line: place === null ? undefined : Number(place[3]),
    message: text.slice(at),
  };
}

const CODEDEPLOY = /([A-Z]{4,7}) +\[codedeploy-agent\((\d{1,10})\)\]: ?/y;
/** Class that logged (`InstanceAgent::Plugins::…::CommandPoller: `), or the client of the AWS SDK in brackets. */
const RUBY_CLASS = /^([A-Z]\w{0,60}(?:::[A-Z]\w{0,60}){1,8}): /;
const RUBY_CLIENT = /^\[(Aws::\w{1,60}::Client) /;

/** Parses a line of the CodeDeploy agent's log: `2017-08-14 15:00:59 INFO  [codedeploy-agent(13242)]: …`, in local time. */
export function parseCodeDeployAgentLine(text: string): AgentLine | undefined {
  const date = readDate(text);
  if (date === undefined) return undefined;
  CODEDEPLOY.lastIndex = date.rest;
  const match = CODEDEPLOY.exec(text);
  if (match === null) return undefined;
  const [whole, level, pid] = match;
  const said = text.slice(date.rest + whole.length);
  const owner = RUBY_CLASS.exec(said);
  return {
    ...NOTHING,
    agent: "codedeploy-agent",
    time: date.time,
    localTime: date.localTime,
    level,
    logger: owner?.[1] ?? RUBY_CLIENT.exec(said)?.[1],
    pid: Number(pid),
    message: owner === null ? said : said.slice(owner[0].length),
  };
}

/** A line of codedeploy-agent-deployments.log. */
export interface DeploymentLine {
  /** Local time, as written. */
  readonly localTime: string;
  readonly deployment: string;
  readonly iostream: "stdout" | "stderr" | undefined;
  readonly message: string;
}

const DEPLOYMENT = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})\] \[(d-[0-9A-Z]{9,12})\](?:\[(stdout|stderr)\])?/;

/** Parses `[2024-01-01 10:00:00.123] [d-8T4XQZ1AB][stdout]text`: what the scripts of a deployment print. */
export function parseDeploymentLine(text: string): DeploymentLine | undefined {
  const [whole, localTime = "", deployment, iostream] = DEPLOYMENT.exec(text) ?? [];
  if (whole === undefined || deployment === undefined) return undefined;
  const stream = iostream === "stdout" || iostream === "stderr" ? iostream : undefined;
  return { localTime, deployment, iostream: stream, message: text.slice(whole.length) };
}
