import { Problem } from "../cli/problem.ts";

/** What people can still read, and what a repository should hold. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 256 * 1024;

/**
 * Cuts the given text into lines, without line ends, a byte order mark, or lines that are empty.
 *
 * @throws Problem when nothing is left, or too much.
 */
export function sampleLines(text: string): string[] {
  const lines = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line))
    .filter((line) => line.trim() !== "");
  if (lines.length === 0)
    throw new Problem("no lines on standard input; give some: npm run new:source -- NAME < lines.log");
  if (lines.length > MOST_LINES) {
    throw new Problem(
      `${lines.length} lines are more than anybody reads; choose ${MOST_LINES} at most, one of each kind`,
    );
  }
  if (text.length > MOST_CHARACTERS) throw new Problem(`more than ${MOST_CHARACTERS / 1024} KB of lines; choose fewer`);
  return lines;
}
