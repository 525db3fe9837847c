import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { newFakeCluster, type FakeCluster } from "../core/bootstrap/fake-cluster.ts";

export interface HttpCluster extends Pick<FakeCluster, "stored" | "writes"> {
  readonly url: string;
  /** Bodies of what was delivered by `_bulk`. */
  readonly delivered: { readonly index: string; readonly body: string }[];
  readonly stop: () => Promise<void>;
}

/** A cluster on 127.0.0.1 by HTTP: the fake of `bootstrap`'s tests, and `_bulk`. */
export async function startHttpCluster(): Promise<HttpCluster> {
  const { ports, stored, writes } = newFakeCluster();
  const delivered: HttpCluster["delivered"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
      const { method = "GET", url = "/", headers } = request;
      const send = (status: number, body: unknown): void => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      };
      if (url.startsWith("/_bulk")) return send(200, takeBulk(text, delivered));
      const isJson = headers["content-type"]?.startsWith("application/json") === true;
      const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      void ports
        .request(method, url, isJson ? (JSON.parse(text) as unknown) : text, 1000, plain)
        .then((answer) => (answer.kind === "answer" ? send(answer.status, answer.body) : response.destroy()));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stored,
    writes,
    delivered,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function takeBulk(text: string, delivered: HttpCluster["delivered"]): unknown {
  const lines = text.split("\n").filter((line) => line !== "");
  const actions = lines
    .filter((_, index) => index % 2 === 0)
    .map((line) => JSON.parse(line) as { create: { _index: string } });
  for (const [index, { create }] of actions.entries())
    delivered.push({ index: create._index, body: (JSON.parse(lines[2 * index + 1] ?? "{}") as { body: string }).body });
  return { errors: false, items: actions.map(() => ({ create: { status: 201 } })) };
}
