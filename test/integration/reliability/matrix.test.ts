import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REASONS } from "../../../shared/core/failures.ts";
import { tableLines } from "../../../tools/cli/report/table.ts";
import type { FunctionsUnderFault } from "../../../tools/faults/functions.ts";
import { AT_LEAST_ONCE, type FaultRow, type Route } from "../../../tools/faults/matrix/fault-row.ts";
import { FAULT_IDS, MATRIX, type FaultId } from "../../../tools/faults/matrix/matrix.ts";
import { isMissing } from "../../../tools/servers/missing-runtime.ts";
import { asking, installTemplate, openSearchUrl, s3Access } from "../real-servers.ts";
import { newAsyncLambda } from "../../../tools/faults/async-lambda.ts";
import { ownNode } from "./restarted.ts";
import { sendUsual } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";
import { eventsIn, isEmptyRun, newWorld, type World } from "./world.ts";

interface Line {
  readonly row: FaultId;
  readonly route: Route;
  readonly sent: number;
  readonly inIndex: number | string;
  readonly inS3: number;
  readonly afterwards: number;
  readonly duplicates: number;
  verdict: "exactly once" | "at least once" | "FAILED";
}

const lines: Line[] = [];
const cases = FAULT_IDS.flatMap((id) => MATRIX[id].routes.map((route): [FaultId, Route] => [id, route]));
// What needs a server of its own gives it time to start.
const inOrder = cases.toSorted(
  ([a], [b]) => Number(SCENARIOS[a].ownServer ?? false) - Number(SCENARIOS[b].ownServer ?? false),
);

/** Redrives as the row says, until nothing is left that could be. */
async function redriveAll(row: FaultRow, { redrive }: FunctionsUnderFault): Promise<void> {
  await redrive({});
  if (row.redrive === "on demand") for (const reason of row.kept) await redrive({ reason });
  expect(isEmptyRun(await redrive({})), "a second redrive finds something").toBe(true);
}

/** Holds the index against what was sent. */
async function compare(world: World, route: Route): Promise<{ documents: number; duplicates: number }> {
  const stored = await world.stored();
  const byToken = new Map<string, string[]>();
  for (const { token, id } of stored) byToken.set(token, [...(byToken.get(token) ?? []), id]);
  expect([...byToken.keys()].toSorted(), "tokens in the index and tokens sent").toEqual(
    [...world.sent.keys()].toSorted(),
  );
  // What has an id of ours is stored once, under that id, on any route.
  const wrong = [...byToken].filter(([token, ids]) => ![undefined, ids.join()].includes(world.sent.get(token)));
  expect(wrong, "records under other ids, or more than one").toEqual([]);
  const duplicates = stored.length - byToken.size;
  expect(AT_LEAST_ONCE.has(route) ? 0 : duplicates).toBe(0);
  return { documents: stored.length, duplicates };
}

