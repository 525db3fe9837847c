import { createHash } from "node:crypto";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws-v3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSearchClient, type OpenSearchRequest } from "../../shared/aws/opensearch.ts";
import { json, startLocalServer, type LocalServer, type Received } from "./local-server.ts";

const CREDENTIALS = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret", sessionToken: "token" };

let server: LocalServer;
beforeEach(async () => {
  server = await startLocalServer(json(200, {}));
});
afterEach(() => server.close());

async function sent(request: OpenSearchRequest, service: "es" | "aoss", gzip = false): Promise<Received> {
  const auth = { kind: "sigv4", region: "eu-west-1", service, credentials: () => CREDENTIALS } as const;
  await openSearchClient({ endpoint: server.url, auth, gzip })(request, 5000);
  return server.received[0] as Received;
}

/** What OpenSearch's own client, by another signer than ours, would say of the same bytes. */
function signedByOthers({ method, path, headers, body }: Received, service: "es" | "aoss"): unknown {
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "")?.[1]?.split(";") ?? [];
  const kept = Object.fromEntries(names.map((name) => [name === "x-amz-date" ? "X-Amz-Date" : name, headers[name]]));
  const signer = AwsSigv4Signer({
    region: "eu-west-1",
    service,
    getCredentials: async () => CREDENTIALS,
  });
  const auth = { credentials: CREDENTIALS, region: "eu-west-1", service };
  const signed = signer.buildSignedRequestObject({
    auth,
    method,
    path,
    headers: kept,
    ...(body.length === 0 ? {} : { body }),
    // It would sign this one, too, which proxies may change.
    extraHeadersToIgnore: { "content-length": true },
  }) as { headers: Record<string, string> };
  return signed.headers["Authorization"];
}

describe("the signature of a request", () => {
  it.each<[string, OpenSearchRequest]>([
    ["a _bulk body", { method: "POST", path: "/_bulk", body: '{"create":{}}\n{"body":"é😀"}\n' }],
    ["a request without body", { method: "GET", path: "/_plugins/_ism/policies/tributary-logs" }],
    ["a query", { method: "PUT", path: "/_plugins/_ism/policies/p?if_seq_no=7&if_primary_term=1", body: "{}" }],
    ["a pattern of indices", { method: "POST", path: "/logs-*/_refresh" }],
    ["escapes in the path", { method: "GET", path: "/a%20b/_doc/%C3%A9" }],
  ])("is that of OpenSearch's own client for %s", async (_, request) => {
    for (const service of ["es", "aoss"] as const) {
      const received = await sent(request, service);
      expect(received.headers.authorization).toBe(signedByOthers(received, service));
      server.received.length = 0;
    }
  });

  it("is of the bytes that are sent, compressed as they are", async () => {
    const { headers, body } = await sent({ method: "POST", path: "/logs/_doc", body: '{"body":"é😀"}' }, "aoss", true);
    expect(headers["content-encoding"]).toBe("gzip");
    expect(headers["x-amz-content-sha256"]).toBe(createHash("sha256").update(body).digest("hex"));
    expect(headers["content-length"]).toBe(String(body.length));
  });
});
