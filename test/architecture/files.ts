/** A source file: its path from the root, with `/`, and its text. */
export type SourceFile = { path: string; text: string };

const longest = 300;
const longestHandler = 60;
/** Names that say where code was put because nobody knew what it was. */
const vague = new Set(["common", "helper", "helpers", "lib", "manager", "misc", "util", "utils"]);

/** One sentence for everything about a file's size and name that the conventions forbid. */
export function fileViolations({ path, text }: SourceFile): string[] {
  const found: string[] = [];
  const generated = path.endsWith(".gen.ts");
  const lines = text.trimEnd().split("\n").length;

  if (!generated && lines > longest) found.push(`${path} has ${lines} lines, more than ${longest}`);
  if (/^functions\/[^/]+\/handler\.ts$/.test(path) && lines > longestHandler) {
    found.push(`${path} has ${lines} lines, more than a handler's ${longestHandler}: the work belongs to shared`);
  }

  const names = path.replace(/(?:\.gen|\.test|\.setup)?\.ts$/, "").split("/");
  for (const name of names.filter((part) => vague.has(part))) found.push(`${path}: "${name}" does not say what it is`);

  const isSource = /^shared\/sources\/[^/]+\/index\.ts$/.test(path);
  if (names.at(-1) === "index" && !isSource) found.push(`${path}: an index file hides what it re-exports`);
  if (/^export \* from /m.test(text)) found.push(`${path} re-exports a whole module: import from where it is`);

  return found;
}

/** `new Date()` reads the clock; that is all the lint rules cannot express about purity. */
export function readsClock(text: string): boolean {
  return /\bnew Date\b(?:\(\s*\))?(?!\()/.test(text);
}
