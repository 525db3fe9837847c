import { Hono } from "hono";
import { DEFAULT_SETTINGS } from "../../../shared/core/settings.ts";
import { QUESTIONS } from "../../../shared/opensearch/all-questions.ts";
import { columnsOf, type Question } from "../../../shared/opensearch/question.ts";
import { searchRequest, type Asked } from "../../../shared/opensearch/question-dsl.ts";
import { athenaSql } from "../../../shared/opensearch/question-sql.ts";
import type { Answer } from "../../ask/answer.ts";
import { askedOf } from "../../ask/asked.ts";
import { defaultText } from "../../ask/describe.ts";
import { Problem } from "../../cli/problem.ts";
import type { QuestionAnswer, QuestionEntry } from "../wire/messages.ts";
import type { River } from "./river.ts";

/** Rows of an answer that a page shows; the total counts all. */
const ROWS = "200";

/** @param cluster URL of the OpenSearch that answers; without one the records of this session do. */
export function questionRoutes(river: River, cluster: URL | undefined): Hono {
  const app = new Hono();
  app.get("/questions", (context) => context.json(QUESTIONS.map(entryOf)));
  app.post("/questions/:name", async (context) => {
    const question = QUESTIONS.find(({ name }) => name === context.req.param("name"));
    if (question === undefined) return context.text("no question is called so\n", 404);
    const typed = readTyped(await context.req.json<unknown>());
    const started = performance.now();
    try {
      const asked = askedOf(question, {
        ...typed,
        limit: ROWS,
        since: typed.since || undefined,
        indexPrefix: DEFAULT_SETTINGS.indexPrefix,
      });
      const answer = await answerTo(question, asked, river, cluster);
      return context.json(shown(question, asked, answer, performance.now() - started));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const nothing: QuestionAnswer = {
        problem: error.message,
        columns: [],
        total: 0,
        rows: [],
        dsl: "",
        sql: "",
        ms: 0,
      };
      return context.json(nothing);
    }
  });
  return app;
}

async function answerTo(
  question: Question,
  asked: Asked,
  { archive }: River,
  cluster: URL | undefined,
): Promise<Answer> {
  if (cluster === undefined) {
    const { askArchive } = await import("../../ask/ask-archive.ts");
    return askArchive(question, asked, archive);
  }
  const { searchOf } = await import("../../ask/cluster.ts");
  const { askCluster } = await import("../../ask/ask-cluster.ts");
  return askCluster(question, asked, searchOf(cluster.href, process.env));
}

function shown(question: Question, asked: Asked, { total, rows }: Answer, ms: number): QuestionAnswer {
  const columns = columnsOf(question);
  const { index, body } = searchRequest(question, asked);
  return {
    columns,
    total,
    rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
    dsl: `POST /${index}/_search\n${JSON.stringify(body, undefined, 2)}`,
    sql: athenaSql(question, asked).rows,
    ms: Math.round(ms),
  };
}

function entryOf({ name, title, why, platforms, since = "", params }: Question): QuestionEntry {
  return {
    name,
    title,
    why,
    platforms,
    since,
    params: Object.entries(params).map(([key, param]) => ({
      name: key,
      kind: param.kind,
      description: param.description,
      value: param.default === undefined ? ("example" in param ? (param.example ?? "") : "") : defaultText(param),
    })),
  };
}

/** What a page has sent; anything of another shape is as if it had not been sent. */
function readTyped(body: unknown): { params: Record<string, string>; since: string; all: boolean } {
  const members = typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const { params, since, all } = members;
  const given = typeof params === "object" && params !== null ? Object.entries(params) : [];
  return {
    params: Object.fromEntries(given.map(([name, value]): [string, string] => [name, String(value)])),
    since: typeof since === "string" ? since.trim() : "",
    all: all === true,
  };
}
