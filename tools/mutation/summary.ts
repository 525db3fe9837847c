import { code, table } from "../generate/markdown.ts";
import { CANARY, scoreOf, type Mutant, type MutatedFile, type Report } from "./report.ts";

/** Mutants of texts, patterns and lists survive wherever a sample is missing; those of conditions and steps are lines nobody tests. */
const OF_TEXT: ReadonlySet<string> = new Set(["StringLiteral", "Regex", "ArrayDeclaration", "ObjectLiteral"]);
const SHOWN_OF_A_FILE = 3;
const LONGEST_SHOWN = 100;

/** The page about a whole run: score of each file, worst first, and for each the first survivors that change what the code does. */
export function mutationPage(report: Report): string {
  const files = Object.entries(report).filter(([path]) => path !== CANARY);
  const rows = files
    .map(([path, { mutants }]) => ({ path, score: scoreOf(mutants) }))
    .toSorted((one, other) => one.score.percent - other.score.percent || one.path.localeCompare(other.path));
  const total = scoreOf(files.flatMap(([, { mutants }]) => mutants));
  const scores = [{ path: "all", score: total }, ...rows].map(({ path, score }) => [
    path === "all" ? "**all**" : code(path),
    String(score.killed),
    String(score.timedOut),
    String(score.survived),
    String(score.notRun),
    `${score.percent.toFixed(1)} %`,
  ]);
  return `<!-- Written by \`npm run mutation\`. Do not edit. -->

# Mutation testing

\`npm run mutation\` changes the decoders and line grammars in one place at a time, runs the tests that run that place, and counts
how often a test notices. It takes about an hour on two cores, so it is not part of \`npm test\`; below 80 % it fails.
\`npm run mutation -- shared/formats/klog.ts\` tries one file, and \`reports/mutation/mutation.html\` shows each mutant in its place.

${CANARY_WORDS}

${table(["file", "killed", "timed out", "survived", "not run", "score"], scores)}
## Survivors worth knowing

The first of each file that change a condition or a step rather than a text or a pattern.

${survivorsOf(files)}`;
}

const CANARY_WORDS = `Whether the verdicts can be believed is tested in the same run by ${code(CANARY)}: all mutants of a function that is tested to the
last must die, and all of one whose test looks away must survive.`;

function survivorsOf(files: readonly (readonly [string, MutatedFile])[]): string {
  const rows = files
    .toSorted(([one], [other]) => one.localeCompare(other))
    .flatMap(([path, file]) =>
      firstSurvivors(file.mutants).map((mutant) => [
        code(`${path}:${mutant.location.start.line}`),
        inline(originalOf(file.source, mutant)),
        inline(mutant.replacement ?? ""),
      ]),
    );
  return rows.length === 0 ? "None.\n" : table(["place", "code", "survives as"], rows);
}

function firstSurvivors(mutants: readonly Mutant[]): Mutant[] {
  const lines = new Set<number>();
  return mutants
    .filter(({ status, mutatorName }) => status === "Survived" && !OF_TEXT.has(mutatorName))
    .filter(({ location: { start } }) => !lines.has(start.line) && lines.add(start.line))
    .slice(0, SHOWN_OF_A_FILE);
}

/** What stands where the mutant was put. */
function originalOf(source: string, { location: { start, end } }: Mutant): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join(" ");
}

function inline(text: string): string {
  const line = text.replaceAll("`", "'").replace(/\s+/g, " ").trim();
  return line === "" ? "" : code(line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line);
}
