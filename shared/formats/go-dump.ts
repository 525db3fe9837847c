/** First lines of what the Go runtime prints when a process dies or is asked for its stacks (runtime/panic.go, signal_unix.go). */
const FIRST_LINE = /^(SIG[A-Z]+|panic|fatal error|unexpected fault address)(?:: | )(.*)/;

/** Whether a line begins a dump. It belongs to no record before it. */
export function beginsGoDump(text: string): boolean {
  const first = text.charCodeAt(0);
  // S, p, f, u: four letters spare the expression on all other lines.
  return (first === 83 || first === 112 || first === 102 || first === 117) && FIRST_LINE.test(text);
}

/** Blank and indented lines, goroutines and their functions, registers, and what `go run` says at the end. */
const LATER_LINE =
  /^(?:\s|$|goroutine \d|created by |exit status \d|\[signal |runtime(?:\.| stack:)|PC=0x|r\w{1,5} +0x|[a-z]s +0x|[\w./*()·-]{1,300}\(.{0,500}\)$)/;

/** Whether a line may be part of the dump before it; for streams in which other things come after a dump. */
export function continuesGoDump(text: string): boolean {
  return LATER_LINE.test(text);
}

/** A dump of the Go runtime. */
export interface GoDump {
  /** `SIGQUIT`, `panic`, `fatal error`… */
  readonly kind: string;
  /** What the first line says of it. */
  readonly message: string;
  readonly firstLine: string;
  /** The goroutines and registers that follow. */
  readonly stack: string;
}

/** Takes a dump apart; undefined when the text does not begin like one. */
export function parseGoDump(text: string): GoDump | undefined {
  if (!beginsGoDump(text)) return undefined;
  const end = text.indexOf("\n");
  const firstLine = end < 0 ? text : text.slice(0, end);
  const [, kind = "", message = ""] = FIRST_LINE.exec(firstLine) ?? [];
  return { kind, message, firstLine, stack: end < 0 ? "" : text.slice(end + 1) };
}
