import { tableLines } from "../cli/report/table.ts";
import { TAKEN, type Claimed } from "./claims.ts";
import type { OwnField } from "./own-field.ts";
import type { Recognition } from "./recognition.ts";
import { shapeWords } from "./shape.ts";
import { SCENARIO } from "./write-source.ts";

/** Who claims the lines now, and what that means for a source of their own. */
export function claimLines(lines: number, claims: readonly Claimed[]): string[] {
  const rows = claims.map(({ lines: count, source, score }) => [count, source, score]);
  const taken = claims.filter(({ score }) => score >= TAKEN);
  return [
    `${lines} ${lines === 1 ? "line" : "lines"}, claimed today by`,
    "",
    ...tableLines(["lines", "source", "score"], rows),
    "",
    ...taken.map(
      ({ lines: count, source, score }) =>
        `warning: ${source} claims ${count === lines ? "them" : `${count} of them`} with ${score}. Is it not the right one? See npm run explain.`,
    ),
  ];
}

/** How the new source will know its lines. */
export function recognitionLines(
  name: string,
  recognition: Recognition,
  lines: number,
  field: OwnField | undefined,
): string[] {
  const how = recognition.by === "group" ? `everything in ${recognition.logGroup}` : shapeWords(recognition.shape);
  return [
    `${name} will claim ${how}, with a score of ${recognition.score}.`,
    ...(lines > 1 ? [] : ["warning: one line says little about what all have in common; give some of each kind."]),
    ...(field === undefined ? [] : [`Its example of a field of its own is ${field.name}.`]),
    "",
  ];
}

/** What a person does next. */
export function nextLines(name: string, { logGroup, logStream }: { logGroup: string; logStream: string }): string[] {
  const folder = `shared/sources/${name}`;
  const place = `--log-group ${quoted(logGroup)} --log-stream ${quoted(logStream)}`;
  return [
    "",
    "next:",
    `  1. Read ${folder}/samples/${SCENARIO}.expected.json: is every field right, is nothing lost, may everybody see it?`,
    `  2. Edit ${folder}/index.ts, then npm run generate && npm run goldens, and read the difference.`,
    "  3. npm run check && npm run test:contract",
    `  4. npm run explain -- ${place} - < ${folder}/samples/${SCENARIO}.log`,
  ];
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
