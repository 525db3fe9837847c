import { isKlogHeader } from "../formats/klog.ts";
import { ERROR, WARN, type Severity } from "../formats/severity.ts";
import { parseLevelText } from "../formats/level-text.ts";
import { beginsGoDump } from "../formats/go-dump.ts";
import type { Draft } from "../schema/draft.ts";
import { fillFromApplicationJson } from "./application-json.ts";
import type { MemberFillers } from "./application-member.ts";
import { fillFromApplicationText } from "./application-text.ts";
import { fillFromKlog } from "./klog-record.ts";
import { jsonOf, type Line } from "./source.ts";

/**
 * Fills a draft from whatever an application printed: JSON of any logger, klog, logfmt, access lines, text with a level, stack
 * traces, plain words. The line's time is taken only where it is one instant (a zone, or an epoch number); severity is absent
 * where the line does not say one. What is not typed goes to the payload.
 *
 * @param own what only the calling source knows of JSON members and logfmt keys; asked first.
 */
export function fillFromApplicationLine(line: Line, record: Draft, own?: MemberFillers): void {
  const json = jsonOf(line);
  if (json !== undefined) fillFromApplicationJson(json, record, own);
  else if (!isKlogHeader(line.text) || !fillFromKlog(line, record)) fillFromApplicationText(line.text, record, own);
}

const INDENTED = /^[ \t\u00a0]/;
/** Lines of a stack trace that need no indentation to be known. */
const TRACE_LINE = /^(?:Caused by: |Suppressed: |\.\.\. \d+ (?:more|common frames omitted)|at [\w.$<>[\]/]+ ?\(|\tat )/;
/** Loggers that right-align the level begin a record with blanks. */
const ALIGNED_LEVEL =
  /^[ \t]{1,8}(?:\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b|\d{4}-\d\d-\d\d[T ])/;
const PYTHON_TRACE = "Traceback (most recent call last):";
const PYTHON_LINK = /^(?:During handling of the above exception|The above exception was the direct cause)/;
/** The full name of an exception right behind the line that was logged with it. */
const JAVA_EXCEPTION = /^[a-z]\w{0,40}(?:\.[A-Za-z_$][\w$]{0,100}){1,20}(?:Exception|Error|Throwable)(?:: |$)/;
const PYTHON_END = /^[A-Za-z_][\w.]{0,200}(?:Error|Exception|Interrupt|Exit|Warning|Iteration)(?:: |$)/;

/**
 * Whether a line is plainly the continuation of the record that another one began, when each line came as an event of its own:
 * an indented line, the lines of a stack trace, a closing bracket alone. JSON in one line is complete.
 *
 * @param begun first line of the record.
 * @param last its last line so far; the first one where nobody knows.
 */
export function continuesApplication(text: string, begun: string, last: string = begun): boolean {
  if (INDENTED.test(text)) return !isWholeJson(begun) && !ALIGNED_LEVEL.test(text);
  const first = text.charCodeAt(0);
  // } ] )
  if (first === 125 || first === 93 || first === 41) return /^[}\])]+[;,]?$/.test(text) && !isWholeJson(begun);
  if (TRACE_LINE.test(text)) return true;
  if (text.startsWith(PYTHON_TRACE)) return PYTHON_LINK.test(last) || (last === begun && saysAtLeast(ERROR, begun));
  if (PYTHON_LINK.test(text)) return PYTHON_END.test(last);
  if (JAVA_EXCEPTION.test(text)) return last === begun && saysAtLeast(WARN, begun);
  // Python's traceback ends with the exception, not indented, behind a line of code that is.
  if (INDENTED.test(last) && PYTHON_END.test(text)) return true;
  return text.startsWith("goroutine ") && beginsGoDump(begun);
}

function isWholeJson(text: string): boolean {
  return text.startsWith("{") && text.endsWith("}");
}

function saysAtLeast(severity: Severity, text: string): boolean {
  return (parseLevelText(text)?.severity?.number ?? 0) >= severity.number;
}
