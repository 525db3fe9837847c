/**
 * What ends a command and is not a bug: a file that cannot be read, a flag that makes no sense, a cluster that does not answer.
 * Its message is one line that says what and where; `runCommand` prints it without a stack trace.
 */
export class Problem extends Error {
  override readonly name = "Problem";
}

/** What the system says about a failed call, without the call and the path that Node puts around it: `no such file or directory`. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stated = /^[A-Z][A-Z0-9_]*: ([^,]+)/.exec(error.message);
  return stated?.[1] ?? error.message;
}

/** Whether a call failed because there is no such file. */
export function isNoFile(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
