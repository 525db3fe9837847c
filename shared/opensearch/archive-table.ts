import { FLAT_FIELDS, RECORD_FIELDS } from "../schema/record-fields.ts";
import type { Field } from "../schema/field.ts";

/** A column of the archive's table: its Glue type, and the member of the record that it holds. */
export interface ArchiveColumn {
  readonly name: string;
  readonly type: string;
  readonly key: string;
  readonly comment: string;
}

/** The table that Athena asks; its name stands in every statement without a database, which the query's context gives. */
export const ARCHIVE_TABLE = "logs";

/** What the archive's prefixes say, `platform=eks/day=2026-11-23/hour=08/`: partitions by arrival, UTC. */
export const ARCHIVE_PARTITIONS = [
  { name: "platform", type: "string", comment: "eks, ecs, ec2, lambda or other" },
  { name: "day", type: "string", comment: "Day of arrival in UTC, YYYY-MM-DD" },
  { name: "hour", type: "string", comment: "Hour of arrival in UTC, 00 to 23" },
] as const;

/** `timestamp` and `@` need quoting in Athena, so the record's own time has a name without them. */
const RENAMED: Readonly<Record<string, string>> = { "@timestamp": "event_time" };
const MAP = "map<string,string>";

/** The name of a record's member in the archive: `traceId` is `trace_id`, because Glue folds names to lower case. */
export function archiveName(key: string): string {
  return RENAMED[key] ?? key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * The columns of the archive's table, one for each member of the record. Attributes are maps, so that a new field needs no new
 * table and dots stay in their names: the OpenX SerDe renders every JSON value in them as text. Times are ISO 8601 text, which
 * keeps nanoseconds.
 */
export function archiveColumns(): ArchiveColumn[] {
  const columns: ArchiveColumn[] = [];
  const nested = new Map<string, string[]>();
  for (const [path, field] of Object.entries<Field>(RECORD_FIELDS)) {
    const [key = "", member] = path.split(".");
    const known = nested.get(key);
    if (known !== undefined) known.push(`${member}:${glueType(field)}`);
    else if (member === undefined) {
      columns.push({ name: archiveName(key), type: glueType(field), key, comment: field.description });
    } else {
      nested.set(key, [`${member}:${glueType(field)}`]);
      columns.push({ name: archiveName(key), type: "", key, comment: `Members of ${key}` });
    }
  }
  for (const [key, comment] of Object.entries(FLAT_FIELDS)) {
    columns.push({ name: key, type: "string", key, comment: `${comment}, as JSON` });
  }
  columns.push(
    { name: "resource", type: `struct<attributes:${MAP}>`, key: "resource", comment: "Who spoke, by field name" },
    { name: "attributes", type: MAP, key: "attributes", comment: "What it said, by field name" },
  );
  return columns.map((column) => {
    const members = nested.get(column.key);
    return members === undefined ? column : { ...column, type: `struct<${members.join(",")}>` };
  });
}

/** SerDe properties: names that are not the record's own are mapped, which OpenX does only when case matters. */
export function serdeParameters(columns: readonly ArchiveColumn[]): Record<string, string> {
  const renamed = columns.filter(({ name, key }) => name !== key);
  return {
    "case.insensitive": "FALSE",
    ...Object.fromEntries(renamed.map(({ name, key }) => [`mapping.${name}`, key])),
  };
}

function glueType({ type }: Field): string {
  switch (type) {
    case "integer":
      return "int";
    case "long":
      return "bigint";
    case "double":
    case "boolean":
      return type;
    case "keyword":
    case "text":
    case "date":
    case "stored":
      return "string";
  }
}
