import { DuckDBInstance } from "@duckdb/node-api";
import type { Question } from "../../shared/opensearch/question.ts";
import type { Asked } from "../../shared/opensearch/question-dsl.ts";
import { athenaSql } from "../../shared/opensearch/question-sql.ts";
import { Problem } from "../cli/problem.ts";
import { cellOf, type Answer, type Row } from "./answer.ts";
import { archiveFiles } from "./archive-files.ts";
import { createArchiveTable } from "./archive-table.ts";

/**
 * Answers a question from a local archive: the statement that Athena gets, run by DuckDB.
 *
 * @throws Problem when the folder holds no archive, or a file in it is no NDJSON of records.
 */
export async function askArchive(question: Question, asked: Asked, folder: string): Promise<Answer> {
  const files = await archiveFiles(folder);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await createArchiveTable(connection, files);
    const statement = athenaSql(question, asked);
    const found = await connection.runAndReadAll(statement.rows);
    const rows = found.getRowObjects().map(cellsOf);
    if (rows.length < asked.limit) return { total: rows.length, rows };
    const counted = await connection.runAndReadAll(`SELECT count(*) FROM (${statement.all}) AS answer`);
    return { total: Number(counted.getRows()[0]?.[0]), rows };
  } catch (error) {
    // DuckDB names the file and the line; every other error is a bug of a statement.
    if (error instanceof Error && /^(?:Invalid Input|IO) Error: /.test(error.message)) {
      throw new Problem(`--archive ${folder}: ${error.message}`);
    }
    throw error;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function cellsOf(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cellOf(value)]));
}
