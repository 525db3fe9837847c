import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli, startCli, type Run } from "./run-cli.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "tributary-replay-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const hex = "0123456789abcdef0123456789abcdef";
const scheduler = ["--log-group", "/aws/eks/demo/cluster", "--log-stream", `kube-scheduler-${hex}`];
const authenticator = ["--log-group", "/aws/eks/demo/cluster", "--log-stream", `authenticator-${hex}`];

const klog = [
  'I1123 08:59:22.433268   10648 schedule_one.go:302] "Successfully bound pod to node" pod="default/a" node="n1"',
  'E1123 08:59:23.000000   10648 leaderelection.go:436] "error" err=<',
  "\tfirst",
  "\tsecond",
  " >",
  'I1123 08:59:24.000000   10648 x.go:1] "next"',
];

const entry = (number: number, message: string) => ({
  id: String(number).padStart(56, "3"),
  timestamp: 1763888362433,
  message,
});
const payload = (messages: string[], more: object = {}) => ({
  messageType: "DATA_MESSAGE",
  owner: "111122223333",
  logGroup: "/aws/eks/demo/cluster",
  logStream: `kube-scheduler-${hex}`,
  subscriptionFilters: ["all"],
  logEvents: messages.map((message, number) => entry(number, message)),
  ...more,
});
const control = { ...payload(["CWL CONTROL MESSAGE"]), messageType: "CONTROL_MESSAGE" };
const base64 = (value: unknown) => gzipSync(JSON.stringify(value)).toString("base64");
const firehose = (data: string[]) => ({
  invocationId: "1",
  deliveryStreamArn: "arn:aws:firehose:eu-west-1:111122223333:deliverystream/eks",
  region: "eu-west-1",
  records: data.map((one, number) => ({
    recordId: String(number),
    approximateArrivalTimestamp: 1763888362433,
    data: one,
  })),
});

function write(name: string, content: string | Buffer): string {
  writeFileSync(path.join(folder, name), content);
  return name;
}

interface Summary {
  readonly received: number;
  readonly indexed: number;
  readonly duplicate: number;
  readonly failed: number;
  readonly control: number;
  readonly records: number;
  readonly holds: boolean;
  readonly sources: { source: string; index: string; delivered: number }[];
  readonly failures: { reason: string; events: number }[];
}

