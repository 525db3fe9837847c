/** An exception as runtimes print it. */
export interface StackTrace {
  /** Class of the exception, where the text names one. */
  readonly type: string | undefined;
  readonly message: string | undefined;
  /** From the line that names the exception, or that announces the trace, to the end. */
  readonly stack: string;
  /** What stands before it: the message that was logged with it; empty where the trace comes first. */
  readonly before: string;
}

const PYTHON_HEAD = "Traceback (most recent call last):";
/** Java, JavaScript, .NET: `    at x`; Ruby: `\tfrom x`; a Go panic has its own parser. */
const FRAME = /^[ \t\u00a0]+(?:at |from )\S/;
const PYTHON_FRAME = /^[ \t\u00a0]+File "/;
/** What stands before the exception's name where nobody has caught it. */
const UNCAUGHT = /^(?:Exception in thread "[^"\n]{0,200}" |Unhandled exception[.:] |Uncaught (?:Exception )?)/i;
const EXCEPTION =
  /^([A-Za-z_$][\w$]{0,200}(?:[.:+/]{1,2}[A-Za-z_$][\w$]{0,200}){0,30})(?: \[[^\]\n]{1,100}\])?(?:: ?([^]*))?$/;
const NAME = /Error|Exception|Throwable|Fault|Failure|Interrupt|Exit|Warning|Iteration|Panic/;

/** `console.error("could not load", error)`, `log.error("failed: " + e)`. */
const BEHIND_WORDS = /^([^]{1,2000}?[\s:])((?:[A-Za-z_$][\w$.]{0,200})?(?:Error|Exception))(?:: ([^]*))?$/;

/** Not further than this many lines before the first frame is the exception's name looked for: messages have lines of their own. */
const LONGEST_MESSAGE_LINES = 50;

/**
 * Finds a stack trace of Python, Java, JavaScript, .NET or Ruby in text of several lines. Linear.
 *
 * @returns undefined when no line reads like a frame, or none like the exception's name.
 */
export function parseStackTrace(text: string): StackTrace | undefined {
  if (!text.includes("\n")) return undefined;
  const python = text.indexOf(PYTHON_HEAD);
  if (python >= 0 && (python === 0 || text.charCodeAt(python - 1) === 10)) return parsePython(text, python);
  return parseFrames(text);
}

/** The class and message that a line such as `TypeError: x is not a function` names; undefined for other text. */
export function exceptionOf(line: string): { type: string; message: string | undefined } | undefined {
  const uncaught = UNCAUGHT.exec(line)?.[0].length ?? 0;
  const [, type = "", message] = EXCEPTION.exec(uncaught === 0 ? line : line.slice(uncaught)) ?? [];
  if (type === "" || !(NAME.test(type) || uncaught > 0)) return undefined;
  return { type, message };
}

/** The exception stands in the first line behind the last frame that is not indented; of a chain that is the last one, which was not caught. */
function parsePython(text: string, head: number): StackTrace {
  const before = text.slice(0, head).trimEnd();
  const lines = text.slice(head).split("\n");
  const lastFrame = lines.findLastIndex((line) => PYTHON_FRAME.test(line));
  const naming = lines.findIndex((line, index) => index > Math.max(lastFrame, 0) && /^[^\s\u00a0]/.test(line));
  // Lambda's runtime prints the exception first, then the frames alone.
  const named =
    naming < 0
      ? exceptionOf(before.slice(before.lastIndexOf("\n") + 1))
      : (exceptionOf(lines.slice(naming).join("\n").trimEnd()) ?? bareName(lines[naming] ?? ""));
  return { type: named?.type, message: named?.message, stack: text.slice(head), before };
}

/** Classes of one's own may be called anything: `Broken: it fell`. */
function bareName(line: string): { type: string; message: string | undefined } | undefined {
  const [, type, message] = EXCEPTION.exec(line) ?? [];
  // `console.trace` prints frames that nothing went wrong with.
  return type === undefined || type === "Trace" || !/^[A-Z]|\./.test(type) ? undefined : { type, message };
}

function parseFrames(text: string): StackTrace | undefined {
  const lines = text.split("\n");
  const frame = lines.findIndex((line, index) => index > 0 && FRAME.test(line));
  if (frame < 0) return undefined;
  for (let index = frame - 1; index >= 0 && frame - index <= LONGEST_MESSAGE_LINES; index--) {
    const named = exceptionOf(lines.slice(index, frame).join("\n").trim());
    if (named !== undefined) {
      return { ...named, stack: lines.slice(index).join("\n"), before: lines.slice(0, index).join("\n").trimEnd() };
    }
  }
  const last = lines[frame - 1] ?? "";
  const [, words = "", type, message] = BEHIND_WORDS.exec(last) ?? [];
  const named = type === undefined ? bareName(last) : { type, message };
  if (named === undefined) return undefined;
  const before = [...lines.slice(0, frame - 1), words].join("\n").trimEnd();
  return { ...named, stack: [last.slice(words.length), ...lines.slice(frame)].join("\n"), before };
}
