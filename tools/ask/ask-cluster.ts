import { choices, type FieldChoice, type GroupsAnswer, type Question } from "../../shared/opensearch/question.ts";
import { GROUPS, searchRequest, type Asked } from "../../shared/opensearch/question-dsl.ts";
import { Problem } from "../cli/problem.ts";
import { cellOf, type Answer, type Cell } from "./answer.ts";
import type { Search } from "./cluster.ts";
import { groupRows, type Groups } from "./groups.ts";

/** Answers a question from OpenSearch. */
export async function askCluster(question: Question, asked: Asked, search: Search): Promise<Answer> {
  const { answer } = question;
  if (answer.kind === "groups") return askGroups(question, answer, asked, search);
  const said = (await search(searchRequest(question, asked))) as unknown as Hits;
  return {
    total: said.hits.total.value,
    rows: said.hits.hits.map(({ _source }) =>
      Object.fromEntries(Object.entries(answer.columns).map(([name, field]) => [name, firstValue(_source, field)])),
    ),
  };
}

interface Hits {
  readonly hits: { readonly total: { readonly value: number }; readonly hits: readonly { readonly _source: Source }[] };
}

type Source = Readonly<Record<string, unknown>>;

async function askGroups(question: Question, answer: GroupsAnswer, asked: Asked, search: Search): Promise<Answer> {
  const said = (await search(searchRequest(question, asked))) as { aggregations?: Readonly<Record<string, Groups>> };
  // Absent when there is no index at all.
  const rows = groupRows(answer, said.aggregations?.[GROUPS] ?? { buckets: [] });
  if (rows === undefined)
    throw new Problem(`${question.name}: there are too many groups; ask for fewer with --since or --param`);
  return { total: rows.length, rows: rows.slice(0, asked.limit) };
}

/** The first of the fields that the record has. */
function firstValue(source: Source, field: FieldChoice): Cell {
  for (const name of choices(field)) {
    const value = cellOf(valueAt(source, name));
    if (value !== null) return value;
  }
  return null;
}

const MAPS = ["resource.attributes.", "attributes."];

/** The value of a field where a record has it: attributes keep the dots in their names, other members are nested. */
function valueAt(source: Source, name: string): unknown {
  const map = MAPS.find((prefix) => name.startsWith(prefix));
  const path = map === undefined ? name.split(".") : [...map.slice(0, -1).split("."), name.slice(map.length)];
  return path.reduce<unknown>(
    (node, step) => (typeof node === "object" && node !== null ? (node as Source)[step] : undefined),
    source,
  );
}
