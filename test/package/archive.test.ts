import { describe, expect, it } from "vitest";
import { evaluatePrefix } from "../../tools/firehose/key-prefix.ts";
import { FIREHOSE, template } from "./packaged.ts";
import { at, propertiesOf } from "./template.ts";

describe("the archive", () => {
  const stream = (): unknown =>
    at(propertiesOf(template("the default"), "ArchiveStream"), "ExtendedS3DestinationConfiguration");
  const table = (): unknown => at(propertiesOf(template("the default"), "ArchiveTable"), "TableInput");

  it("writes gzip members under their own extension, without packing them again", () => {
    expect(stream()).toMatchObject({ CompressionFormat: "UNCOMPRESSED", FileExtension: ".ndjson.gz" });
    expect(at(stream(), "ProcessingConfiguration", "Processors")).toHaveLength(1);
  });

  it("partitions as the table reads: platform, day and hour", () => {
    const prefix = String(at(stream(), "Prefix")).replace("!{partitionKeyFromLambda:platform}", "eks");
    const evaluated = evaluatePrefix(
      { prefix, errorOutputPrefix: undefined },
      undefined,
      Date.UTC(2026, 10, 23, 8, 59),
      () => 0,
    );
    const read = String(at(table(), "Parameters", "storage.location.template"))
      .replace("${platform}", "eks")
      .replace("${day}", "2026-11-23")
      .replace("${hour}", "08");
    expect(`s3://{ArchiveBucket}/${evaluated}`).toBe(read);
    expect(at(stream(), "DynamicPartitioningConfiguration", "Enabled")).toBe(true);
    // Firehose refuses less where it partitions.
    expect(Number(at(stream(), "BufferingHints", "SizeInMBs"))).toBeGreaterThanOrEqual(64);
  });

  it("has a projection for every partition key, so that no crawler is needed", () => {
    const keys = at(table(), "PartitionKeys") as { Name: string }[];
    expect(keys.map(({ Name }) => Name)).toEqual(["platform", "day", "hour"]);
    for (const { Name } of keys)
      expect(at(table(), "Parameters", `projection.${Name}.type`)).toMatch(/^(?:enum|date|integer)$/);
  });

  it("keeps its failures beside the partitions", () => {
    expect(String(at(stream(), "ErrorOutputPrefix"))).toMatch(/^failures\/!\{firehose:error-output-type\}\//);
  });

  it("is not there when it is not wanted, and nothing refers to it", () => {
    const without = template(FIREHOSE);
    expect(Object.keys(without.Resources).filter((name) => name.startsWith("Archive"))).toEqual([]);
    const variables = at(propertiesOf(without, "SubscribeLambdaFunction"), "Environment", "Variables");
    expect(variables).toMatchObject({ ARCHIVE_STREAM_ARN: "", ARCHIVE_ROLE_ARN: "" });
  });
});
