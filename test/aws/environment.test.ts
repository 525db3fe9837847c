import { afterEach, describe, expect, it, vi } from "vitest";
import { clusterBulk } from "../../shared/aws/cluster.ts";
import { DELIVERY_VARIABLES, pipelineOf } from "../../shared/aws/environment.ts";
import { readEnv } from "../../shared/core/env.ts";
import { json, startLocalServer, type LocalServer } from "./local-server.ts";

const ENV = {
  AWS_REGION: "eu-west-1",
  OPENSEARCH_ENDPOINT: "https://search.example.com",
  FAILURES_BUCKET: "failures-bucket",
};

function pipelineFor(more: Readonly<Record<string, string>> = {}) {
  const read = readEnv(DELIVERY_VARIABLES, { ...ENV, ...more });
  if (!read.ok) throw new Error(read.problems.join("; "));
  return pipelineOf(read.values, clusterBulk(read.values));
}

function problemsOf(more: Readonly<Record<string, string>>): readonly string[] {
  const read = readEnv(DELIVERY_VARIABLES, { ...ENV, ...more });
  return read.ok ? [] : read.problems;
}

describe("the environment of a delivering function", () => {
  it("needs an endpoint, a bucket and a region", () => {
    const read = readEnv(DELIVERY_VARIABLES, {});
    expect(read.ok ? [] : read.problems.map((problem) => problem.split(" ")[0])).toEqual([
      "AWS_REGION",
      "OPENSEARCH_ENDPOINT",
      "FAILURES_BUCKET",
    ]);
  });

  it("sets what the pipeline does", () => {
    const { settings, delivery, catalog } = pipelineFor({
      OPENSEARCH_IDS: "false",
      FAILURES_PREFIX: "dead",
      INDEX_PREFIX: "acme",
      LOG_GROUP_PLATFORMS: '{"^/shop/":"ecs"}',
      STREAMS: '{"s":{"destination":"s3"}}',
      INFLATE_MAX_BYTES: "1048576",
      KEEP_ORIGINAL: "true",
      FILTERS: '[{"name":"leases","sources":["eks.audit"]}]',
      BULK_MAX_BYTES: "1000",
      BULK_MAX_DOCUMENTS: "7",
      REQUEST_TIMEOUT_MS: "500",
    });
    expect(settings).toMatchObject({ indexPrefix: "acme", inflateMaxBytes: 1_048_576, keepOriginal: true });
    expect(settings.logGroups).toEqual([{ pattern: /^\/shop\//, platform: "ecs" }]);
    expect(settings.filters).toMatchObject([{ name: "leases", keep: 0, sources: ["eks.audit"] }]);
    expect(settings.streams.get("s")).toEqual({ platform: undefined, destination: "s3" });
    expect(delivery).toMatchObject({
      limits: { maxBytes: 1000, maxDocuments: 7 },
      target: { withIds: false },
      requestTimeoutMs: 500,
      failuresPrefix: "dead",
    });
    expect(catalog.sources.length).toBeGreaterThan(0);
  });

  it("takes the operator's redaction rules, or says all that is wrong with them", () => {
    const { settings } = pipelineFor({ REDACTIONS: '[{"name":"cards","pattern":"[0-9]{16}"}]' });
    expect(settings.redactions).toMatchObject([{ name: "cards" }]);
    const read = readEnv(DELIVERY_VARIABLES, { ...ENV, REDACTIONS: '[{"name":"a","pattern":"("},{"pattern":"b"}]' });
    expect(read.ok ? [] : read.problems).toEqual([
      expect.stringMatching(/^REDACTIONS: rule 1 "a": pattern: missing closing \)/),
      expect.stringMatching(/^REDACTIONS: rule 2: name: /),
    ]);
  });

  it("leaves limits and ids at what suits most clusters", () => {
    const { delivery, settings } = pipelineFor();
    expect(delivery.limits.maxBytes).toBeLessThanOrEqual(10 * 1024 * 1024);
    expect(delivery).toMatchObject({ target: { withIds: true }, failuresPrefix: "failures" });
    expect(settings).toMatchObject({ indexPrefix: "logs", keepOriginal: false });
  });

  it.each([
    ["OPENSEARCH_ENDPOINT", "search.example.com"],
    ["OPENSEARCH_ENDPOINT", "ftp://search.example.com"],
    ["INDEX_PREFIX", "Logs"],
    ["INDEX_PREFIX", "a/b"],
    ["INDEX_PREFIX", "_logs"],
    ["FAILURES_PREFIX", "failures/"],
    ["OPENSEARCH_AUTH", "iam"],
    ["OPENSEARCH_GZIP", "1"],
    ["STREAMS", "[]"],
    ["LOG_GROUP_PLATFORMS", '{"(":"eks"}'],
    ["INFLATE_MAX_BYTES", "64MB"],
    ["BULK_MAX_DOCUMENTS", "0"],
  ])("says that %s=%s is not what is wanted", (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} is .+; wanted: `))]);
  });

  it("finds a typing error in a name", () => {
    expect(problemsOf({ OPENSEARCH_ENDPIONT: "https://x" })).toEqual([
      "OPENSEARCH_ENDPIONT is not a variable of this function",
    ]);
  });

  it("does not print the password, whatever is wrong", () => {
    expect(
      problemsOf({ OPENSEARCH_PASSWORD: "hunter2", OPENSEARCH_AUTH: "x", BULK_MAX_BYTES: "x" }).join(),
    ).not.toContain("hunter2");
  });
});

describe("the pipeline of an environment", () => {
  let server: LocalServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function authorization(more: Readonly<Record<string, string>>): Promise<string | undefined> {
    server = await startLocalServer(json(200, { items: [] }));
    await pipelineFor({ OPENSEARCH_ENDPOINT: server.url, ...more }).bulk("{}\n{}\n", 5000);
    return server.received[0]?.headers.authorization;
  }

  it.each([
    ["none", undefined],
    ["basic", "Basic YWRtaW46cA=="],
  ])("proves itself by %s", async (auth, wanted) => {
    const user = { OPENSEARCH_USERNAME: "admin", OPENSEARCH_PASSWORD: "p" };
    expect(await authorization({ OPENSEARCH_AUTH: auth, ...user })).toBe(wanted);
  });

  it.each(["es", "aoss"])("signs for %s with the credentials that Lambda gives", async (auth) => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    vi.stubEnv("AWS_SESSION_TOKEN", "token");
    expect(await authorization({ OPENSEARCH_AUTH: auth })).toMatch(
      new RegExp(`Credential=AKIAEXAMPLE/\\d{8}/eu-west-1/${auth}/`),
    );
    expect(server?.received[0]?.headers["x-amz-security-token"]).toBe("token");
  });
});
