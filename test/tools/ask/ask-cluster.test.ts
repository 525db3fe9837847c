import { afterEach, describe, expect, it } from "vitest";
import { QUESTIONS } from "../../../shared/opensearch/all-questions.ts";
import { exampleValues } from "../../../shared/opensearch/question-params.ts";
import { askCluster } from "../../../tools/ask/ask-cluster.ts";
import { searchOf, type Search } from "../../../tools/ask/cluster.ts";
import { startLocalServer, type LocalServer } from "../../aws/local-server.ts";

const question = (name: string) => QUESTIONS.find((one) => one.name === name)!;

function ask(name: string, search: Search, limit = 100) {
  const asked = question(name);
  return askCluster(asked, { values: exampleValues(asked.params), window: undefined, limit }, search);
}

describe("asking a cluster", () => {
  it("finds each column where a record has it", async () => {
    const source = {
      "@timestamp": "2026-11-23T09:00:00.123456789Z",
      body: "one",
      severity: { number: 9, text: "INFO" },
      event: { dataset: "eks.audit" },
      resource: { attributes: { "host.name": "ip", "k8s.component": "kube-apiserver" } },
    };
    const search: Search = async () => ({ hits: { total: { value: 7 }, hits: [{ _source: source }] } });
    expect(await ask("request-trace", search)).toEqual({
      total: 7,
      rows: [
        {
          time: "2026-11-23T09:00:00.123456789Z",
          source: "eks.audit",
          service: "kube-apiserver",
          level: "INFO",
          message: "one",
        },
      ],
    });
  });

  it("counts all groups, and shows the first", async () => {
    const buckets = [200, 201, 500].map((code) => ({ key: code, doc_count: code, latest: { value: 0 } }));
    const search: Search = async () => ({ hits: {}, aggregations: { groups: { buckets, sum_other_doc_count: 0 } } });
    const answer = await ask("response-codes", search, 2);
    expect(answer.total).toBe(3);
    expect(answer.rows.map(({ code }) => code)).toEqual([500, 201]);
  });

  it("says so when there are more groups than a cluster gives", async () => {
    const groups = { buckets: [{ key: 200, doc_count: 1, latest: { value: 0 } }], sum_other_doc_count: 7 };
    const asked = ask("response-codes", async () => ({ hits: {}, aggregations: { groups } }));
    await expect(asked).rejects.toThrow("response-codes: there are too many groups; ask for fewer");
  });

  it("has no groups where there is no index", async () => {
    expect(await ask("response-codes", async () => ({ hits: {} }))).toEqual({ total: 0, rows: [] });
  });
});

describe("a cluster", () => {
  let server: LocalServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const REQUEST = { index: "logs-eks-*", body: { size: 0 } };

  async function answering(status: number, body: unknown): Promise<LocalServer> {
    server = await startLocalServer((response) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    return server;
  }

  it("is asked by name and password, and lets indices be missing", async () => {
    const { url, received } = await answering(200, { hits: {}, _shards: { failed: 0 } });
    await searchOf(url.replace("//", "//me:p%40ss@"), {})(REQUEST);
    const [{ path, method, headers, body } = { path: "", method: "", headers: {}, body: "" }] = received;
    expect([method, path]).toEqual(["POST", "/logs-eks-*/_search?ignore_unavailable=true&allow_no_indices=true"]);
    expect(headers.authorization).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    expect(JSON.parse(body.toString())).toEqual({ size: 0 });
  });

  it.each([
    [200, { hits: {}, _shards: { failed: 2 } }, "2 shard(s) did not answer"],
    [200, { hits: {}, timed_out: true }, "ran out of time"],
    [200, { hello: "world" }, "no OpenSearch"],
    [403, { error: { type: "security_exception", reason: "no permissions" } }, "refuses the search: 403"],
  ])("that answers %d %j is not believed", async (status, body, problem) => {
    const { url } = await answering(status, body);
    const search = searchOf(url, {});
    await expect(search(REQUEST)).rejects.toThrow(problem);
    await expect(search(REQUEST)).rejects.toMatchObject({ name: "Problem" });
  });

  it.each(["nowhere", "ftp://host", "http://", "http://%"])("is not %s", (url) => {
    expect(() => searchOf(url, {})).toThrow("--to: not a URL that can be used");
  });

  it("shows no password when it does not answer", async () => {
    const { url, close } = await answering(200, {});
    await close();
    server = undefined;
    const asked = searchOf(url.replace("//", "//me:secret@"), {})(REQUEST);
    await expect(asked).rejects.toThrow("OpenSearch does not answer");
    await expect(asked).rejects.not.toThrow("secret");
  });
});
