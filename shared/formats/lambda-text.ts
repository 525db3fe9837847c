import { FATAL, severityOfName, type Severity } from "./severity.ts";
import { isoTime } from "./time.ts";

/** A text line that one of Lambda's managed runtimes has put a header on. */
export interface LambdaText {
  readonly time: string;
  readonly requestId: string | undefined;
  /** What stands in the place of the request id outside an invocation: Node.js writes `undefined`, others nothing. */
  readonly noRequest: string | undefined;
  readonly severity: Severity | undefined;
  /** The level where it is none that is known. */
  readonly level: string;
  readonly message: string;
}

/** Doc samples have letters beyond `f` in their ids. */
const REQUEST_ID = /^[\dA-Za-z]{8}-(?:[\dA-Za-z]{4}-){3}[\dA-Za-z]{12}$/;
const LONGEST_LEVEL = 20;

/**
 * Parses the header of the Node.js and .NET runtimes, `<time>⇥<request id|undefined>⇥<level>⇥<message>`, and of Python's,
 * `[<level>]⇥<time>⇥<request id>⇥<message>` (LogPatch.js, ConsoleLoggerWriter, bootstrap.py of the runtime interface clients).
 *
 * @returns undefined for lines without such a header.
 */
export function parseLambdaText(text: string): LambdaText | undefined {
  const one = text.indexOf("\t");
  if (one < 3 || one > 40) return undefined;
  const two = text.indexOf("\t", one + 1);
  const three = two < 0 ? -1 : text.indexOf("\t", two + 1);
  if (three < 0 || three > 140) return undefined;
  const parts = [text.slice(0, one), text.slice(one + 1, two), text.slice(two + 1, three)] as const;
  const python = text.startsWith("[") && parts[0].endsWith("]");
  const level = python ? parts[0].slice(1, -1) : parts[2];
  const time = isoTime(python ? parts[1] : parts[0]);
  const request = python ? parts[2] : parts[1];
  const known = REQUEST_ID.test(request);
  if (time === undefined || level.length > LONGEST_LEVEL || !(known || request === "" || request === "undefined"))
    return undefined;
  return {
    time,
    requestId: known ? request : undefined,
    noRequest: known || request === "" ? undefined : request,
    // .NET's abbreviation of Critical; syslog's `crit` is another one.
    severity: level === "crit" ? FATAL : severityOfName(level.trim()),
    level,
    message: text.slice(three + 1),
  };
}
