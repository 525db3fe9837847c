import type { DuckDBConnection } from "@duckdb/node-api";
import { ARCHIVE_TABLE, archiveColumns, type ArchiveColumn } from "../../shared/opensearch/archive-table.ts";
import type { ArchiveFiles } from "./archive-files.ts";
import { ATHENA_MACROS } from "./athena-macros.ts";

/** A record may be 6 MB of text, and more once it is escaped. */
const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * Makes a DuckDB connection look like Athena over the archive: the table `logs` with the columns and types of the Glue table, its
 * partitions read from the files' names, and Athena's functions.
 */
export async function createArchiveTable(connection: DuckDBConnection, files: ArchiveFiles): Promise<void> {
  await connection.run("SET TimeZone = 'UTC'");
  for (const macro of ATHENA_MACROS) await connection.run(macro);
  const columns = archiveColumns();
  const reads = [readSql(files.plain, "uncompressed", columns), readSql(files.gzip, "gzip", columns)];
  await connection.run(`CREATE VIEW ${ARCHIVE_TABLE} AS ${reads.filter((read) => read !== "").join(" UNION ALL ")}`);
}

function readSql(files: readonly string[], compression: string, columns: readonly ArchiveColumn[]): string {
  if (files.length === 0) return "";
  const names = columns.map(({ name, key }) => `"${key}" AS ${name}`);
  const types = columns.map(({ key, type }) => `${literal(key)}: ${literal(duckType(type))}`);
  return `SELECT ${names.join(", ")}, ${PLATFORM} AS platform, ${DAY} AS day, ${HOUR} AS hour
    FROM read_json([${files.map(literal).join(", ")}], format = 'newline_delimited', compression = '${compression}',
      hive_partitioning = false, filename = true, maximum_object_size = ${LONGEST_LINE}, columns = {${types.join(", ")}})`;
}

/** What the prefix or replay's file name says; else what the record itself says. */
const PLATFORM = `coalesce(
  nullif(regexp_extract(filename, 'platform=([a-z0-9]+)', 1), ''),
  nullif(regexp_extract(filename, 'logs-([a-z0-9]+)-[0-9]{4}-[0-9]{2}-[0-9]{2}[^/]*$', 1), ''),
  split_part(event.dataset, '.', 1))`;
const DAY = `coalesce(
  nullif(regexp_extract(filename, 'day=([0-9]{4}-[0-9]{2}-[0-9]{2})', 1), ''),
  substr("@timestamp", 1, 10))`;
const HOUR = `coalesce(nullif(regexp_extract(filename, 'hour=([0-9]{2})', 1), ''), substr("@timestamp", 12, 2))`;

/** DuckDB's name of a Glue type, of those that the archive has. */
export function duckType(glue: string): string {
  const struct = /^struct<(.*)>$/.exec(glue)?.[1];
  if (struct !== undefined) {
    // Commas of an inner map do not part members.
    const members = struct.match(/\w+:(?:[^,<]+(?:<[^>]*>)?)/g) ?? [];
    return `STRUCT(${members.map((member) => `"${member.slice(0, member.indexOf(":"))}" ${duckType(member.slice(member.indexOf(":") + 1))}`).join(", ")})`;
  }
  const map = /^map<(\w+),(\w+)>$/.exec(glue);
  if (map !== null) return `MAP(${duckType(map[1] ?? "")}, ${duckType(map[2] ?? "")})`;
  const scalar = SCALARS[glue];
  if (scalar === undefined) throw new Error(`${glue} is no type of the archive's table`);
  return scalar;
}

const SCALARS: Readonly<Record<string, string>> = {
  string: "VARCHAR",
  int: "INTEGER",
  bigint: "BIGINT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
};

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
