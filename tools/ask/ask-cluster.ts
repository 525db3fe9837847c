import { choices, type FieldChoice, type GroupsAnswer, type Question } from "../../shared/opensearch/question.ts";
import { searchRequest, type Asked, type Query } from "../../shared/opensearch/question-dsl.ts";
import { cellOf, type Answer, type Cell, type Row } from "./answer.ts";
import type { Search } from "./cluster.ts";
import { mergeGroups, type Bucket } from "./groups.ts";

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
  const buckets: Bucket[] = [];
  let after: Query | undefined;
  do {
    const said = (await search(searchRequest(question, asked, after))) as unknown as Groups;
    buckets.push(...(said.aggregations?.groups.buckets ?? []));
    after = said.aggregations?.groups.after_key;
  } while (after !== undefined);
  const rows: Row[] = mergeGroups(answer, buckets);
  return { total: rows.length, rows: rows.slice(0, asked.limit) };
}

interface Groups {
  /** Absent when there is no index at all. */
  readonly aggregations?: { readonly groups: { readonly buckets: readonly Bucket[]; readonly after_key?: Query } };
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
