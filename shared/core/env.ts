/** One environment variable of a function: what it is for, and how its text becomes a value. */
export interface Variable<T> {
  readonly doc: string;
  /** Undefined where the variable must be set. */
  readonly fallback: T | undefined;
  /** What a right value looks like, for messages. */
  readonly wanted: string;
  /** Undefined when the text is not right. */
  readonly read: (text: string) => T | undefined;
  /** What is wrong with a text that is not right, each with its place in it; said in place of `wanted`. */
  readonly problems?: (text: string) => readonly string[];
  /** Its value is never printed. */
  readonly secret?: true;
}

export type Declaration = Readonly<Record<string, Variable<unknown>>>;
export type Values<D extends Declaration> = {
  readonly [Name in keyof D]: D[Name] extends Variable<infer T> ? T : never;
};

/** All that is wrong with an environment, one line a variable. */
export interface EnvProblems {
  readonly problems: readonly string[];
}

/**
 * Reads a function's environment by its declaration, once. Missing and malformed variables are told apart, and
 * all problems come at once. A name that differs from a declared one in its last word only (`OPENSEARCH_ENDPIONT`) is a typing
 * error; other variables are AWS's or the shell's own. Values of secrets are never part of a message.
 */
export function readEnv<const D extends Declaration>(
  declaration: D,
  env: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly values: Values<D> } | ({ readonly ok: false } & EnvProblems) {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, variable] of Object.entries(declaration)) {
    const text = env[name];
    if (text === undefined || text === "") {
      if (variable.fallback === undefined) problems.push(`${name} is not set; wanted: ${variable.wanted}`);
      values[name] = variable.fallback;
      continue;
    }
    const value = variable.read(text);
    if (value === undefined && variable.problems !== undefined) {
      problems.push(...variable.problems(text).map((problem) => `${name}: ${problem}`));
    } else if (value === undefined) {
      const got = variable.secret === true ? "a value that is not shown" : JSON.stringify(text.slice(0, 100));
      problems.push(`${name} is ${got}; wanted: ${variable.wanted}`);
    }
    values[name] = value;
  }
  const families = new Set(Object.keys(declaration).map(familyOf));
  for (const name of Object.keys(env)) {
    if (!(name in declaration) && !name.startsWith("AWS_") && families.has(familyOf(name))) {
      problems.push(`${name} is not a variable of this function`);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, values: values as Values<D> };
}

/** `BULK_MAX_BYTES` is of the family `BULK_MAX_`. */
function familyOf(name: string): string {
  return name.slice(0, name.lastIndexOf("_") + 1) || name;
}

/** Any text, or text of a shape; `""` as fallback makes it optional. */
export function textVariable(doc: string, wanted: string, fallback?: string, shape?: RegExp): Variable<string> {
  return { doc, wanted, fallback, read: (text) => (shape === undefined || shape.test(text) ? text : undefined) };
}

export function secretVariable(doc: string, wanted: string): Variable<string> {
  return { doc, wanted, fallback: "", read: (text) => text, secret: true };
}

/** A whole number within limits. */
export function integerVariable(doc: string, min: number, max: number, fallback: number): Variable<number> {
  return {
    doc,
    fallback,
    wanted: `a whole number from ${min} to ${max}`,
    read: (text) => (/^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
  };
}

export function flagVariable(doc: string, fallback: boolean): Variable<boolean> {
  return {
    doc,
    fallback,
    wanted: "true or false",
    read: (text) => (text === "true" ? true : text === "false" ? false : undefined),
  };
}

export function choiceVariable<const T extends string>(doc: string, choices: readonly T[], fallback: T): Variable<T> {
  return { doc, fallback, wanted: choices.join(" or "), read: (text) => choices.find((choice) => choice === text) };
}

/** A value that `read` makes of the text, e.g. a table in JSON. */
export function parsedVariable<T>(
  doc: string,
  wanted: string,
  fallback: T,
  read: (text: string) => T | undefined,
  problems?: (text: string) => readonly string[],
): Variable<T> {
  return { doc, wanted, fallback, read, ...(problems === undefined ? {} : { problems }) };
}
