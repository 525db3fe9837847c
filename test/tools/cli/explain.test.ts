import os from "node:os";
import { describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const cwd = os.tmpdir();
const scheduler = [
  "--log-group",
  "/aws/eks/demo/cluster",
  "--log-stream",
  "kube-scheduler-0123456789abcdef0123456789abcdef",
];
const klog = 'I1123 08:59:22.433268   10648 x.go:1] "Hello" pod="default/a"';

/** The records that are printed, each under a line of its own. */
function recordsOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .split(/^record in .*$/m)
    .slice(1)
    .map((json) => JSON.parse(json) as Record<string, unknown>);
}

describe("explain", () => {
  it("says who claims a line, with the score, and what it becomes", async () => {
    const run = await runCli("explain", [...scheduler, "--at", "2026-11-23", klog], { cwd });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const [heading, best] = run.stdout.split("\n");
    expect(heading).toMatch(/^score +source +recognises$/);
    expect(best).toMatch(/^ +1 +eks\.scheduler +Scheduler of an EKS cluster/);
    expect(run.stdout).toContain("\nrecord in logs-eks-2026-11-23\n");
    expect(recordsOf(run.stdout)).toMatchObject([
      { "@timestamp": "2026-11-23T08:59:22.433268Z", body: "Hello", event: { dataset: "eks.scheduler" } },
    ]);
  });

  it("reads standard input, and joins lines that belong together", async () => {
    const input = `E1123 08:59:23.000000   10648 x.go:1] "error" err=<\n\tfirst\n >\n${klog}\n`;
    const run = await runCli("explain", [...scheduler, "-"], { cwd, input });
    expect(recordsOf(run.stdout).map((record) => record["body"])).toEqual([expect.stringContaining("error"), "Hello"]);
  });

  it.each([
    [[], "explain: missing required argument 'line'; see --help\n"],
    [["--at", "noon", "x"], "explain: --at noon: not a time; wanted is one like 2026-11-23T09:00:00Z\n"],
  ])("refuses %j in one line", async (args, stderr) => {
    expect(await runCli("explain", args, { cwd })).toEqual({ code: 2, stdout: "", stderr });
  });
});
