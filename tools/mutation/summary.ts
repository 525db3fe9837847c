import { code, table } from "../generate/markdown.ts";
import type { Area } from "./areas.ts";
import { CANARY, scoreOf, type Mutant, type MutatedFile, type Report } from "./report.ts";

/** Mutants of texts, patterns and lists survive wherever a sample is missing; those of conditions and steps are lines nobody tests. */
const OF_TEXT: ReadonlySet<string> = new Set(["StringLiteral", "Regex", "ArrayDeclaration", "ObjectLiteral"]);
const SHOWN_OF_A_FILE = 3;
const LONGEST_SHOWN = 100;

/** The sections of a page by the title of their area. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const [, ...sections] = `\n${page}`.split("\n## ");
  return new Map(sections.map((text) => [text.slice(0, text.indexOf("\n")), `## ${text.trimEnd()}\n`]));
}

/**
 * The page about whole runs: a section for each area, of which only that of this run is new.
 *
 * @param known the sections that there are, by the titles of their areas.
 */
export function mutationPage(
  areas: readonly Area[],
  known: ReadonlyMap<string, string>,
  ran: Area,
  report: Report,
): string {
  const sections = areas.flatMap((area) => (area === ran ? areaSection(area, report) : (known.get(area.title) ?? [])));
  const names = areas.map(
    ({ name, title, takes, least }) =>
      `- ${code(`--area ${name}`)}: ${title}, ${takes} on two cores; below ${least} % it fails`,
  );
  return `<!-- Written by \`npm run mutation\`. Do not edit. -->

# Mutation testing

\`npm run mutation\` changes the code in one place at a time, runs the tests that run that place, and counts how often a test
notices. It takes long, so it is not part of \`npm test\`.
\`npm run mutation -- shared/formats/klog.ts\` tries one file, and \`reports/mutation/mutation.html\` shows each mutant in its place.

${names.join("\n")}

${CANARY_WORDS}

${sections.join("\n")}`;
}

/** Score of each file, worst first, and for each the first survivors that change what the code does. */
function areaSection({ title }: Area, report: Report): string {
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
  return `## ${title}

${table(["file", "killed", "timed out", "survived", "not run", "score"], scores)}
### ${title}: survivors worth knowing

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