const replay = (...args: string[]) => runCli("replay", args, { cwd: folder });
const summary = ({ stderr }: Run) => JSON.parse(stderr) as Summary;
const recordsOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("replay of plain lines", () => {
  it("prints records and nothing else on standard output, and the sum on standard error", async () => {
    const run = await replay(
      ...scheduler,
      "--at",
      "2026-11-23T09:00:00Z",
      write("scheduler.log", `${klog.join("\n")}\n`),
    );
    expect(run.code).toBe(0);
    const records = recordsOf(run.stdout);
    expect(records).toHaveLength(3);
    expect(records[1]).toMatchObject({
      "@timestamp": "2026-11-23T08:59:23.000000Z",
      event: { dataset: "eks.scheduler" },
      resource: { attributes: { "aws.log.group.names": ["/aws/eks/demo/cluster"] } },
    });
    expect(run.stderr).toContain("received 6 = indexed 6 + duplicate 0 + filtered 0 + failed 0\n");
  });

  it("leaves out what the rules of a file say, and refuses what are none", async () => {
    const rules = write("rules.json", '[{"name":"quiet","sources":["eks.*"],"severityBelow":13}]');
    const log = write("scheduler.log", `${klog.join("\n")}\n`);
    const run = await replay(...scheduler, "--filters", rules, log);
    expect(recordsOf(run.stdout)).toMatchObject([{ severity: { text: "ERROR" } }]);
    expect(run.stderr).toMatch(/^quiet +2$/m);
    expect(run.stderr).toContain("received 6 = indexed 4 + duplicate 0 + filtered 2 + failed 0\n");

    const refused = await replay("--filters", write("no-rules.json", '[{"keep":1}]'), log);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("--filters no-rules.json: wanted is a JSON array of rules");
    expect((await replay("--filters", "missing.json", log)).stderr).toContain("no such file");
  });

  it("takes out what the rules of a file find, counts it, and says all that is wrong with a file at once", async () => {
    const rules = write("redactions.json", '[{"name":"code","members":"^code[.]"}]');
    const log = write("scheduler.log", `${klog.join("\n")}\n`);
    const run = await replay(...scheduler, "--redactions", rules, log);
    expect(recordsOf(run.stdout)[0]).toMatchObject({ attributes: { "code.file.path": "[redacted]" } });
    expect(run.stderr).toMatch(/^redacted, by rule$/m);
    expect(run.stderr).toMatch(/^code +6$/m);

    const refused = await replay("--redactions", write("wrong.json", '[{"name":"a","pattern":"("},7]'), log);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toMatch(
      /--redactions wrong\.json: rule 1 "a": pattern: missing closing .*; rule 2: no JSON object\n$/,
    );
  });

  it("gives lines their own time, and those without one the time of the line before", async () => {
    const lines = [
      'Authenticator Version: "v0.7.5", "unknown"',
      'time="2026-11-22T08:59:14Z" level=info msg="starting mapper"',
      'I1123 08:59:15.000000       1 x.go:1] "no year"',
    ];
    const run = await replay(...authenticator, "--at", "2026-11-23", write("a.log", lines.join("\n")));
    expect(recordsOf(run.stdout).map((record) => record["observedTimestamp"])).toEqual([
      "2026-11-23T00:00:00.000Z",
      "2026-11-22T08:59:14.000Z",
      "2026-11-22T08:59:14.000Z",
    ]);
  });

  it("makes a record of an empty line, a long one, one with NUL, and one that is no UTF-8, which it keeps", async () => {
    const damaged = Buffer.from([0x61, 0xff, 0xfe, 0x62]);
    const long = "x".repeat(300_000);
    const file = Buffer.concat([Buffer.from(`\n${long}\na\u0000b\n`), damaged, Buffer.from("\n")]);
    const run = await replay("--json", write("odd.log", file));
    expect(run.code).toBe(0);
    expect(summary(run)).toMatchObject({ received: 4, indexed: 4, failed: 0 });
    const records = recordsOf(run.stdout);
    expect(records.map((record) => String(record["body"]).length)).toEqual([0, 300_000, 3, 4]);
    expect(records[3]).toMatchObject({
      original: `data:;base64,${damaged.toString("base64")}`,
      attributes: { "tributary.notes": expect.arrayContaining(["invalid_utf8"]) },
    });
  });

  it("finds every line again in a second replay, compressed or not, by either function", async () => {
    const text = `${klog.join("\n")}\n`;
    write("lines.log", text);
    write("lines.log.gz", gzipSync(text));
    const common = ["--to", "out", "--json", "--at", "2026-11-23", ...scheduler];
    expect(summary(await replay(...common, "lines.log"))).toMatchObject({ indexed: 6, duplicate: 0 });
    expect(summary(await replay(...common, "lines.log.gz"))).toMatchObject({ indexed: 0, duplicate: 6 });
    const transform = [...common, "--via", "transform"];
    expect(summary(await replay(...transform, "lines.log"))).toMatchObject({ indexed: 6, duplicate: 0 });
    expect(summary(await replay(...transform, "lines.log.gz"))).toMatchObject({ indexed: 0, duplicate: 6 });
  });

  it("reads standard input", async () => {
    const run = await runCli("replay", [...scheduler, "--json", "-"], {
      cwd: folder,
      input: gzipSync(klog.join("\n")),
    });
    expect(summary(run)).toMatchObject({ received: 6, records: 3 });
  });
});

