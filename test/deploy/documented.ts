import { readFileSync } from "node:fs";
import path from "node:path";

const page = readFileSync(path.join(import.meta.dirname, "../../docs/deploy.md"), "utf8");

/** Every `npx serverless …` of docs/deploy.md as its arguments, as a shell would split them. */
export function documentedCommands(): string[][] {
  const commands = page.matchAll(/npx serverless ([^`]*?)(?=\n|`)/g);
  return [...commands].map(([, text = ""]) => shellWords(text));
}

/**
 * The arguments of the documented command that begins so.
 *
 * @throws Error when there is none: the page has changed, and the test has to follow.
 */
export function documented(...first: readonly string[]): string[] {
  const found = documentedCommands().find((words) => first.every((word, index) => words[index] === word));
  if (found === undefined) throw new Error(`docs/deploy.md has no command npx serverless ${first.join(" ")}`);
  return found;
}

function shellWords(text: string): string[] {
  const words = text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g);
  return [...words].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""),
  );
}
