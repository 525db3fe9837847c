import { readLineTime } from "./line-time.ts";
import { ERROR, FATAL, INFO, severityOfName, WARN, type Severity } from "./severity.ts";

/** A text line with what its logger wrote in front of the message. */
export interface LevelText {
  /** Undefined where the line has a time and no level. */
  severity?: Severity | undefined;
  /** UTC; undefined where the line has no time or one without zone. */
  time?: string | undefined;
  /** A time without zone, as written. */
  localTime?: string | undefined;
  logger?: string | undefined;
  thread?: string | undefined;
  pid?: number | undefined;
  /** Source file, function and line that logged. */
  file?: string | undefined;
  function?: string | undefined;
  line?: number | undefined;
  /** Name of the application, where the logger writes it. */
  service?: string | undefined;
  /** What the logger puts in front of all its lines. */
  prefix?: string | undefined;
  /** A UUID in front of the message: the request that Lambda's loggers name. */
  requestId?: string | undefined;
  /** What follows, further lines included. */
  message: string;
}

/** How one logger writes a line; the groups are named after what they hold. */
interface Form {
  /** First characters that a line of this form can have: spares the expression on all others. */
  readonly first: string;
  readonly form: RegExp;
}

const FORMS: readonly Form[] = [
  // Python's logging.basicConfig.
  { first: "DIWEC", form: /^(?<level>DEBUG|INFO|WARNING|ERROR|CRITICAL):(?<logger>[\w.-]{1,200}):/ },
  // Microsoft.Extensions.Logging's simple console.
  {
    first: "tdiwfc",
    form: /^(?<level>trce|dbug|info|warn|fail|crit): (?<logger>[\w.`+<>,$/-]{1,300})\[-?\d{1,10}\](?:\s{1,20}|$)/,
  },
  // logrus on a terminal.
  { first: "TDIWEFP", form: /^(?<level>TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\[\d{4,}\] / },
  // Ruby's Logger; Lambda's runtime puts the request id in front of the dashes.
  {
    first: "DIWEFAU",
    form: /^[DIWEFAU], \[(?<time>[^\] ]{19,40}) #(?<pid>\d{1,10})\] +(?<level>[A-Z]{3,7}) (?:(?<request>[\w-]{36}) )?-- (?<logger>[^:\n]{0,100}): /,
  },
  // java.util.logging's two lines.
  {
    first: "JFMASOND",
    form: /^[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d\d:\d\d [AP]M (?<logger>[\w.$]{1,200}) (?<function>[\w<>$]{1,200})\n(?<level>[A-Z]{4,7}): /,
  },
  // NestJS.
  {
    first: "[",
    form: /^\[(?<prefix>[\w-]{1,40})\] (?<pid>\d{1,10}) +- [^\n]{10,30}? [AP]M +(?<level>LOG|ERROR|WARN|DEBUG|VERBOSE|FATAL) (?:\[(?<logger>[^\]\n]{1,100})\] )?/,
  },
  // PHP's error log.
  {
    first: "[P",
    form: /^(?:\[(?<time>[^\]\n]{20,40})\] )?PHP (?<level>Fatal error|Parse error|Warning|Notice|Deprecated): +/,
  },
  { first: "n", form: /^npm (?<level>ERR!|error|WARN|warn|notice) / },
  // Lambda's Python runtime.
  { first: "L", form: /^LAMBDA_(?<level>WARNING|ERROR): / },
  // CloudWatch agent and Telegraf without a time.
  { first: "DIWE", form: /^(?<level>[DIWE])! / },
  // Lambda extensions: `DD_EXTENSION | DEBUG | message`.
  { first: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", form: /^(?<logger>[A-Z][A-Z\d_]{2,40}) ?\| ?(?<level>[A-Z]{4,8}) ?\| ?/ },
  // Spring Boot since 3.2 names application, thread and correlation, each in brackets.
  {
    first: "12",
    form: /^(?<time>\d{4}-\d\d-\d\d[T ][\d:.,]{8,18}(?:Z|[+-]\d\d:?\d\d)?) +(?<level>[A-Z]{4,5}) (?<pid>\d{1,10}) --- \[(?<service>[^\]\n]{1,200})\] \[(?<thread>[^\]\n]{1,200})\] (?:\[[^\]\n]{0,200}\] ?)?(?<logger>[\w.$/[\]-]{1,200}) +: /,
  },
];

const LEVELS: ReadonlyMap<string, Severity> = new Map([
  ["crit", FATAL],
  ["TRAC", severityOfName("trace") ?? INFO],
  ["DEBU", severityOfName("debug") ?? INFO],
  ["ERRO", ERROR],
  ["FATA", FATAL],
  ["PANI", severityOfName("panic") ?? FATAL],
  ["ANY", INFO],
  ["LOG", INFO],
  ["ERR!", ERROR],
  ["Fatal error", FATAL],
  ["Parse error", FATAL],
  ["Deprecated", WARN],
]);

/** Parses a line in one of the forms that a header of time, level, thread and logger does not cover; undefined for others. */
export function parseLevelForm(text: string): LevelText | undefined {
  const first = text[0] ?? " ";
  for (const { first: possible, form } of FORMS) {
    if (!possible.includes(first)) continue;
    const match = form.exec(text);
    if (match !== null) return fromMatch(match, text);
  }
  return undefined;
}

function fromMatch({ 0: whole, groups = {} }: RegExpExecArray, text: string): LevelText {
  const { level = "", time, logger, thread, pid, service, prefix, request } = groups;
  const read = time === undefined ? undefined : readLineTime(time, 0);
  const zoned = read?.end === time?.length ? read?.iso : undefined;
  const message = text.slice(whole.length);
  return {
    severity: LEVELS.get(level) ?? severityOfName(level),
    time: zoned,
    localTime: zoned === undefined ? time : undefined,
    logger: named(logger),
    thread: named(thread),
    pid: pid === undefined ? undefined : Number(pid),
    function: groups["function"],
    service: named(service),
    prefix,
    requestId: request,
    message: message === "" ? text : message,
  };
}

function named(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}
