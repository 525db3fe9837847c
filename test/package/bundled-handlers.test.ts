import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { handler as indexSource } from "../../functions/index/handler.ts";
import { handler as transformSource } from "../../functions/transform/handler.ts";
import { bundleFunctions } from "../../tools/build/bundle.ts";
import { startRecorder, type Recorded, type Recorder } from "./recorder.ts";
import { root } from "./serverless.ts";

type Handler = (event: unknown, context: Context) => Promise<unknown>;

const require = createRequire(import.meta.url);
const context = { getRemainingTimeInMillis: () => 60_000, awsRequestId: "r", functionName: "f" } as unknown as Context;

function eventsOf(folder: string): [string, unknown][] {
  const files = readdirSync(path.join(root, "events", folder)).filter((file) => file.endsWith(".json"));
  return files.map((file) => [
    file,
    JSON.parse(readFileSync(path.join(root, "events", folder, file), "utf8")) as unknown,
  ]);
}

let recorder: Recorder;

beforeAll(async () => {
  await bundleFunctions(root);
  recorder = await startRecorder();
  // The clock is in failure records (`firstSeen`), and is the arrival time of what CloudWatch sends.
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 9, 10), toFake: ["Date"] });
});

beforeEach(() => {
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  vi.stubEnv("AWS_ENDPOINT_URL_S3", recorder.url);
  vi.stubEnv("OPENSEARCH_ENDPOINT", recorder.url);
  vi.stubEnv("OPENSEARCH_AUTH", "none");
  vi.stubEnv("FAILURES_BUCKET", "failures");
  // What the functions say of themselves is not under test here.
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  for (const method of ["log", "info", "warn", "error"] as const) vi.spyOn(console, method).mockReturnValue();
});

afterAll(async () => {
  vi.useRealTimers();
  await recorder.stop();
});

async function run(handler: Handler, event: unknown): Promise<{ answer: unknown; sent: Recorded[] }> {
  const answer = await handler(event, context);
  return { answer, sent: recorder.take() };
}

describe.each([
  ["index", "cloudwatch", indexSource],
  ["transform", "firehose", transformSource],
] as const)("the bundle of %s", (name, folder, source: Handler) => {
  it.each(eventsOf(folder))("does with %s what the source does", async (_, event) => {
    const { handler } = require(path.join(root, `dist/${name}/index.cjs`)) as { handler: Handler };
    const bundled = await run(handler, event);
    expect(bundled).toEqual(await run(source, event));
    expect(bundled.answer !== undefined).toBe(folder === "firehose");
  });
});

describe("the package of index", () => {
  it("has the engine of an operator's redaction rules with it", async () => {
    // Outside of the repository, whose own packages would be found from within.
    const folder = mkdtempSync(path.join(tmpdir(), "tributary-bundle-"));
    try {
      cpSync(path.join(root, "dist/index"), folder, { recursive: true });
      const { handler } = require(path.join(folder, "index.cjs")) as { handler: Handler };
      vi.stubEnv("REDACTIONS", '[{"name":"dots","pattern":"in the (middle)","replacement":"($1)"}]');
      const event = new Map(eventsOf("cloudwatch")).get("awkward.json");
      const { sent } = await run(handler, event);
      expect(JSON.stringify(sent)).toContain("nul \\\\u0000 (middle)");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
