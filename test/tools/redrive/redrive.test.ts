import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FailureRecord } from "../../../shared/core/failure-record.ts";
import { healthyWorld, stored, writeFailures } from "./failures-of-outage.ts";
import { runRedrive, startRedrive } from "./run-redrive.ts";
import { startSlowOpenSearch, type SlowOpenSearch } from "./slow-opensearch.ts";

let folder: string;
let server: SlowOpenSearch;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "tributary-redrive-"));
  server = await startSlowOpenSearch(5);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const redrive = (...args: string[]) => runRedrive(args, folder);
const files = (): string[] =>
  globSync("**/*", { cwd: folder, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [path.relative(folder, path.join(entry.parentPath, entry.name))] : [],
  );
const failureFiles = (): string[] =>
  files()
    .filter((file) => file.endsWith(".ndjson.gz"))
    .toSorted();
const kept = (): FailureRecord[] =>
  failureFiles().flatMap((file) =>
    gunzipSync(readFileSync(path.join(folder, file)))
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as FailureRecord),
  );

interface Report {
  readonly received: number;
  readonly indexed: number;
  readonly duplicate: number;
  readonly objects: number;
  readonly removed: number;
  readonly left: number;
  readonly stopped?: string;
}
const report = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as Report;

describe("redrive of a folder", () => {
  it("brings what an outage left into an OpenSearch, says so, and finds nothing the second time", async () => {
    await writeFailures(folder, 3);
    const run = await redrive("--from", ".", "--to", server.url);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(
      /^source +index +events +records +delivered +duplicate +failed\neks\.scheduler +logs-eks-2026-11-23 +6 +6 +6 +0 +0\n/,
    );
    expect(run.stdout).toContain("\nreceived 6 = indexed 6 + duplicate 0 + filtered 0 + failed 0\n");
    expect(run.stdout).toMatch(/\n3 objects read, 3 removed, 0 records written again, 0 left\n$/);
    expect(stored(server)).toEqual(stored(await healthyWorld(3)));
    expect(files()).toEqual([]);
    expect(await redrive("--from", ".", "--to", server.url, "--json")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"objects":0'),
    });
  });

  it("takes the folder of the failures, or one within it, as well", async () => {
    await writeFailures(folder, 2);
    const [first = ""] = failureFiles();
    const within = path.dirname(first);
    expect(report(await redrive("--from", within, "--to", "out", "--json"))).toMatchObject({
      objects: 2,
      removed: 2,
      indexed: 4,
    });
    await writeFailures(folder, 2);
    expect(report(await redrive("--from", "failures", "--to", "out", "--json"))).toMatchObject({
      objects: 2,
      removed: 2,
      duplicate: 4,
    });
  });

  it("writes what fails again where it was, with one attempt more", async () => {
    await writeFailures(folder, 1);
    server.cluster.faults = {
      item: ({ json }) => (json.includes("web-0-b") ? { status: 400, type: "mapper_parsing_exception" } : undefined),
    };
    const run = await redrive("--from", "failures/stage=deliver", "--to", server.url, "--strict");
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("bulk_rejected_mapping  1  OpenSearch refused the document because of its fields.");
    expect(failureFiles()).toEqual([expect.stringMatching(/^failures\/stage=deliver\/reason=bulk_rejected_mapping\//)]);
    expect(kept()).toMatchObject([{ attempts: 2 }]);
    expect((await redrive("--from", ".", "--to", server.url, "--max-attempts", "3")).code).toBe(0);
    expect(kept()).toMatchObject([{ attempts: 3, reason: "redrive_exhausted" }]);
  });

  it("takes one reason, or what is young enough", async () => {
    await writeFailures(folder, 2);
    const [old = ""] = failureFiles();
    utimesSync(path.join(folder, old), 1_700_000_000, 1_700_000_000);
    expect(report(await redrive("--from", ".", "--to", "out", "--json", "--reason", "gzip_corrupt"))).toMatchObject({
      objects: 0,
    });
    expect(report(await redrive("--from", ".", "--to", "out", "--json", "--since", "2d"))).toMatchObject({
      objects: 1,
      removed: 1,
    });
    expect(failureFiles()).toEqual([old]);
    expect(
      report(
        await redrive("--from", ".", "--to", "out", "--json", "--since", "2023-11-14", "--reason", "access_denied"),
      ),
    ).toMatchObject({ removed: 1 });
  });

  it("reads copies of what AWS keeps, and leaves alone what it cannot read and what is not its own", async () => {
    const document = {
      attemptsMade: 3,
      arrivalTimestamp: 1,
      esDocumentId: "id-1",
      esIndexName: "logs-eks-2026-11-23",
      rawData: Buffer.from('{"a":1}').toString("base64"),
    };
    mkdirSync(path.join(folder, "AmazonOpenSearchService-failed/2026"), { recursive: true });
    writeFileSync(path.join(folder, "AmazonOpenSearchService-failed/2026/x"), JSON.stringify(document));
    writeFileSync(path.join(folder, "stray"), "hello\n");
    writeFileSync(path.join(folder, "logs-eks-2026-11-23.ndjson"), '{"a":1}\n');
    writeFileSync(path.join(folder, ".hidden"), "x");
    const run = await redrive("--from", ".", "--to", server.url, "--strict");
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("cannot be read, and stay as they are\n  stray: 1 of 1 entries is neither");
    expect(stored(server)).toEqual({ "logs-eks-2026-11-23": { "id-1": '{"a":1}' } });
    expect(files().toSorted()).toEqual(["logs-eks-2026-11-23.ndjson", "stray"]);
  });
});

describe("redrive --dry-run", () => {
  it("says what would be done, by reason, and touches nothing", async () => {
    await writeFailures(folder, 3);
    const before = failureFiles().map((file) => [file, readFileSync(path.join(folder, file))]);
    const run = await redrive("--from", ".", "--dry-run");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toBe(
      [
        "reason         objects  entries  events  would be sent  not decodable  last attempt",
        "access_denied        3        6       6              6              0             0",
        "",
        "dry run: 3 objects in . read, nothing sent, written or removed",
        "",
      ].join("\n"),
    );
    expect(failureFiles().map((file) => [file, readFileSync(path.join(folder, file))])).toEqual(before);
    expect(JSON.parse((await redrive("--from", ".", "--dry-run", "--json")).stdout)).toMatchObject({
      dryRun: true,
      reasons: [{ documents: 6 }],
    });
  });
});

describe("redrive that is killed", () => {
  it("changes nothing by being run again", async () => {
    const invocations = 40;
    await writeFailures(folder, invocations);
    await server.close();
    server = await startSlowOpenSearch(40);
    const child = startRedrive(["--from", ".", "--to", server.url], folder);
    const ended = new Promise((resolve) => child.on("close", (_, signal) => resolve(signal)));
    await server.requests(8);
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
    const half = Object.values(stored(server)).flatMap((documents) => Object.keys(documents)).length;
    expect(half).toBeGreaterThan(0);
    expect(failureFiles().length).toBeGreaterThan(0);
    expect(half).toBeLessThan(invocations * 2);

    const run = report(await redrive("--from", ".", "--to", server.url, "--json"));
    expect(run).toMatchObject({ objects: run.removed, left: 0, received: run.indexed + run.duplicate });
    expect(stored(server)).toEqual(stored(await healthyWorld(invocations)));
    expect(files()).toEqual([]);
  });

  it("is not stopped by a file that it had not finished", async () => {
    await writeFailures(folder, 1);
    const [file = ""] = failureFiles();
    writeFileSync(path.join(folder, path.dirname(file), ".half.ndjson.gz.part"), "half");
    expect(report(await redrive("--from", ".", "--to", server.url, "--json"))).toMatchObject({
      objects: 1,
      removed: 1,
    });
  });
});

describe("redrive refuses, in one line and with exit code 2,", () => {
  const refusals: [string, string[], string][] = [
    ["no --from", ["--to", "out"], "required option '--from <where>' not specified; see --help"],
    ["a folder that is not there", ["--from", "gone", "--to", "out"], "--from gone: no such file or directory"],
    [
      "a file",
      ["--from", "file", "--to", "out"],
      "--from file: is no folder; wanted is s3://bucket/prefix or a folder",
    ],
    ["s3 without a bucket", ["--from", "s3:///x", "--to", "out"], "--from s3:///x: names no bucket"],
    ["no --to", ["--from", "."], "--to: where to? Wanted is the URL of an OpenSearch or a folder"],
    ["standard output", ["--from", ".", "--to", "-"], "--to: a redrive removes what it has delivered"],
    ["a URL of another kind", ["--from", ".", "--to", "s3://x"], "--to: not a URL that can be used"],
    [
      "an unknown reason",
      ["--from", ".", "--reason", "bad", "--to", "out"],
      "option '--reason <reason>' argument 'bad' is invalid. Allowed choices are event_invalid, ",
    ],
    [
      "an age that is none",
      ["--from", ".", "--since", "soon", "--to", "out"],
      "--since soon: neither an age like 2d nor a time",
    ],
    [
      "too few attempts",
      ["--from", ".", "--max-attempts", "1", "--to", "out"],
      "--max-attempts 1: wanted is a whole number from 2 on",
    ],
    [
      "an endpoint without S3",
      ["--from", ".", "--endpoint", "http://127.0.0.1:1", "--to", "out"],
      "--endpoint: is for --from s3://…",
    ],
    [
      "an OpenSearch that is not there",
      ["--from", ".", "--to", "http://u:p@127.0.0.1:1"],
      "--to http://127.0.0.1:1: OpenSearch does not answer: ",
    ],
    [
      "a misspelt flag",
      ["--from", ".", "--raeson", "x"],
      "unknown option '--raeson' (Did you mean --reason?); see --help",
    ],
  ];

  it.each(refusals)("%s", async (_, args, message) => {
    writeFileSync(path.join(folder, "file"), "");
    const run = await redrive(...args);
    expect(run.stderr.trimEnd().split("\n")).toEqual([expect.stringContaining(`redrive: ${message}`)]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(existsSync(path.join(folder, "gone"))).toBe(false);
  });

  it("an S3 that is not there", async () => {
    const env = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", AWS_MAX_ATTEMPTS: "1" };
    const run = await runRedrive(
      ["--from", "s3://bucket", "--endpoint", "http://127.0.0.1:1", "--dry-run"],
      folder,
      env,
    );
    expect(run).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^redrive: --from s3:\/\/bucket: Error: connect ECONNREFUSED 127\.0\.0\.1:1\n$/),
    });
  });

  it("a malformed setting", async () => {
    const run = await runRedrive(["--from", ".", "--to", "out"], folder, { STREAMS: "{" });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/^redrive: environment: STREAMS is /) });
  });
});

describe("redrive, while the cluster is away,", () => {
  it("stops with exit code 2, and leaves all as it is", async () => {
    await writeFailures(folder, 2);
    server.cluster.faults = { request: () => ({ kind: "answer", status: 503, body: "" }) };
    const run = await redrive("--from", ".", "--to", server.url);
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(
      /\n0 objects read, 0 removed, 0 records written again, 2 left\nstopped, the cluster takes nothing: cluster_unavailable: 503/,
    );
    expect(kept().map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
  });
});
