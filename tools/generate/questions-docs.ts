import { ARCHIVE_PARTITIONS, ARCHIVE_TABLE, archiveColumns } from "../../shared/opensearch/archive-table.ts";
import { QUESTIONS } from "../../shared/opensearch/all-questions.ts";
import {
  choices,
  parseWindow,
  type FieldChoice,
  type Measure,
  type Question,
} from "../../shared/opensearch/question.ts";
import { searchRequest, type Asked } from "../../shared/opensearch/question-dsl.ts";
import { exampleValues } from "../../shared/opensearch/question-params.ts";
import { athenaSql } from "../../shared/opensearch/question-sql.ts";
import { defaultText } from "../ask/describe.ts";
import { code, GENERATED_PAGE, table } from "./markdown.ts";

/** Rows that the printed statements ask for. */
const LIMIT = 100;

/** `docs/questions.md`: every question with its parameters and columns, its query and its statement. */
export function questionsDocs(): string {
  return [
    `${GENERATED_PAGE}# Questions\n\n`,
    "`npm run ask -- NAME` answers them from a local archive (`--archive FOLDER`) or from OpenSearch (`--to URL`);\n",
    "`--param name=value` sets a parameter, `--since 7d` looks back a week. Queries and statements below have the defaults.\n\n",
    table(
      ["question", "what", "質問"],
      QUESTIONS.map(({ name, title }) => [`[${name}](#${name})`, title.en, title.ja]),
    ),
    ...QUESTIONS.map(section),
    archiveSection(),
  ].join("");
}

function section(question: Question): string {
  const { name, title, why, since, params } = question;
  const window = since === undefined ? undefined : parseWindow(since);
  const asked: Asked = { values: exampleValues(params), window, limit: LIMIT };
  const { index, body } = searchRequest(question, asked);
  const entries = Object.entries(params);
  return [
    `\n## ${name}\n\n**${title.en}** · ${title.ja}\n\n${why}\n`,
    since === undefined ? "" : `\nLooks back ${code(since)} unless told otherwise.\n`,
    entries.length === 0
      ? ""
      : `\n${table(
          ["parameter", "kind", "what", "default"],
          entries.map(([key, param]) => [
            code(key),
            param.kind,
            param.description,
            defaultText(param) === "" ? "" : code(defaultText(param)),
          ]),
        )}`,
    `\n${table(["column", "what"], columnRows(question))}`,
    `\n<details><summary>OpenSearch</summary>\n\n\`POST /${index}/_search\`\n\n`,
    `\`\`\`json\n${JSON.stringify(body, undefined, 2)}\n\`\`\`\n\n</details>\n`,
    `\n<details><summary>Athena</summary>\n\n\`\`\`sql\n${athenaSql(question, asked).rows}\n\`\`\`\n\n</details>\n`,
  ].join("");
}

function columnRows({ answer }: Question): string[][] {
  const named = (field: FieldChoice): string => choices(field).map(code).join(", else ");
  if (answer.kind === "records")
    return Object.entries(answer.columns).map(([name, field]) => [code(name), named(field)]);
  return [
    ...Object.entries(answer.keys).map(([name, field]) => [code(name), named(field)]),
    ...Object.entries(answer.measures).map(([name, measure]) => [code(name), measureText(measure)]),
  ];
}

function measureText(measure: Measure): string {
  switch (measure.of) {
    case "count":
      return "records";
    case "latest":
      return `newest ${code("@timestamp")}`;
    case "products":
      return `sum of ${measure.fields.map(code).join(" × ")}, divided by ${measure.divisor}`;
    case "sum":
    case "average":
    case "max":
      return `${measure.of} of ${code(measure.field)}`;
  }
}

function archiveSection(): string {
  return [
    `\n## The archive's table\n\n`,
    `${code(ARCHIVE_TABLE)} has a column for each member of a record. Fields under ${code("attributes")} and `,
    `${code("resource.attributes")} are text in a map, whatever their type: ${code("element_at(attributes, 'user.name')")}, `,
    `${code("TRY_CAST(element_at(attributes, 'http.response.status_code') AS integer)")}. Lists are JSON text.\n\n`,
    table(
      ["column", "type", "what"],
      [...archiveColumns(), ...ARCHIVE_PARTITIONS.map((one) => ({ ...one, comment: `Partition. ${one.comment}` }))].map(
        ({ name, type, comment }) => [code(name), code(type), comment],
      ),
    ),
  ].join("");
}