describe("replay of events and payloads", () => {
  const one = payload(klog.slice(0, 1));
  const shapes: [string, string | Buffer, Partial<Summary>][] = [
    [
      "a Lambda event",
      JSON.stringify({ awslogs: { data: base64(payload(klog)) } }, null, 2),
      { received: 6, records: 3 },
    ],
    ["a Firehose event", JSON.stringify(firehose([base64(one), base64(control)])), { received: 1, control: 1 }],
    ["glued payloads", JSON.stringify(one) + JSON.stringify(control), { received: 1, control: 1 }],
    ["payloads on lines", `${JSON.stringify(one)}\n${JSON.stringify(control)}\n`, { received: 1, control: 1 }],
    ["base64 of a payload", base64(one), { received: 1 }],
    ["gzip of a payload", gzipSync(JSON.stringify(one)), { received: 1 }],
    [
      "gzip members of payloads",
      Buffer.concat([one, control].map((each) => gzipSync(JSON.stringify(each)))),
      { received: 1, control: 1 },
    ],
  ];

  it.each(shapes)("takes %s", async (_, content, counts) => {
    const file = write("capture", content);
    const run = await replay("--to", "out", "--json", file);
    expect(run.code).toBe(0);
    expect(summary(run)).toMatchObject({ ...counts, indexed: counts.received, failed: 0, holds: true });
    expect(summary(run).sources).toMatchObject([{ source: "eks.scheduler" }]);
    expect(summary(await replay("--to", "out", "--json", file))).toMatchObject({
      duplicate: counts.received,
      indexed: 0,
    });
  });

  it("keeps what cannot be decoded, by reason, with its bytes", async () => {
    const corrupt = Buffer.from(base64(one), "base64").subarray(0, 40).toString("base64");
    const file = write("firehose.json", JSON.stringify(firehose([base64(one), corrupt])));
    const run = await replay("--to", "out", "--json", file);
    expect(run.code).toBe(0);
    expect(summary(run)).toMatchObject({ received: 2, indexed: 1, failed: 1, holds: true });
    expect(summary(run).failures).toMatchObject([{ reason: "gzip_corrupt", events: 1 }]);
    const [kept = ""] = globSync("out/failures/stage=decode/reason=gzip_corrupt/dt=*/hour=*/*.ndjson.gz", {
      cwd: folder,
    });
    const record = JSON.parse(gunzipSync(readFileSync(path.join(folder, kept))).toString()) as { original: string };
    expect(record.original).toBe(corrupt);
    expect((await replay("--to", "out", "--strict", file)).code).toBe(1);
  });

  it("explains failures to people", async () => {
    const run = await replay(write("event.json", '{"awslogs":{"data":"no base64!"}}'));
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain("base64_invalid  1  The data of a record is not base64.\n  The caller built");
    expect(run.stderr).toContain("received 1 = indexed 0 + duplicate 0 + filtered 0 + failed 1\n");
    expect(run.stderr).toContain(`failures in ${path.join("out", "failures")}`);
    expect(existsSync(path.join(folder, "out", "failures", "stage=decode"))).toBe(true);
  });
});

describe("replay refuses, in one line and with exit code 2,", () => {
  const refusals: [string, string[], string][] = [
    ["a missing file", ["gone.log"], "gone.log: no such file or directory"],
    ["a folder", ["."], ".: is a folder; name the files in it"],
    ["no file at all", [], "missing required argument 'file'; see --help"],
    ["a misspelt flag", ["--vai", "index", "a"], "unknown option '--vai' (Did you mean --via?); see --help"],
    ["an unknown function", ["--via", "redrive", "a"], "option '--via <function>' argument 'redrive' is invalid"],
    [
      "a time that is none",
      ["--at", "noon", "ok.log"],
      "--at noon: not a time; wanted is one like 2026-11-23T09:00:00Z",
    ],
    [
      "an OpenSearch that is not there",
      ["--to", "http://u:p@127.0.0.1:1", "ok.log"],
      "--to http://127.0.0.1:1: OpenSearch does not answer: connect ECONNREFUSED 127.0.0.1:1",
    ],
    [
      "another protocol",
      ["--to", "s3://bucket", "ok.log"],
      "--to: not a URL that can be used; wanted is http(s)://[user:password@]host[:port]",
    ],
    ["a file as folder", ["--to", "ok.log", "ok.log"], "--to ok.log: cannot make this folder: "],
    ["an event that is cut off", ["cut.json"], "cut.json: the JSON of an event is cut off or broken"],
    ["gzip that is cut off", ["cut.gz"], "cut.gz: gzip data is cut off or corrupt"],
    [
      "a Firehose event for index",
      ["--via", "index", "firehose.json"],
      "firehose.json: --via index cannot take a Firehose event; leave it out",
    ],
  ];

  it.each(refusals)("%s", async (_, args, message) => {
    write("ok.log", "a line\n");
    write("cut.json", '{"awslogs":{"data":"H4sI');
    write("cut.gz", gzipSync(klog.join("\n").repeat(100)).subarray(0, 200));
    write("firehose.json", JSON.stringify(firehose([""])));
    const run = await replay(...args);
    expect(run.stderr.trimEnd().split("\n")).toEqual([expect.stringContaining(`replay: ${message}`)]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("replay", () => {
  it("ends quietly when its reader has seen enough", async () => {
    const child = startCli("replay", [...scheduler, write("many.log", `${klog[0]}\n`.repeat(20_000))], folder);
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("shows its usage when asked", async () => {
    const run = await replay("--help");
    expect(run.code).toBe(0);
    expect(run.stdout).toContain("Usage: replay [options] <file...>");
  });
});
