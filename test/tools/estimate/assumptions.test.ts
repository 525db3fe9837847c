import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { ASSUMPTIONS } from "../../../tools/estimate/assumptions.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** The value of a processor's parameter in a CloudFormation fragment. */
function parameter(text: string, name: string): number {
  return Number(new RegExp(String.raw`ParameterName: ${name}\s+ParameterValue: "([\d.]+)"`).exec(text)?.[1]);
}

describe("what an estimate takes from the stack", () => {
  const streams = readFileSync(join(ROOT, "resources/streams.yml"), "utf8");
  const archive = readFileSync(join(ROOT, "resources/archive.yml"), "utf8");

  it("are the buffers of its transformations", () => {
    expect(ASSUMPTIONS.bufferBytes.value).toBe(parameter(streams, "BufferSizeInMBs") * 1e6);
    expect(ASSUMPTIONS.archiveBufferBytes.value).toBe(parameter(archive, "BufferSizeInMBs") * 1e6);
    for (const text of [streams, archive]) {
      expect(ASSUMPTIONS.bufferSeconds.value).toBe(parameter(text, "BufferIntervalInSeconds"));
    }
  });

  it("are the objects of its archive and their lifecycle", () => {
    expect(archive).toContain(`SizeInMBs: ${ASSUMPTIONS.objectBytes.value / 1e6}\n`);
    expect(archive).toContain(`IntervalInSeconds: ${ASSUMPTIONS.objectSeconds.value}\n`);
    const moves = [...archive.matchAll(/StorageClass: (\w+)\s+TransitionInDays: (\d+)/g)].map(([, to, day]) => [
      to,
      Number(day),
    ]);
    expect(moves).toEqual([
      ["STANDARD_IA", ASSUMPTIONS.infrequentFromDay.value],
      ["GLACIER_IR", ASSUMPTIONS.instantFromDay.value],
    ]);
  });

  it("is the memory of its functions", () => {
    const text = readFileSync(join(ROOT, "serverless.yml"), "utf8");
    const { functions } = parseDocument(text).toJS({ maxAliasCount: -1 }) as {
      functions: Record<string, { memorySize: number }>;
    };
    for (const name of ["index", "transform"]) {
      expect(ASSUMPTIONS.functionGb.value).toBe((functions[name]?.memorySize ?? 0) / 1024);
    }
  });
});
