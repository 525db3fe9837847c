import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { QUESTIONS } from "../../../shared/opensearch/all-questions.ts";
import { startLocalServer } from "../../aws/local-server.ts";
import { runCli } from "../cli/run-cli.ts";
import { recordOf, writeArchive } from "./sample-archive.ts";

const code = (status: number) => ({
  dataset: "eks.audit",
  attributes: { "http.response.status_code": status, "user.name": "o'brien" },
});
const folder = writeArchive([
  recordOf("eks", "2026-11-23T09:00:00Z", "a", code(200)),
  recordOf("eks", "2026-11-23T09:00:01Z", "b", code(200)),
  recordOf("eks", "2026-11-24T09:00:02.5Z", "c", code(503)),
]);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ask = (...args: string[]) => runCli("../ask/ask", args, { cwd: folder });

describe("ask", () => {
  it("prints an aligned table, and says beside it what that is", async () => {
    expect(await ask("response-codes", "--archive", folder)).toEqual({
      code: 0,
      stdout: [
        "code  requests  latest",
        " 200         2  2026-11-23T09:00:01.000Z",
        " 503         1  2026-11-24T09:00:02.500Z",
        "",
      ].join("\n"),
      stderr: "Requests by HTTP response code: 2 groups\n",
    });
  });

  it("prints JSON that counts more than it shows", async () => {
    const run = await ask("requests-by-user", "--archive", ".", "--limit", "1", "--json", "--param", "user=o'brien");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(run.stdout)).toEqual({
      question: "requests-by-user",
      params: { user: "o'brien" },
      total: 3,
      rows: [
        {
          time: "2026-11-24T09:00:02.5Z",
          user: "o'brien",
          verb: null,
          path: null,
          code: 503,
          stage: null,
          client: null,
        },
      ],
    });
  });

  it("prints CSV, and nothing but a heading for no rows", async () => {
    const run = await ask("server-errors", "--archive", folder, "--csv", "--param", "from=600");
    expect(run.stdout).toBe("time,user,verb,path,code,stage,reason\r\n");
    expect(run).toMatchObject({ code: 0, stderr: "API server errors (5xx): 0 records\n" });
  });

  it("prints the statement and the query without asking anybody", async () => {
    const sql = await ask("requests-by-user", "--sql", "--param", "user=o'brien", "--since", "7d");
    expect(sql).toMatchObject({ code: 0, stderr: "" });
    expect(sql.stdout).toContain("= 'o''brien'\nORDER BY ");
    expect(sql.stdout).toContain("current_timestamp - INTERVAL '7' DAY");
    const dsl = await ask("errors-by-service", "--dsl");
    const [head, ...body] = dsl.stdout.split("\n");
    expect(head).toBe("POST /logs-eks-*,logs-ecs-*,logs-ec2-*,logs-lambda-*,logs-other-*/_search");
    expect(JSON.parse(body.join("\n"))).toMatchObject({ size: 0 });
    expect(dsl.stdout).toContain('"gte": "now-1h"');
    expect((await ask("errors-by-service", "--dsl", "--all")).stdout).not.toContain("now-");
    const other = await ask("ssh-logins", "--dsl", "--index-prefix", "shop-logs");
    expect(other.stdout).toMatch(/^POST \/shop-logs-ec2-\*,shop-logs-eks-\*\/_search\n/);
  });

  it("asks a cluster, of which it says only what is wrong with it", async () => {
    const hits = { total: { value: 1 }, hits: [{ _source: { body: "Successfully bound pod to node" } }] };
    const server = await startLocalServer((response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ hits }));
    });
    const asked = ["pod-node", "--json", "--to", server.url];
    const run = await ask(...asked);
    await server.close();
    expect(JSON.parse(run.stdout)).toMatchObject({ question: "pod-node", total: 1, rows: [{ node: null }] });
    expect(server.received.map(({ path }) => path.split("?")[0])).toEqual(["/logs-eks-*/_search"]);
    expect(await ask(...asked)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^ask: --to .*: OpenSearch does not answer: .*\n$/),
    });
  });

  it("lists the questions, and describes one", async () => {
    const list = await ask("--list");
    expect(list.stdout.trimEnd().split("\n")).toHaveLength(QUESTIONS.length + 1);
    expect(list.stdout).toMatch(/^cluster-creator +Who created the cluster +クラスターを作成したのは誰か$/m);
    expect(JSON.parse((await ask("--list", "--json")).stdout)).toHaveLength(QUESTIONS.length);
    const help = await ask("aws-auth-changes", "--describe");
    expect(help.stdout).toContain("aws-auth ConfigMap の変更");
    expect(help.stdout).toMatch(/^update +no +Also updates/m);
  });

  it.each([
    [[], "which question? --list shows them"],
    [["whose"], "no question is called whose; --list shows them"],
    [["pod-node", "--param", "pod"], "--param pod: wanted is name=value"],
    [["pod-node", "--param", "=x"], "--param =x: wanted is name=value"],
    [["pod-node", "--param", "node=x"], "pod-node: no parameter is called node; there is pod, namespace"],
    [["server-errors", "--param", "from=x"], "server-errors: parameter from: a number is wanted"],
    [["pod-node", "--since", "1y"], "--since 1y: wanted is a number of m, h, d or w, such as 7d"],
    [["pod-node", "--since", "1d", "--all"], "--since and --all do not go together"],
    [["pod-node", "--to", "http://x", "--archive", "y"], "--to and --archive do not go together"],
    [["pod-node", "--json", "--sql"], "--json and --sql do not go together"],
    [["pod-node", "--limit", "0"], "--limit 0: wanted is a number from 1 to 10000"],
    [["pod-node", "--limit", "99999"], "--limit 99999: wanted is a number from 1 to 10000"],
    [["pod-node"], "--archive out: no such file or directory"],
    [["pod-node", "--to", "here"], "--to: not a URL that can be used; wanted is http(s)://[user:password@]host[:port]"],
    [["pod-node", "--index-prefix", "logs-*"], "--index-prefix logs-*: wanted are lower-case letters, digits, . _ -"],
    [["pod-node", "--jason"], "unknown option '--jason' (Did you mean --json?); see --help"],
  ])("refuses %j in one line", async (args, problem) => {
    expect(await ask(...args)).toEqual({ code: 2, stdout: "", stderr: `ask: ${problem}\n` });
  });
});
