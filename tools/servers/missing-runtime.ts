/** A real server cannot be run on this machine: an expected state, as a stranger may lack Java, Go and Python. */
export interface MissingRuntime {
  readonly missing: "OpenSearch" | "S3" | "browser";
  /** One paragraph: what is missing, how to install it, or which variable to set. */
  readonly message: string;
}

export function isMissing(started: object): started is MissingRuntime {
  return "missing" in started;
}

/** The paragraph for the person: every way that was tried, then the remedy. */
export function missingRuntime(
  missing: MissingRuntime["missing"],
  reasons: readonly string[],
  remedy: string,
): MissingRuntime {
  const tried = reasons.map((reason) => reason.replace(/\s+/g, " ").trim()).join("; ");
  return { missing, message: `No real ${missing} here: ${tried}. ${remedy}` };
}
