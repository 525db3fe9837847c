import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Declaration } from "../../shared/core/env.ts";
import { code, GENERATED_PAGE, table } from "./markdown.ts";

/** `docs/environment.md`: the variables of each function, from its `env.ts`. */
export async function environmentDocs(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  const sections = await Promise.all(
    names.map(async (name) => {
      const { VARIABLES } = (await import(pathToFileURL(join(folder, name, "env.ts")).href)) as {
        VARIABLES: Declaration;
      };
      return `\n## ${name}\n\n${table(["variable", "wanted", "default", "what"], Object.entries(VARIABLES).map(row))}`;
    }),
  );
  return `${GENERATED_PAGE}# Environment variables\n\nA missing or malformed variable stops the function at its first invocation, with all problems in one message.\n${sections.join("")}`;
}

function row([name, variable]: [string, Declaration[string]]): string[] {
  return [code(name), variable.wanted, fallbackText(variable), variable.doc];
}

function fallbackText({ fallback, secret }: Declaration[string]): string {
  if (fallback === undefined) return "must be set";
  if (secret === true || fallback === "") return "";
  if (fallback instanceof Map) return "`{}`";
  if (Array.isArray(fallback)) return "`[]`";
  return code(fallback);
}
