import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { objectWriter } from "../../shared/aws/s3.ts";
import { startLocalServer, text, type LocalServer } from "./local-server.ts";

let server: LocalServer;
beforeEach(async () => {
  server = await startLocalServer(text(200, "application/xml", ""));
});
afterEach(() => server.close());

function writer() {
  return objectWriter("failures-bucket", {
    endpoint: server.url,
    region: "eu-west-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" },
    retryMode: "standard",
    maxAttempts: 2,
  });
}

const KEY = "failures/stage=decode/reason=gzip_corrupt/dt=2026-11-23/hour=12/0a1b.ndjson.gz";
const BODY = gzipSync('{"v":1}\n');

describe("objectWriter", () => {
  it("puts an object under its key, with its very bytes", async () => {
    await writer()(KEY, BODY);
    const [request] = server.received;
    expect(request?.method).toBe("PUT");
    expect(decodeURIComponent(request?.path.split("?")[0] ?? "")).toBe(`/failures-bucket/${KEY}`);
    expect(request?.body).toEqual(BODY);
    expect(request?.headers).toMatchObject({ "content-type": "application/x-ndjson", "content-encoding": "gzip" });
  });

  it("rejects when the bucket refuses", async () => {
    server.answer = text(
      403,
      "application/xml",
      "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
    );
    await expect(writer()(KEY, BODY)).rejects.toThrow("Access Denied");
    expect(server.received).toHaveLength(1);
  });

  it("tries again when the bucket is busy, and rejects when it stays so", async () => {
    const busy = text(
      503,
      "application/xml",
      "<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>",
    );
    let answered = 0;
    server.answer = (response, request) =>
      answered++ === 0 ? busy(response, request) : text(200, "application/xml", "")(response, request);
    await writer()(KEY, BODY);
    expect(server.received).toHaveLength(2);
    server.answer = busy;
    await expect(writer()(KEY, BODY)).rejects.toThrow("Reduce your request rate");
  });
});
