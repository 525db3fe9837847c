/** A value of a JSON text that is no object and no list, with its place: characters without the quotes. */
export interface Scalar {
  /** Names with dots; items of a list have no name of their own. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/** Finds the values of a JSON text with their places, which no parser tells. Text that is no JSON gives what was found so far. */
export function jsonScalars(text: string): Scalar[] {
  const scalars: Scalar[] = [];
  const path: string[] = [];
  /** `{` and `[` around the place, with the depth of the path there. */
  const around: { readonly sign: string; readonly depth: number }[] = [];
  let name: string | undefined;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const isString = token.startsWith('"');
    if (token === "{" || token === "[") {
      around.push({ sign: token, depth: path.length });
      if (name !== undefined) path.push(name);
      name = undefined;
    } else if (token === "}" || token === "]") {
      path.length = around.pop()?.depth ?? 0;
      name = undefined;
    } else if (token === "," || token === ":") {
      if (token === ",") name = undefined;
    } else if (isString && name === undefined && around.at(-1)?.sign === "{") {
      name = token.slice(1, -1);
    } else {
      const quote = isString ? 1 : 0;
      const full = name === undefined ? path : [...path, name];
      scalars.push({ path: full.join("."), start: index + quote, end: index + token.length - quote });
    }
  }
  return scalars;
}
