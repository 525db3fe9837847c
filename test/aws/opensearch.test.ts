import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSearchClient, sendBulk, type OpenSearchAuth, type OpenSearchConfig } from "../../shared/aws/opensearch.ts";
import { judgeBulk, type BulkAnswer } from "../../shared/core/delivery/judge.ts";
import { json, startLocalServer, text, type Answer, type LocalServer } from "./local-server.ts";

const BODY = '{"create":{"_index":"logs-eks-2026-11-23","_id":"1"}}\n{"body":"é😀"}\n';
const created = {
  took: 1,
  errors: false,
  items: [{ create: { _index: "logs-eks-2026-11-23", _id: "1", status: 201 } }],
};
const PLENTY = 5000;

let server: LocalServer;
beforeEach(async () => {
  server = await startLocalServer(json(200, created));
});
afterEach(() => server.close());

function send(config: Partial<OpenSearchConfig> = {}, timeoutMs = PLENTY): Promise<BulkAnswer> {
  const client = openSearchClient({ endpoint: server.url, auth: { kind: "none" }, gzip: false, ...config });
  return sendBulk(client, BODY, timeoutMs);
}

const verdict = (answer: BulkAnswer): string => {
  const judgement = judgeBulk(answer, 1);
  return "failure" in judgement
    ? `${judgement.kind} ${judgement.failure.reason}`
    : judgement.verdicts.map(({ kind }) => kind).join();
};

describe("sendBulk", () => {
  it("posts the body as it is, and gives the answer", async () => {
    expect(await send()).toEqual({ kind: "answer", status: 200, body: created });
    const [request] = server.received;
    expect([request?.method, request?.path, request?.body.toString("utf8")]).toEqual(["POST", "/_bulk", BODY]);
    expect(request?.headers["content-type"]).toMatch(/^application\/x-ndjson/);
    expect(request?.headers["authorization"]).toBeUndefined();
    expect(request?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("compresses the body when told to", async () => {
    await send({ gzip: true });
    expect(server.received[0]?.headers["content-encoding"]).toBe("gzip");
    expect(server.received[0]?.body.toString("utf8")).toBe(BODY);
  });

  it.each<[string, number, Answer, string]>([
    [
      "429 as JSON",
      429,
      json(429, { error: { type: "rejected_execution_exception" }, status: 429 }),
      "retry bulk_throttled",
    ],
    ["429 as text", 429, text(429, "text/plain", "429 Too Many Requests /_bulk"), "retry bulk_throttled"],
    [
      "403 as HTML",
      403,
      text(403, "text/html", "<html>Request throttled due to too many requests</html>"),
      "retry bulk_throttled",
    ],
    ["403 for good", 403, json(403, { Message: "User: anonymous is not authorized" }), "failed access_denied"],
    ["413", 413, text(413, "text/html", "<html>413 Request Entity Too Large</html>"), "halve record_too_large"],
    ["502", 502, text(502, "text/html", "<html>502 Bad Gateway</html>"), "retry cluster_unavailable"],
    ["503 without body", 503, text(503, "text/plain", ""), "retry cluster_unavailable"],
    ["504", 504, json(504, {}), "retry cluster_unavailable"],
    ["a page instead of an answer", 200, text(200, "text/html", "<html>welcome</html>"), "retry cluster_unavailable"],
    ["an answer of another type", 200, text(200, "text/plain", JSON.stringify(created)), "retry cluster_unavailable"],
  ])("gives %s as an answer, after a single attempt", async (_, status, answer, wanted) => {
    server.answer = answer;
    const said = await send();
    expect(said).toMatchObject({ kind: "answer", status });
    expect(verdict(said)).toBe(wanted);
    expect(server.received).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ["JSON that is cut", text(200, "application/json", '{"took":1,"items":[{"cre')],
    [
      "a connection that ends within the answer",
      (response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        response.write('{"took":1,', () => response.destroy());
      },
    ],
    ["a connection that ends before the answer", (response) => response.destroy()],
  ])("takes %s for no answer", async (_, answer) => {
    server.answer = answer;
    expect(verdict(await send())).toBe("retry cluster_unavailable");
    expect(server.received).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ["never answers", () => undefined],
    [
      "stops within the answer",
      (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"took":1,');
      },
    ],
    [
      "answers drop by drop",
      (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        void drip(response);
      },
    ],
  ])("gives up on a cluster that %s", async (_, answer) => {
    server.answer = answer;
    const said = await send({}, 200);
    expect(said).toMatchObject({ kind: "no-answer" });
    expect(server.received).toHaveLength(1);
  });

  it("takes a cluster that is not there for no answer", async () => {
    const { url, close } = await startLocalServer(json(200, {}));
    await close();
    const said = await send({ endpoint: url });
    expect(said).toMatchObject({ kind: "no-answer", detail: expect.stringContaining("ECONNREFUSED") as string });
  });
});

/** A character now and then, as long as somebody listens. */
async function drip(response: Parameters<Answer>[0]): Promise<void> {
  while (!response.destroyed) {
    response.write(" ");
    await pause(50);
  }
}

describe("openSearchClient", () => {
  it("sends user and password", async () => {
    await send({ auth: { kind: "basic", username: "admin", password: "p:ss" } });
    expect(server.received[0]?.headers["authorization"]).toBe(`Basic ${Buffer.from("admin:p:ss").toString("base64")}`);
  });

  it.each(["es", "aoss"] as const)("signs requests for %s, with the credentials of the moment", async (service) => {
    let token = "first";
    const credentials = () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret", sessionToken: token });
    const auth: OpenSearchAuth = { kind: "sigv4", region: "eu-west-1", service, credentials };
    const client = openSearchClient({ endpoint: server.url, auth, gzip: true });
    await sendBulk(client, BODY, PLENTY);
    token = "second";
    await sendBulk(client, BODY, PLENTY);
    const [first, second] = server.received.map(({ headers }) => headers);
    expect(first?.["authorization"]).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/\\d{8}/eu-west-1/${service}/aws4_request, SignedHeaders=.*, Signature=[0-9a-f]{64}$`,
      ),
    );
    expect(first?.["x-amz-content-sha256"]).toMatch(/^[0-9a-f]{64}$/);
    expect([first?.["x-amz-security-token"], second?.["x-amz-security-token"]]).toEqual(["first", "second"]);
  });
});
