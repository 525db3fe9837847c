/** A place and the rule it is (to be) reported for. `line` counts from 1, `rule` is oxlint's code, e.g. `eslint(no-console)`. */
export type Finding = { file: string; line: number; rule: string };

const mark = "// planted:";

/** The errors planted in a canary file: each `// planted: rule rule` speaks of the line below it. */
export function plantsIn(file: string, source: string): Finding[] {
  return source.split("\n").flatMap((text, index) => {
    const at = text.indexOf(mark);
    if (at < 0 || text.slice(0, at).trim() !== "") return [];
    const rules = text.slice(at + mark.length).trim();
    return rules.split(" ").map((rule) => ({ file, line: index + 2, rule }));
  });
}

/**
 * What oxlint's `--format=json` says, one finding per diagnostic and labelled line.
 * @throws SyntaxError when the text is not that JSON: then the linter itself has failed.
 */
export function readReports(json: string): Finding[] {
  const report: unknown = JSON.parse(json);
  if (!isReport(report)) throw new SyntaxError("oxlint --format=json gave no diagnostics list");
  return report.diagnostics.flatMap(({ filename, code, labels }) =>
    labels.map(({ span }) => ({ file: filename.replaceAll("\\", "/"), line: span.line, rule: code })),
  );
}

/** The planted errors that no report names: same file, same line, same rule. */
export function missedPlants(plants: readonly Finding[], reports: readonly Finding[]): Finding[] {
  const key = ({ file, line, rule }: Finding): string => `${file}:${line}:${rule}`;
  const reported = new Set(reports.map(key));
  return plants.filter((plant) => !reported.has(key(plant)));
}

type Diagnostic = { filename: string; code: string; labels: { span: { line: number } }[] };

function isReport(value: unknown): value is { diagnostics: Diagnostic[] } {
  return typeof value === "object" && value !== null && "diagnostics" in value && Array.isArray(value.diagnostics);
}
