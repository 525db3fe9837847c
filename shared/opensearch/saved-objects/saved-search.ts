import { choices, type Question, type RecordsAnswer } from "../question.ts";
import { exampleValues } from "../question-params.ts";
import { type ObjectSettings, objectId, type Reference, savedObject, type SavedObject } from "./saved-object.ts";
import { searchSource } from "./search-source.ts";

/** The saved search of a question: its records with its defaults, in its order, with its columns. */
export function savedSearch(settings: ObjectSettings, question: Question): SavedObject {
  const { platforms, title, why, where, params } = question;
  const source = searchSource(settings, platforms, where(exampleValues(params)), {
    highlightAll: true,
    version: true,
  });
  const attributes = {
    title: title[settings.language],
    description: why,
    hits: 0,
    // The time is always the first column.
    columns: columnFields(question).filter((field) => field !== "@timestamp"),
    sort: [[sortField(question), "desc"]],
    version: 1,
    kibanaSavedObjectMeta: source.meta,
  };
  return savedObject("search", objectId(settings, "question", question.name), attributes, source.references);
}

/** A reference to a question's saved search. */
export function searchReference(settings: ObjectSettings, name: string, question: Question): Reference {
  return { name, type: "search", id: objectId(settings, "question", question.name) };
}

function columnFields({ answer }: Question): string[] {
  if (answer.kind === "records") return shownFields(answer);
  const measured = Object.values(answer.measures).flatMap((measure) =>
    "field" in measure ? [measure.field] : "fields" in measure ? measure.fields : [],
  );
  return [...new Set([...Object.values(answer.keys).flatMap(choices), ...measured, "body"])];
}

/** A table of records has room for the first choice of each column only. */
function shownFields({ columns }: RecordsAnswer): string[] {
  return [...new Set(Object.values(columns).map((field) => choices(field)[0] ?? ""))];
}

function sortField({ answer }: Question): string {
  return answer.kind === "records" ? (answer.sort ?? "@timestamp") : "@timestamp";
}
