import { readEnv, type Declaration, type Values } from "../core/env.ts";

/**
 * Builds a function's parts from its environment at the first invocation, once. A wrong environment stops the function there,
 * with all problems in one message.
 */
export function atColdStart<const D extends Declaration, Parts>(
  declaration: D,
  build: (env: Values<D>) => Parts,
): () => Parts {
  let parts: { readonly value: Parts } | undefined;
  return () => {
    if (parts === undefined) {
      const read = readEnv(declaration, process.env);
      if (!read.ok) throw new Error(`environment: ${read.problems.join("; ")}`);
      parts = { value: build(read.values) };
    }
    return parts.value;
  };
}
