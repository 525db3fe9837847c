import { readFile, writeFile } from "node:fs/promises";

/**
 * Replaces what a page has between `<!-- name -->` and `<!-- /name -->`, so that measured tables stand among hand-written text.
 *
 * @throws Error when the page has no such place.
 */
export async function recordSection(page: URL, name: string, content: string): Promise<void> {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = await readFile(page, "utf8");
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`${page.pathname} has no place between ${open} and ${close}`);
  await writeFile(page, `${text.slice(0, from + open.length)}\n\n${content.trim()}\n\n${text.slice(to)}`);
}