describe.skipIf(openSearchUrl === undefined || s3Access === undefined)("the matrix of faults", () => {
  beforeAll(async () => {
    await installTemplate("reliability", "strict");
    // Not waited for: it starts while the other rows run.
    void ownNode();
  });

  afterAll(async () => {
    const server = await ownNode();
    if (!isMissing(server)) await server.stop();
    const heading = ["row", "route", "sent", "in index", "in S3", "after redrive", "duplicates", "verdict"];
    const rows = lines.map(({ row, route, sent, inIndex, inS3, afterwards, duplicates, verdict }) => {
      return [row, route, sent, inIndex, inS3, afterwards, duplicates, verdict];
    });
    console.log(["", ...tableLines(heading, rows), ""].join("\n"));
  });

  it.each(inOrder)(
    "%s, %s: after the fault and a redrive the index holds what was sent",
    { timeout: 300_000 },
    async (id, route) => {
      const row: FaultRow = MATRIX[id];
      const scenario = SCENARIOS[id];
      const server = scenario.ownServer === true ? await ownNode() : { url: openSearchUrl ?? "" };
      if (isMissing(server)) throw new Error(server.message);
      if (scenario.ownServer === true) await installTemplate("reliability", "strict", asking(server.url));
      const name = route === "index" ? id : `${id}-${route}`;
      const world = await newWorld(name, route, server.url, scenario);
      let functions = world.functions();
      const lambda = newAsyncLambda(world.bucket.put, functions);
      try {
        await scenario.before?.(world, lambda, route);

        const env = (await scenario.breaks(world)) ?? {};
        functions = world.functions(env);
        lambda.use(functions);
        await (scenario.sends ?? sendUsual)(world, lambda, route);
        // A server that was killed cannot be asked.
        const inIndex = scenario.ownServer === true ? "?" : (await world.stored()).length;
        const inS3 = await eventsIn(world.bucket);
        const errors = lambda.errors().map(String);
        expect(errors.length > 0, "invocations threw").toBe(row.throws === true && route !== "transform");
        expect(errors.filter((error) => !EXPECTED.test(error))).toEqual([]);
        await expectKept(world, row, route, scenario.detail);
        // A redrive during the fault does no harm.
        const during = await functions.redrive({}).then(
          () => "S3",
          (error: unknown) => `${row.hop}: ${String(error)}`,
        );
        expect(during).toMatch(/^S3/);

        world.opensearch.set(undefined);
        world.s3.set(undefined);
        await scenario.mends?.(world);
        const mended = world.functions(scenario.mended);
        lambda.use(mended);
        await lambda.retry();
        await redriveAll(row, mended);

        const line: Line = {
          row: id,
          route,
          sent: world.sent.size,
          inIndex,
          inS3,
          afterwards: (await world.stored()).length,
          duplicates: 0,
          verdict: "FAILED",
        };
        lines.push(line);
        const { duplicates } = await compare(world, route);
        lines[lines.length - 1] = {
          ...line,
          duplicates,
          verdict: AT_LEAST_ONCE.has(route) ? "at least once" : "exactly once",
        };
        await expectLeft(world, row);
      } finally {
        for (const close of world.closes) await close();
      }
    },
  );
});

/** What is in the bucket during the fault is there under the reasons that the row declares. */
async function expectKept({ bucket }: World, row: FaultRow, route: Route, detail = /./): Promise<void> {
  const failures = (await bucket.failures()).map(({ record }) => record);
  // Beside any fault the time may be up before an answer, or before the first attempt.
  const timely = failures.filter((one) => row.kept.includes(one.reason) || !OUT_OF_TIME.test(one.detail));
  const reasons = new Set(timely.map(({ reason }) => reason));
  expect(REASONS.filter((reason) => reasons.has(reason))).toEqual(row.kept);
  expect(timely.filter((one) => !detail.test(one.detail))).toEqual([]);
  const aws = new Set((await bucket.keptByAws()).map(({ key }) => key.split("/")[0]));
  // Firehose keeps on its own way, Lambda on all others.
  const folders = (row.keptByAws ?? []).filter((folder) => (folder === "aws/lambda/async") !== (route === "transform"));
  expect(aws).toEqual(new Set(folders.map((folder) => folder.split("/")[0])));
}

/** What invocations may throw for: the bucket, the time, the memory. */
const EXPECTED = /ECONNRESET|socket hang up|AccessDenied|SlowDown|Task timed out|signal: killed/;

/** What is left in the bucket is what can never be a record, byte for byte as it came in. */
async function expectLeft({ bucket, broken }: World, { stays = [] }: FaultRow): Promise<void> {
  const left = (await bucket.failures()).map(({ record }) => record);
  const hex = (buffers: readonly Buffer[]): string[] => buffers.map((bytes) => bytes.toString("hex")).toSorted();
  expect(hex(left.map(({ original }) => Buffer.from(original, "base64")))).toEqual(hex(broken));
  expect(REASONS.filter((reason) => left.some((one) => one.reason === reason))).toEqual(stays);
  expect(await bucket.keptByAws()).toEqual([]);
}

const OUT_OF_TIME = /^no time was left|Timeout|abort/i;
