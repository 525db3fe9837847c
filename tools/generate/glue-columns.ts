import {
  ARCHIVE_PARTITIONS,
  archiveColumns,
  serdeParameters,
  type ArchiveColumn,
} from "../../shared/opensearch/archive-table.ts";
import { declaredAttributes } from "./declared.ts";
import { RESOURCE_FIELDS } from "../../shared/schema/resource-fields.ts";
import type { Source } from "../../shared/sources/source.ts";

/**
 * The columns of the archive's Glue table as CloudFormation wants them (`AWS::Glue::Table`, StorageDescriptor and PartitionKeys).
 * Throws when a name under `attributes` is not in lower case: some versions of the SerDe fold the keys of maps.
 */
export function glueColumns(sources: readonly Source[]): Record<string, unknown> {
  const columns = archiveColumns();
  const names = [...Object.keys(RESOURCE_FIELDS), ...declaredAttributes(sources).map(({ name }) => name)];
  const mixed = names.find((name) => name !== name.toLowerCase());
  if (mixed !== undefined) throw new Error(`${mixed}: Athena reads names of attributes in lower case only`);
  return {
    Columns: columns.map(({ name, type, comment }: ArchiveColumn) => ({ Name: name, Type: type, Comment: comment })),
    PartitionKeys: ARCHIVE_PARTITIONS.map(({ name, type, comment }) => ({ Name: name, Type: type, Comment: comment })),
    SerdeInfo: {
      SerializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
      Parameters: serdeParameters(columns),
    },
  };
}
