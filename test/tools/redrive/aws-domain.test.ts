import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { awsServiceOf, basicBulk, signedBulk } from "../../../tools/redrive/aws-domain.ts";

describe("awsServiceOf", () => {
  it.each([
    ["https://search-logs-abc.eu-west-1.es.amazonaws.com", { service: "es", region: "eu-west-1" }],
    ["https://vpc-logs-abc.cn-north-1.es.amazonaws.com.cn", { service: "es", region: "cn-north-1" }],
    ["https://abc.us-east-2.aoss.amazonaws.com", { service: "aoss", region: "us-east-2" }],
  ])("knows %s by its name", (url, service) => {
    expect(awsServiceOf(new URL(url), { AWS_REGION: "eu-central-1" })).toEqual(service);
  });

  it.each(["http://127.0.0.1:9200", "https://logs.example.com", "https://es.amazonaws.com.example.com"])(
    "does not take %s for one",
    (url) => {
      expect(awsServiceOf(new URL(url), {})).toBeUndefined();
      expect(awsServiceOf(new URL(url), { OPENSEARCH_AUTH: "none" })).toBeUndefined();
    },
  );

  it("takes one under a name of its own for what OPENSEARCH_AUTH says", () => {
    const url = new URL("https://logs.example.com");
    expect(awsServiceOf(url, { OPENSEARCH_AUTH: "aoss", AWS_REGION: "eu-west-1" })).toEqual({
      service: "aoss",
      region: "eu-west-1",
    });
    expect(() => awsServiceOf(url, { OPENSEARCH_AUTH: "es" })).toThrow(
      "--to logs.example.com: in which region is it? Set AWS_REGION",
    );
  });
});

describe("requests to a domain of AWS", () => {
  let server: Server;
  let url: URL;
  let seen: IncomingHttpHeaders[];
  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(request.headers);
      request.resume();
      response.writeHead(400, { "content-type": "application/json" }).end("{}");
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });

  it("are signed with the credentials that AWS's tools would use", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    const bulk = signedBulk(url, { service: "es", region: "eu-west-1" });
    expect(await bulk("", 5000)).toMatchObject({ kind: "answer", status: 400 });
    expect(seen[0]?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/es\/aws4_request/,
    );
  });

  it("are refused in one line where there are none", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
    vi.stubEnv("AWS_CONFIG_FILE", "no-config");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "no-credentials");
    const bulk = signedBulk(url, { service: "es", region: "eu-west-1" });
    await expect(bulk("", 5000)).rejects.toThrow(/^no AWS credentials: /);
  });

  it("carry the user and password of the URL", async () => {
    url.username = "me";
    url.password = "p%40ss";
    expect(await basicBulk(url)("", 5000)).toMatchObject({ kind: "answer", status: 400 });
    expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
  });
});
