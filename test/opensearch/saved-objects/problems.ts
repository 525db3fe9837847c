import { typeOfField, type QueryType } from "../../../shared/opensearch/field-type.ts";
import { type Agg, type Imported, panelsOf, sourceOf, visStateOf } from "./imported.ts";

/** What is wrong with saved objects: one sentence each, none when OpenSearch Dashboards can import and show them. */
export function problemsOf(objects: readonly Imported[]): string[] {
  const keys = objects.map(({ type, id }) => `${type} ${id}`);
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${key} is there twice`);
  return [
    ...twice,
    ...objects.flatMap((object) =>
      [...referenceProblems(object, new Set(keys)), ...shapeProblems(object), ...fieldProblems(object)].map(
        (problem) => `${object.type} ${object.id}: ${problem}`,
      ),
    ),
  ];
}

/** Versions of the last migration of each type in OpenSearch Dashboards 2 and 3. */
const MIGRATED: Readonly<Record<string, string>> = {
  "index-pattern": "7.6.0",
  search: "7.9.3",
  visualization: "7.10.0",
  dashboard: "7.9.3",
};

/** Every name that is referred to is referenced, every reference is used, and leads to an object that is there. */
function referenceProblems(object: Imported, keys: ReadonlySet<string>): string[] {
  const named = new Set(namesIn(object.attributes));
  const names = object.references.map(({ name }) => name);
  return [
    ...[...named].filter((name) => !names.includes(name)).map((name) => `${name} has no reference`),
    ...names.filter((name) => !named.has(name)).map((name) => `the reference ${name} is used nowhere`),
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `the reference ${name} is there twice`),
    ...object.references
      .filter(({ type, id }) => !keys.has(`${type} ${id}`))
      .map(({ type, id }) => `${type} ${id} is not there`),
  ];
}

/** Values of members whose names end with `RefName`, in text that is JSON, too. */
function namesIn(value: unknown, key = ""): string[] {
  if (typeof value === "string") {
    if (key.endsWith("RefName")) return [value];
    return value.startsWith("{") || value.startsWith("[") ? namesIn(JSON.parse(value)) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => namesIn(one, name));
}

function shapeProblems(object: Imported): string[] {
  const { type, attributes, migrationVersion } = object;
  const problems: string[] = [];
  if (typeof attributes["title"] !== "string" || attributes["title"] === "") problems.push("has no title");
  if (JSON.stringify(migrationVersion) !== JSON.stringify({ [type]: MIGRATED[type] })) {
    problems.push(`has migration version ${JSON.stringify(migrationVersion)}`);
  }
  if (type === "visualization") {
    const { title, aggs } = visStateOf(object);
    if (title !== attributes["title"]) problems.push("has another title in its state");
    const ids = aggs.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) problems.push("has two aggregations of one id");
  }
  if (type === "dashboard") problems.push(...gridProblems(object));
  return problems;
}

function gridProblems(object: Imported): string[] {
  const panels = panelsOf(object);
  const indexes = panels.map(({ panelIndex }) => panelIndex);
  const overlaps = panels.flatMap(({ gridData: a, panelIndex }, at) =>
    panels
      .slice(at + 1)
      .filter(({ gridData: b }) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
      .map((other) => `panels ${panelIndex} and ${other.panelIndex} overlap`),
  );
  const outside = panels
    .filter(({ gridData: { x, y, w, h } }) => x < 0 || y < 0 || w < 1 || h < 1 || x + w > 48)
    .map(({ panelIndex }) => `panel ${panelIndex} is outside of the grid`);
  const same = new Set(indexes).size === indexes.length ? [] : ["two panels have one index"];
  return [...overlaps, ...outside, ...same];
}

/** Each field exists, with a type that its use permits. */
function fieldProblems(object: Imported): string[] {
  const { type, attributes } = object;
  if (type === "index-pattern") {
    return typeOfField(attributes["timeFieldName"] as string) === "date_nanos" ? [] : ["has no time field"];
  }
  const uses = [
    ...sourceOf(object).filter.flatMap(({ query }) => queryUses(query)),
    ...(type === "search" ? searchUses(object) : []),
    ...(type === "visualization" ? visStateOf(object).aggs.flatMap(aggUses) : []),
  ];
  return uses.flatMap(({ field, use, types }) => {
    const found = typeOfField(field);
    if (found === undefined) return [`${use} of ${field}, which is no field`];
    return types.includes(found) ? [] : [`${use} of ${field}, which is ${found}`];
  });
}

interface Use {
  readonly field: string;
  readonly use: string;
  readonly types: readonly QueryType[];
}

const NUMBERS: readonly QueryType[] = ["integer", "long", "double"];
const WHOLE_VALUES: readonly QueryType[] = ["keyword", "boolean", "date_nanos", ...NUMBERS];
const ANY: readonly QueryType[] = [...WHOLE_VALUES, "text", "flat"];

/** Queries that name a field, and the types that they find something in. */
const QUERIES: Readonly<Record<string, readonly QueryType[]>> = {
  term: [...WHOLE_VALUES, "flat"],
  terms: [...WHOLE_VALUES, "flat"],
  prefix: ["keyword", "flat"],
  range: ["date_nanos", ...NUMBERS],
  match_phrase: ["text", "keyword"],
};

function queryUses(query: unknown): Use[] {
  return Object.entries(query as Record<string, unknown>).flatMap(([kind, value]) => {
    if (kind === "bool") {
      return Object.entries(value as Record<string, unknown>)
        .filter(([clause]) => clause !== "minimum_should_match")
        .flatMap(([, clauses]) => (clauses as unknown[]).flatMap(queryUses));
    }
    if (kind === "exists") return [{ field: (value as { field: string }).field, use: "exists", types: ANY }];
    return Object.keys(value as object).map((field) => ({ field, use: kind, types: QUERIES[kind] ?? [] }));
  });
}

function searchUses({ attributes }: Imported): Use[] {
  const columns = (attributes["columns"] as string[]).map((field) => ({ field, use: "column", types: ANY }));
  const sorts = (attributes["sort"] as [string, string][]).map(([field]) => ({
    field,
    use: "sort",
    types: WHOLE_VALUES,
  }));
  return [...columns, ...sorts];
}

const AGGREGATIONS: Readonly<Record<string, readonly QueryType[]>> = {
  terms: ["keyword", "boolean", "integer", "long"],
  date_histogram: ["date_nanos"],
  cardinality: ["keyword", "integer", "long"],
  sum: NUMBERS,
  avg: NUMBERS,
  max: [...NUMBERS, "date_nanos"],
  percentiles: NUMBERS,
};

function aggUses({ type, params }: Agg): Use[] {
  if (type === "count") return [];
  const own: Use[] = [{ field: String(params["field"]), use: type, types: AGGREGATIONS[type] ?? [] }];
  const script = (JSON.parse((params["json"] as string | undefined) ?? "{}") as { script?: Script }).script;
  const values = Object.values(script?.params ?? {}).filter((value) => typeof value === "string");
  const read = [...values, ...(script?.source.match(/(?<=doc\[')[^']+(?='\])/g) ?? [])];
  return [...own, ...read.map((field) => ({ field, use: "script", types: WHOLE_VALUES }))];
}

interface Script {
  readonly source: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
