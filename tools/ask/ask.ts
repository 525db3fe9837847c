/**
 * `npm run ask -- NAME [options]`: answers a question about the logs, from OpenSearch or from archive files. See `--help`.
 *
 * The answer goes to standard output, where it came from to standard error. Exit code 0 when there is an answer, be it empty; 2
 * for bad usage, a cluster that does not answer and files that cannot be read.
 */
import { styleText } from "node:util";
import { QUESTIONS } from "../../shared/opensearch/all-questions.ts";
import { columnsOf, type Question } from "../../shared/opensearch/question.ts";
import { searchRequest, type Asked } from "../../shared/opensearch/question-dsl.ts";
import { athenaSql } from "../../shared/opensearch/question-sql.ts";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { tableLines } from "../cli/report/table.ts";
import type { Answer } from "./answer.ts";
import { askedOf } from "./asked.ts";
import { questionHelp, questionList } from "./describe.ts";
import { csvText, tableText } from "./print.ts";

interface Options {
  readonly list?: true;
  readonly param?: Readonly<Record<string, string>>;
  readonly since?: string;
  readonly all?: true;
  readonly limit: string;
  readonly to?: string;
  readonly archive?: string;
  readonly indexPrefix: string;
  readonly json?: true;
  readonly csv?: true;
  readonly sql?: true;
  readonly dsl?: true;
  readonly describe?: true;
}

const command = newCommand("ask", "Answers questions about the logs, from OpenSearch or from the archive.")
  .argument("[question]", "name of the question; --list shows them")
  .option("--list", "list the questions")
  .option("--describe", "show what the question is for, its parameters and its columns")
  .option("--param <name=value>", "set a parameter of the question; may be repeated", addParam)
  .option(
    "--since <window>",
    "look back this far: 30m, 12h, 7d, 2w (default: the question's own window, else everything)",
  )
  .option("--all", "look at everything, whatever the question's own window")
  .option("--limit <rows>", "most rows to show; the total counts all", "100")
  .option("--to <url>", "ask this OpenSearch: http(s)://[user:password@]host[:port]")
  .option("--archive <folder>", "ask the *.ndjson and *.ndjson.gz files of this folder (default: out)")
  .option("--index-prefix <name>", "first part of the index names of this OpenSearch", "logs")
  .option("--json", "print {question, params, total, rows}")
  .option("--csv", "print the rows as CSV")
  .option("--sql", "print the Athena statement, and ask nobody")
  .option("--dsl", "print the OpenSearch query, and ask nobody")
  .addHelpText(
    "after",
    `
  npm run ask -- --list
  npm run ask -- response-codes --archive out
  npm run ask -- requests-by-user --param user=dev:alice --since 7d --to http://127.0.0.1:9200
  npm run -s ask -- aws-auth-changes --sql`,
  );

await runCommand("ask", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  refuseTogether(options);
  if (options.list) {
    process.stdout.write(options.json ? `${JSON.stringify(questionList(QUESTIONS))}\n` : listText());
    return EXIT.done;
  }
  const question = questionCalled(command.args[0]);
  if (options.describe) {
    process.stdout.write(questionHelp(question));
    return EXIT.done;
  }
  const { param = {}, limit, since, all, indexPrefix } = options;
  const asked = askedOf(question, { params: param, limit, since, all: all === true, indexPrefix });
  if (options.sql) process.stdout.write(`${athenaSql(question, asked).rows}\n`);
  else if (options.dsl) {
    const { index, body } = searchRequest(question, asked);
    process.stdout.write(`POST /${index}/_search\n${JSON.stringify(body, null, 2)}\n`);
  } else await printAnswer(question, asked, options);
  return EXIT.done;
});

async function printAnswer(question: Question, asked: Asked, options: Options): Promise<void> {
  const { to, archive = "out" } = options;
  const answer =
    to === undefined ? await fromArchive(question, asked, archive) : await fromCluster(question, asked, to);
  const columns = columnsOf(question);
  if (options.json) {
    const { total, rows } = answer;
    process.stdout.write(`${JSON.stringify({ question: question.name, params: asked.values, total, rows })}\n`);
    return;
  }
  process.stdout.write(options.csv ? csvText(columns, answer) : tableText(columns, answer, process.stdout));
  process.stderr.write(`${summary(question, asked, answer)}\n`);
}

/** Both stores are loaded only when they are asked: DuckDB takes its time to load, and so does the client. */
async function fromArchive(question: Question, asked: Asked, folder: string): Promise<Answer> {
  const { askArchive } = await import("./ask-archive.ts");
  return askArchive(question, asked, folder);
}

async function fromCluster(question: Question, asked: Asked, url: string): Promise<Answer> {
  const { searchOf } = await import("./cluster.ts");
  const { askCluster } = await import("./ask-cluster.ts");
  return askCluster(question, asked, searchOf(url, process.env));
}

function summary({ answer, title }: Question, { window }: Asked, { total, rows }: Answer): string {
  const noun = answer.kind === "records" ? "record" : "group";
  const shown = rows.length < total ? `, ${rows.length} shown` : "";
  const when = window === undefined ? "" : `, last ${window.count}${window.unit} (--all looks at everything)`;
  return `${title.en}: ${total} ${noun}${total === 1 ? "" : "s"}${shown}${when}`;
}

function questionCalled(name: string | undefined): Question {
  if (name === undefined) throw new Problem("which question? --list shows them");
  const question = QUESTIONS.find((one) => one.name === name);
  if (question === undefined) throw new Problem(`no question is called ${name}; --list shows them`);
  return question;
}

function refuseTogether(options: Options): void {
  const given = (names: readonly (keyof Options)[]): string[] =>
    names.filter((name) => options[name] !== undefined).map((name) => `--${name}`);
  for (const group of [
    ["since", "all"],
    ["to", "archive"],
    ["json", "csv", "sql", "dsl"],
  ] as const) {
    const [one, other] = given(group);
    if (one !== undefined && other !== undefined) throw new Problem(`${one} and ${other} do not go together`);
  }
}

function addParam(text: string, known: Readonly<Record<string, string>> = {}): Record<string, string> {
  const equals = text.indexOf("=");
  if (equals < 1) throw new Problem(`--param ${text}: wanted is name=value`);
  return { ...known, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function listText(): string {
  const rows = QUESTIONS.map(({ name, title }) => [name, title.en, title.ja]);
  const [heading = "", ...lines] = tableLines(["question", "what", "質問"], rows);
  return `${[styleText("bold", heading, { stream: process.stdout }), ...lines].join("\n")}\n`;
}
