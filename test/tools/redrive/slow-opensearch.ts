import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { newFakeOpenSearch, type FakeOpenSearch } from "../../core/fake-opensearch.ts";

/** A cluster in memory behind a real port, which takes its time. */
export interface SlowOpenSearch {
  readonly url: string;
  readonly cluster: FakeOpenSearch;
  /** Resolves when so many requests with documents have come in. */
  readonly requests: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startSlowOpenSearch(delayMs: number): Promise<SlowOpenSearch> {
  const cluster = newFakeOpenSearch();
  const waiting: { count: number; resolve: () => void }[] = [];
  const answer = async (url: string, body: string): Promise<{ status: number; body: unknown }> => {
    if (url !== "/_bulk") return { status: 200, body: { acknowledged: true } };
    if (body === "") {
      const refused = cluster.faults.request?.([], 0);
      if (refused?.kind === "answer") return refused;
      return {
        status: 400,
        body: { error: { type: "parse_exception", reason: "request body is required" }, status: 400 },
      };
    }
    await wait(delayMs);
    const answered = await cluster.bulk(body, 0);
    for (const { count, resolve } of waiting) if (cluster.requests.length >= count) resolve();
    return answered.kind === "answer" ? answered : { status: 503, body: answered.detail };
  };
  const server = createServer((request, response) => {
    void buffer(request)
      .then((bytes) =>
        answer(
          request.url ?? "",
          (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString(),
        ),
      )
      .then(({ status, body }) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
      );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cluster,
    requests: (count) => new Promise((resolve) => waiting.push({ count, resolve })),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
