import type { Source } from "../../shared/sources/source.ts";
import { code, GENERATED_PAGE, table } from "./markdown.ts";
import { documentsOf, readScenarios, type Scenario } from "./scenarios.ts";

interface Sample {
  readonly scenario: Scenario;
  readonly message: string;
  readonly record: Record<string, unknown>;
}

/** `docs/sources.md`: what each source recognises, the fields that it fills, one line and its record. */
export async function sourceDocs(sources: readonly Source[]): Promise<string> {
  const scenarios = await readScenarios();
  const sections = sources.map((source) =>
    section(
      source,
      scenarios.filter((scenario) => scenario.source === source.name),
    ),
  );
  const overview = table(
    ["source", "platform", "what it recognises"],
    sources.map(({ name, platform, description }) => [
      `[${name}](#${name.replaceAll(".", "")})`,
      platform,
      description,
    ]),
  );
  return [GENERATED_PAGE, "# Sources\n\n", INTRODUCTION, overview, ...sections].join("");
}

const INTRODUCTION = `Each line goes to the source that claims it with the highest score. \`npm run explain -- 'LINE'\` shows all claims.

| score | what agrees |
| --- | --- |
| 1 | log group and log stream |
| 0.9 | the log stream alone |
| 0.8–0.88 | a shape that nobody else writes, e.g. \`"apiVersion":"audit.k8s.io/v1"\` |
| 0.5–0.7 | the log group alone, or a shape that others write, too |
| 0.05, 0.01 | nothing: the platform's \`generic\` source keeps what the line says as JSON, logfmt or text |

`;

function section(source: Source, scenarios: readonly Scenario[]): string {
  const samples = scenarios.flatMap(samplesOf);
  const shown = samples.toSorted(byWorth)[0];
  const names = (place: (record: Record<string, unknown>) => unknown): string => {
    const found = new Set(samples.flatMap(({ record }) => Object.keys(place(record) ?? {})));
    return [...found].toSorted().map(code).join(" ");
  };
  const attributes = names((record) => record["attributes"]);
  const resource = names((record) => (record["resource"] as { attributes: unknown }).attributes);
  const example = shown === undefined ? "" : exampleText(shown);
  return `\n## ${source.name}\n\n${source.description}\n\n**attributes** ${attributes}\n\n**resource** ${resource}\n${example}`;
}

function samplesOf(scenario: Scenario): Sample[] {
  return documentsOf(scenario).map(({ json, events }) => ({
    scenario,
    message: events.map(({ message }) => message).join("\n"),
    record: JSON.parse(json) as Record<string, unknown>,
  }));
}

/** Real lines before synthetic ones; then the one that says most in the fewest characters. */
function byWorth(a: Sample, b: Sample): number {
  const real = (sample: Sample): number => Number(!sample.scenario.origin.provenance.startsWith("real"));
  const worth = ({ record, message }: Sample): number =>
    -Object.keys(record["attributes"] ?? {}).length / (message.length + 200);
  return real(a) - real(b) || worth(a) - worth(b);
}

function exampleText({ scenario, message, record }: Sample): string {
  const { logGroup, logStream, provenance } = scenario.origin;
  const place = logGroup === "" ? "straight through Firehose" : `${code(logGroup)}, stream ${code(logStream)}`;
  // Trailing blanks would be lost in an editor; the fence must be longer than any in the line.
  return `\nFrom ${place} (${provenance}):\n\n\`\`\`\`text\n${message.trimEnd()}\n\`\`\`\`\n\n\`\`\`\`json\n${JSON.stringify(record, undefined, 2)}\n\`\`\`\`\n`;
}
