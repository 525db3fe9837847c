import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { objectStore } from "../../shared/aws/s3.ts";
import type { ObjectStore, StoredObject } from "../../shared/core/redrive/object-store.ts";
import { startLocalServer, text, type Answer, type LocalServer } from "./local-server.ts";

let server: LocalServer;
let store: ObjectStore;
beforeEach(async () => {
  server = await startLocalServer(text(200, "application/xml", ""));
  store = objectStore("failures-bucket", 10, {
    endpoint: server.url,
    region: "eu-west-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" },
    retryMode: "standard",
    maxAttempts: 2,
  });
});
afterEach(() => server.close());

const KEY = "failures/stage=decode/reason=gzip_corrupt/dt=2026-11-23/hour=12/0a1b.ndjson.gz";

const contents = (key: string, size: number) =>
  `<Contents><Key>${key}</Key><Size>${size}</Size><LastModified>2026-11-23T12:00:00.000Z</LastModified></Contents>`;
const page = (inside: string, next?: string): Answer =>
  text(
    200,
    "application/xml",
    `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>${inside}${next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`,
  );
const refusal = (status: number, code: string): Answer =>
  text(status, "application/xml", `<Error><Code>${code}</Code><Message>No ${code}</Message></Error>`);

async function listed(prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.list(prefix)) objects.push(object);
  return objects;
}

describe("objectStore, listing", () => {
  it("gives the objects of all pages, with their size and time", async () => {
    server.answer = (response, request) => {
      const second = request.path.includes("continuation-token=more");
      const answer = second ? page(contents("b", 2)) : page(contents("a", 1), "more");
      answer(response, request);
    };
    const modifiedAt = Date.UTC(2026, 10, 23, 12);
    expect(await listed("failures/")).toEqual([
      { key: "a", size: 1, modifiedAt },
      { key: "b", size: 2, modifiedAt },
    ]);
    expect(server.received.map(({ path }) => new URL(path, server.url).searchParams.get("prefix"))).toEqual([
      "failures/",
      "failures/",
    ]);
  });

  it("gives nothing where there is nothing, and rejects where it may not look", async () => {
    server.answer = page("");
    expect(await listed("failures/")).toEqual([]);
    server.answer = refusal(403, "AccessDenied");
    await expect(listed("failures/")).rejects.toThrow("No AccessDenied");
  });
});

describe("objectStore, reading", () => {
  it("gives the bytes of an object", async () => {
    server.answer = text(206, "application/x-ndjson", "0123456789");
    expect(await store.get(KEY)).toEqual({ kind: "bytes", bytes: Buffer.from("0123456789") });
    const [request] = server.received;
    expect(decodeURIComponent(request?.path.split("?")[0] ?? "")).toBe(`/failures-bucket/${KEY}`);
  });

  it("asks for no more than its cap and a byte, and then says how large the object is", async () => {
    server.answer = (response) => {
      response.writeHead(206, { "content-range": "bytes 0-10/123456" });
      response.end("01234567890");
    };
    expect(await store.get(KEY)).toEqual({ kind: "too-large", size: 123_456 });
    expect(server.received[0]?.headers.range).toBe("bytes=0-10");
  });

  it("says that an object is gone", async () => {
    server.answer = refusal(404, "NoSuchKey");
    expect(await store.get(KEY)).toEqual({ kind: "gone" });
  });

  it("takes an empty object, which has no first byte, for what it is", async () => {
    server.answer = refusal(416, "InvalidRange");
    expect(await store.get(KEY)).toEqual({ kind: "bytes", bytes: Buffer.alloc(0) });
  });

  it.each([
    [404, "NoSuchBucket"],
    [403, "AccessDenied"],
    [403, "InvalidObjectState"],
  ])("rejects with %i %s", async (status, code) => {
    server.answer = refusal(status, code);
    await expect(store.get(KEY)).rejects.toThrow(`No ${code}`);
  });

  it("tries again when the bucket is busy", async () => {
    let answered = 0;
    server.answer = (response, request) => {
      const answer = answered++ === 0 ? refusal(503, "SlowDown") : text(206, "application/x-ndjson", "x");
      answer(response, request);
    };
    expect(await store.get(KEY)).toMatchObject({ kind: "bytes" });
    expect(answered).toBe(2);
  });
});

describe("objectStore, removing", () => {
  it("removes an object, and rejects when it cannot", async () => {
    server.answer = text(204, "application/xml", "");
    await store.remove(KEY);
    expect(server.received).toMatchObject([{ method: "DELETE" }]);
    server.answer = refusal(403, "AccessDenied");
    await expect(store.remove(KEY)).rejects.toThrow("No AccessDenied");
  });
});
