import { rmSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUESTIONS } from "../../shared/opensearch/all-questions.ts";
import { readParams } from "../../shared/opensearch/question-params.ts";
import { askArchive } from "../../tools/ask/ask-archive.ts";
import { documentsOfCapture } from "../control-plane/documents.ts";
import { rawCodes, type RawCount, rawCounts } from "../control-plane/raw-counts.ts";
import { type Capture, capturedLines, variedCapture } from "../control-plane/varied-capture.ts";
import { writeArchive } from "../tools/ask/sample-archive.ts";

async function answered(folder: string, { question, params }: Pick<RawCount, "question" | "params">) {
  const asked = QUESTIONS.find(({ name }) => name === question);
  const read = readParams(asked?.params ?? {}, params);
  if (asked === undefined || "problem" in read) throw new Error(`${question} cannot be asked so`);
  return askArchive(asked, { values: read.values, window: undefined, limit: 10_000 }, folder);
}

/** Holds the answers over a capture's archive against what its raw lines say. */
async function holdAgainstLines(capture: Capture): Promise<RawCount[]> {
  const folder = writeArchive(documentsOfCapture(capture));
  const counts = rawCounts(capture);
  try {
    const answers: RawCount[] = [];
    for (const one of counts) answers.push({ ...one, count: (await answered(folder, one)).total });
    expect(answers).toEqual(counts);
    const { rows } = await answered(folder, { question: "response-codes", params: {} });
    expect(Object.fromEntries(rows.map(({ code, requests }) => [code, requests]))).toEqual(rawCodes(capture));
    return counts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the answers about the control plane", () => {
  it("are what the captured lines say, counted without Tributary", async () => {
    const counts = await holdAgainstLines(capturedLines());
    expect(new Set(counts.map(({ question }) => question)).size).toBe(12);
  });

  it("are what the lines of any other cluster say", async () => {
    const found = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        for (const { filter, count } of await holdAgainstLines(variedCapture(seed, 300))) {
          found.set(filter, (found.get(filter) ?? 0) + count);
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
    // No definition is only held against nothing.
    expect([...found].filter(([, count]) => count === 0)).toEqual([]);
  });
});
