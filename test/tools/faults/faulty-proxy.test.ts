import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFaultyProxy, type Ending, type Fault, type FaultyProxy } from "../../../tools/faults/faulty-proxy.ts";
import { cutting, failingItems, ITEM_429, miscounting } from "../../../tools/faults/opensearch-faults.ts";
import { json, startLocalServer, type LocalServer } from "../../aws/local-server.ts";

let server: LocalServer;
let proxy: FaultyProxy;
beforeEach(async () => {
  server = await startLocalServer(json(200, { items: [] }));
  proxy = await startFaultyProxy(server.url);
});
afterEach(async () => {
  await proxy.close();
  await server.close();
});

const bulk = (body: Uint8Array, headers: Record<string, string> = {}) =>
  fetch(`${proxy.url}/_bulk`, { method: "POST", headers, body: Buffer.from(body) });

/** A `_bulk` body of so many documents. */
const body = (count: number): string =>
  Array.from({ length: count }, (_, number) => `{"create":{"_id":"${number}"}}\n{"n":${number}}\n`).join("");

/** The server answers like OpenSearch: an item for each document. */
function answerItems(): void {
  server.answer = (response, received) => {
    const count = received.body.toString().split("\n").length >> 1;
    json(200, { errors: false, items: Array.from({ length: count }, () => ({ create: { status: 201 } })) })(
      response,
      received,
    );
  };
}

describe("the faulty proxy", () => {
  it("lets requests through as they are, with the client's own Host header", async () => {
    const sent = gzipSync("{}\n");
    const answer = await bulk(sent, { "content-encoding": "gzip", "x-amz-date": "now" });
    expect(await answer.json()).toEqual({ items: [] });
    const [request] = server.received;
    expect(request).toMatchObject({ method: "POST", path: "/_bulk", body: Buffer.from("{}\n") });
    expect(request?.headers).toMatchObject({ host: new URL(proxy.url).host, "x-amz-date": "now" });
  });

  it("keeps a request from the server whose fault does not forward it", async () => {
    proxy.set(() => ({ status: 503, headers: {}, body: Buffer.from("busy") }));
    expect(await (await bulk(Buffer.from("{}\n"))).text()).toBe("busy");
    proxy.set(() => "reset");
    await expect(bulk(Buffer.from("{}\n"))).rejects.toThrow("fetch failed");
    expect(server.received).toEqual([]);
  });

  it("has the server carry out a request whose answer is lost", async () => {
    const losing: Fault = async (_, forward): Promise<Ending> => {
      await forward();
      return "reset";
    };
    proxy.set(losing);
    await expect(bulk(Buffer.from("{}\n"))).rejects.toThrow("fetch failed");
    expect(server.received).toHaveLength(1);
    proxy.set(undefined);
    expect((await bulk(Buffer.from("{}\n"))).status).toBe(200);
  });

  it("says to the client of a server that is gone what a broken connection says", async () => {
    await server.close();
    await expect(bulk(Buffer.from("{}\n"))).rejects.toThrow("fetch failed");
    server = await startLocalServer(json(200, {}));
  });
});

it("says at its end that a fault threw", async () => {
  const broken = await startFaultyProxy(server.url);
  broken.set(() => {
    throw new Error("a bug of the fault");
  });
  await expect(fetch(broken.url)).rejects.toThrow("fetch failed");
  await expect(broken.close()).rejects.toThrow("a fault of the proxy threw");
});

describe("faults of OpenSearch", () => {
  it("fails the same documents in each request, and has the server carry out the others", async () => {
    answerItems();
    proxy.set(failingItems(3, ITEM_429));
    const statuses = async (): Promise<number[]> => {
      const { items } = (await (await bulk(gzipSync(body(20)), { "content-encoding": "gzip" })).json()) as {
        items: { create: { status: number } }[];
      };
      return items.map(({ create }) => create.status);
    };
    const first = await statuses();
    expect(first).toHaveLength(20);
    expect(new Set(first)).toEqual(new Set([201, 429]));
    expect(await statuses()).toEqual(first);
    const carriedOut = server.received[0]?.body.toString().split("\n").length ?? 0;
    expect(carriedOut >> 1).toBe(first.filter((status) => status === 201).length);
  });

  it("leaves an item out of the answer", async () => {
    answerItems();
    proxy.set(miscounting);
    const { items } = (await (await bulk(Buffer.from(body(5)))).json()) as { items: unknown[] };
    expect(items).toHaveLength(4);
  });

  it("cuts answers, with and without the end of the connection", async () => {
    answerItems();
    proxy.set(cutting);
    const whole = await (await bulk(Buffer.from(body(5)))).text();
    expect(() => JSON.parse(whole) as unknown).toThrow(SyntaxError);
    await expect(bulk(Buffer.from(body(5))).then((answer) => answer.text())).rejects.toThrow("terminated");
  });
});
