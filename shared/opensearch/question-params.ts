/** A value that a question's condition gets. */
export type ParamValue = string | number | boolean | readonly string[];

/** A parameter of a question; without a default it has to be given. */
export type Param =
  | { readonly kind: "text"; readonly description: string; readonly default?: string; readonly example?: string }
  /** Comma-separated, at least one. */
  | { readonly kind: "list"; readonly description: string; readonly default: readonly string[] }
  | { readonly kind: "number"; readonly description: string; readonly default: number }
  /** yes or no. */
  | { readonly kind: "flag"; readonly description: string; readonly default: boolean };

/** Parameters by name. */
export type Params = Readonly<Record<string, Param>>;

export type ParamsResult =
  | { readonly values: Readonly<Record<string, ParamValue>> }
  /** One sentence that says what is wrong. */
  | { readonly problem: string };

/** Longer text matches nothing that OpenSearch indexes. */
const LONGEST = 8191;

/**
 * The values of a question's parameters from what was typed. Unknown names, values of another kind and text with control
 * characters are refused; everything else is a value, and never part of a statement's own text.
 */
export function readParams(params: Params, typed: Readonly<Record<string, string>>): ParamsResult {
  const unknown = Object.keys(typed).find((name) => !Object.hasOwn(params, name));
  if (unknown !== undefined) {
    const names = Object.keys(params).join(", ");
    return { problem: `no parameter is called ${unknown}; there ${names === "" ? "are none" : `is ${names}`}` };
  }
  const values: Record<string, ParamValue> = {};
  for (const [name, param] of Object.entries(params)) {
    const text = Object.hasOwn(typed, name) ? typed[name] : undefined;
    const value = text === undefined ? param.default : readValue(param, text);
    if (value === undefined) {
      const wanted = text === undefined ? `has to be given: ${param.description}` : `${WANTED[param.kind]} is wanted`;
      return { problem: `parameter ${name}: ${wanted}` };
    }
    values[name] = value;
  }
  return { values };
}

const WANTED = {
  text: `text without control characters, up to ${LONGEST} characters,`,
  list: "a list with commas, such as create,delete,",
  number: "a number",
  flag: "yes or no",
} as const;

/** The value of a parameter; undefined when the text is none of its kind. */
function readValue(param: Param, text: string): ParamValue | undefined {
  if (text.length > LONGEST || /\p{Cc}/u.test(text) || !text.isWellFormed()) return undefined;
  switch (param.kind) {
    case "text":
      return text === "" && param.default === undefined ? undefined : text;
    case "list": {
      const items = text.split(",").map((item) => item.trim());
      return items.includes("") ? undefined : items;
    }
    case "number":
      return /^-?\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
    case "flag":
      return FLAGS.get(text.toLowerCase());
  }
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["true", true],
  ["1", true],
  ["no", false],
  ["false", false],
  ["0", false],
]);

/** The values that a question has when nobody says anything; what must be given has its example. */
export function exampleValues(params: Params): Record<string, ParamValue> {
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, param.default ?? param.example ?? ""]),
  );
}
