import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { QUESTIONS } from "../../shared/opensearch/all-questions.ts";
import type { Question } from "../../shared/opensearch/question.ts";
import { exampleValues } from "../../shared/opensearch/question-params.ts";
import type { Answer, Row } from "../../tools/ask/answer.ts";
import { askCluster } from "../../tools/ask/ask-cluster.ts";
import { searchOf } from "../../tools/ask/cluster.ts";
import { type Imported, importedObjects, visStateOf } from "../opensearch/saved-objects/imported.ts";
import { objectSearch, type TimeRange } from "../opensearch/saved-objects/object-search.ts";
import { indexArchive, newFolder, removeFolders, replayLines, writeSamples } from "./archived-records.ts";
import { ask, openSearchUrl } from "./real-servers.ts";

const PREFIX = "dashed";
const OBJECTS = importedObjects("en");
/** Samples are of many years. */
const ALWAYS: TimeRange = { from: "1990-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" };
const SHOWN = 100;

interface Found {
  readonly _shards: { readonly failed: number };
  readonly hits: { readonly total: { readonly value: number }; readonly hits: readonly Hit[] };
  readonly aggregations?: Readonly<Record<string, unknown>>;
}

interface Hit {
  readonly _source: { readonly "@timestamp": string };
  readonly sort: readonly unknown[];
}

/** Searches what a saved object searches, in the indices of this suite. */
async function found(object: Imported, time = ALWAYS, more: Record<string, unknown> = {}): Promise<Found> {
  const { index, query, aggs } = objectSearch(object, OBJECTS, time);
  const own = index.replaceAll("logs-", `${PREFIX}-`);
  const body = { track_total_hits: true, query, ...(aggs === undefined ? {} : { aggs, size: 0 }), ...more };
  const answer = await ask("POST", `/${own}/_search?ignore_unavailable=true`, body);
  expect({ status: answer.status, said: answer.body["error"] }).toEqual({ status: 200, said: undefined });
  const said = answer.body as unknown as Found;
  expect(said._shards.failed).toBe(0);
  return said;
}

function asked(question: Question): Promise<Answer> {
  const values = exampleValues(question.params);
  const wanted = { values, window: undefined, limit: SHOWN, indexPrefix: PREFIX };
  return askCluster(question, wanted, searchOf(openSearchUrl ?? "", {}));
}

function objectOf(id: string): Imported {
  return OBJECTS.find((object) => object.id === `tributary-logs-${id}`) as Imported;
}

/** Records that the groups of an answer hold together. */
function counted({ answer }: Question, rows: readonly Row[]): number {
  const counts = answer.kind === "groups" ? Object.entries(answer.measures).find(([, { of }]) => of === "count") : [];
  return rows.reduce((total, row) => total + Number(row[counts?.[0] ?? ""]), 0);
}

describe.skipIf(openSearchUrl === undefined)("the saved objects, over real lines and samples of all platforms", () => {
  beforeAll(async () => {
    const archive = newFolder();
    await writeSamples(archive);
    // Replay adds to files that are there.
    await replayLines(archive);
    await indexArchive(PREFIX, archive);
  });
  afterAll(async () => {
    removeFolders();
    await ask("DELETE", `/${PREFIX}-*`);
  });

  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    "the saved search of %s finds what the question finds, in its order",
    async (name, question) => {
      const object = objectOf(`question-${name}`);
      const [[sort, order]] = object.attributes["sort"] as [[string, string]];
      const { hits } = await found(object, ALWAYS, { size: SHOWN, sort: [{ [sort]: order }] });
      const answer = await asked(question);
      expect(hits.total.value).toBe(question.answer.kind === "groups" ? counted(question, answer.rows) : answer.total);
      const times = question.answer.kind === "groups" ? [] : answer.rows.map(({ time }) => String(time));
      const shown = hits.hits.map(({ _source }) => _source["@timestamp"]).slice(0, times.length);
      // Records of one duration have no order of their own.
      const byTime = sort === "@timestamp";
      expect(byTime ? shown : shown.toSorted()).toEqual(byTime ? times : times.toSorted());
    },
  );

  it.each(["response-codes", "lambda-most-expensive", "lambda-cold-starts"])(
    "a table shows the answer of %s",
    async (name) => {
      const question = QUESTIONS.find((one) => one.name === name) as Question;
      const tables = OBJECTS.filter(
        (object) =>
          object.type === "visualization" &&
          visStateOf(object).type === "table" &&
          object.references.some(({ id }) => id === `tributary-logs-question-${name}`),
      );
      expect(tables).toHaveLength(1);
      const [table] = tables as [Imported];
      const rows = tableRows(table, await found(table));
      const answer = await asked(question);
      expect(answer.rows.length).toBeGreaterThan(0);
      expect(sorted(rows)).toEqual(sorted(answer.rows.map(rounded)));
    },
  );

  it.each(
    OBJECTS.filter((object) => object.type === "visualization" && visStateOf(object).type !== "markdown").map(
      (object) => [object.id, object] as const,
    ),
  )("%s draws something", async (_, object) => {
    const { hits, aggregations = {} } = await found(object);
    expect(hits.total.value).toBeGreaterThan(0);
    const [group] = visStateOf(object).aggs.filter(({ schema }) => schema !== "metric");
    expect(group === undefined || bucketsIn(aggregations[group.id]).length > 0).toBe(true);
  });

  it("finds what lies in the time that is looked at", async () => {
    const range = { from: "2026-11-23T09:01:00Z", to: "2026-11-23T09:02:59.999Z" };
    const object = objectOf("question-requests-by-user");
    const whole = await found(object, ALWAYS, { size: 10_000 });
    const within = whole.hits.hits.filter(({ _source }) => /T09:0[12]:/.test(_source["@timestamp"]));
    expect(within.length).toBeGreaterThan(0);
    expect(within.length).toBeLessThan(whole.hits.total.value);
    expect((await found(object, range)).hits.total.value).toBe(within.length);
  });
});

type Bucket = Readonly<Record<string, unknown>> & { readonly key: string | number; readonly doc_count: number };

function bucketsIn(aggregation: unknown): readonly Bucket[] {
  return (aggregation as { buckets?: readonly Bucket[] } | undefined)?.buckets ?? [];
}

/** The rows of a table with one group, as it would show them under its column names. */
function tableRows(table: Imported, { aggregations }: Found): Row[] {
  const { aggs } = visStateOf(table);
  const [group] = aggs.filter(({ schema }) => schema === "bucket");
  const label = (params: Readonly<Record<string, unknown>>): string => String(params["customLabel"]);
  return bucketsIn(aggregations?.[group?.id ?? ""]).map((bucket) =>
    rounded({
      [label(group?.params ?? {})]: bucket.key,
      ...Object.fromEntries(
        aggs
          .filter(({ schema }) => schema === "metric")
          .map(({ id, type, params }) => [label(params), shownValue(bucket, id, type, params)]),
      ),
    }),
  );
}

function shownValue(bucket: Bucket, id: string, type: string, params: Readonly<Record<string, unknown>>) {
  if (type === "count") return bucket.doc_count;
  const { value } = bucket[id] as { value: number };
  return params["field"] === "@timestamp" ? new Date(value).toISOString() : value;
}

/** Sums of doubles depend on their order. */
function rounded(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [name, typeof cell === "number" ? Number(cell.toPrecision(9)) : cell]),
  );
}

function sorted(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}
