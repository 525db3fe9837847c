import { columnsOf, type Question } from "../../shared/opensearch/question.ts";
import type { Param } from "../../shared/opensearch/question-params.ts";
import { tableLines } from "../cli/report/table.ts";

/** The questions for programs: names, titles, parameters and columns. */
export function questionList(questions: readonly Question[]): object[] {
  return questions.map((question) => {
    const { name, title, why, platforms, since, params } = question;
    return { name, title, why, platforms, since, params, columns: columnsOf(question) };
  });
}

/** What a question is for, its parameters with their defaults, and its columns. */
export function questionHelp(question: Question): string {
  const { name, title, why, params, since } = question;
  const rows = Object.entries(params).map(([key, param]) => [key, defaultText(param), param.description]);
  return [
    `${name}: ${title.en}`,
    title.ja,
    "",
    why,
    "",
    ...(rows.length === 0 ? ["no parameters"] : tableLines(["parameter", "default", "what"], rows)),
    "",
    `columns: ${columnsOf(question).join(", ")}`,
    ...(since === undefined ? [] : [`looks back ${since} unless told otherwise`]),
    "",
  ].join("\n");
}

/** A parameter's default as one would type it. */
export function defaultText(param: Param): string {
  const value = param.default;
  if (value === undefined) return "(required)";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? value.join(",") : String(value);
}
