import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openSearchDestination } from "../../../../tools/cli/destinations/opensearch.ts";

interface Seen {
  readonly what: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: Server;
let url: URL;
let seen: Seen[];
let answer: { status: number; type: string; body: string };

beforeEach(async () => {
  seen = [];
  answer = { status: 200, type: "application/json", body: '{"acknowledged":true}' };
  server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      const { method = "", url: path = "", headers } = request;
      seen.push({ what: `${method} ${path}`, authorization: headers.authorization, body });
      response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
});

describe("an OpenSearch as destination", () => {
  it("gets the index template first, then requests, then a refresh", async () => {
    const destination = await openSearchDestination(url, "failures", {});
    answer = { ...answer, body: '{"items":[{"create":{"status":201}}]}' };
    const body = '{"create":{"_index":"logs-eks-2026-11-23","_id":"a"}}\n{}\n';
    expect(await destination.bulk(body, 1000)).toMatchObject({ kind: "answer", status: 200 });
    await destination.close();
    expect(seen.map(({ what }) => what)).toEqual([
      "PUT /_index_template/tributary-logs",
      "POST /_bulk",
      "POST /logs-*/_refresh",
    ]);
    expect(JSON.parse(seen[0]?.body ?? "")).toMatchObject({ index_patterns: expect.arrayContaining(["logs-eks-*"]) });
    expect(seen[1]?.body).toBe(body);
  });

  it("takes user and password from the URL and shows them nowhere", async () => {
    url.username = "me";
    url.password = "p%40ss";
    const destination = await openSearchDestination(url, "failures", {});
    expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    expect(destination.records).toBe(`http://${url.host}/logs-*`);
  });

  it("of AWS is asked whether it takes records, and keeps its own template", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    answer = { ...answer, status: 400, body: "{}" };
    await openSearchDestination(url, "failures", { OPENSEARCH_AUTH: "es", AWS_REGION: "eu-west-1" });
    expect(seen.map(({ what }) => what)).toEqual(["POST /_bulk"]);
    expect(seen[0]?.authorization).toMatch(/^AWS4-HMAC-SHA256 .*eu-west-1\/es/);
  });

  it.each([403, 503])("of AWS that answers %i is said at once", async (status) => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    answer = { ...answer, status, body: "{}" };
    const opening = openSearchDestination(url, "failures", { OPENSEARCH_AUTH: "es", AWS_REGION: "eu-west-1" });
    await expect(opening).rejects.toMatchObject({
      name: "Problem",
      message: expect.stringContaining(`--to ${url.origin}: `) as string,
    });
  });

  it("does not mind a refused refresh", async () => {
    const destination = await openSearchDestination(url, "failures", {});
    answer = { ...answer, status: 403, body: "{}" };
    await expect(destination.close()).resolves.toBeUndefined();
  });

  it.each([
    [401, "application/json", "{}", "refuses the index template: 401"],
    [200, "text/html", "<html>", "what answers there is no OpenSearch"],
    [200, "application/json", '{"hello":1}', "what answers there is no OpenSearch"],
  ])("refuses to begin after %i %s %s", async (status, type, body, message) => {
    answer = { status, type, body };
    url.password = "secret";
    url.username = "me";
    const opening = openSearchDestination(url, "failures", {});
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.not.toThrow("secret");
  });
});
