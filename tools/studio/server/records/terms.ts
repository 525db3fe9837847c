/** What the table, the facets and the search need of a record. */
export interface Indexed {
  /** ms since 1970. */
  readonly time: number;
  readonly severity: number;
  readonly source: string;
  readonly body: string;
  /** Typed fields with their values as text, `path, value, path, value`. */
  readonly terms: readonly string[];
}

/** Beyond this nobody searches, and memory has an end, characters. */
const LONGEST_VALUE = 200;
const LONGEST_BODY = 1000;
/** It is different in each record, and the record's id says it too. */
const UNSEARCHED = "attributes.log.record.uid";

interface Json {
  readonly [name: string]: unknown;
}

/** Takes from a record's JSON what is searched by. */
export function indexedRecord(json: string): Indexed {
  const record = JSON.parse(json) as Json;
  const terms: string[] = [];
  const event = membersOf(record["event"]);
  const severity = membersOf(record["severity"]);
  for (const name of ["traceId", "spanId"]) addTerm(name, record[name], terms);
  addTerm("severity.number", severity["number"], terms);
  addTerms("resource.attributes.", membersOf(membersOf(record["resource"])["attributes"]), terms);
  addTerms("attributes.", membersOf(record["attributes"]), terms);
  return {
    time: Date.parse(textOf(record["@timestamp"])),
    severity: typeof severity["number"] === "number" ? severity["number"] : 0,
    source: textOf(event["dataset"]),
    body: textOf(record["body"]).slice(0, LONGEST_BODY),
    terms,
  };
}

function addTerms(prefix: string, members: Json, terms: string[]): void {
  for (const name in members) addTerm(prefix + name, members[name], terms);
}

function addTerm(path: string, value: unknown, terms: string[]): void {
  if (Array.isArray(value)) for (const one of value) addTerm(path, one, terms);
  else if (
    (typeof value === "string" || typeof value === "number" || typeof value === "boolean") &&
    path !== UNSEARCHED
  )
    terms.push(path, String(value).slice(0, LONGEST_VALUE));
}

function membersOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
