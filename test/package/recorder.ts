import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** One request that a handler sent. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface Recorder {
  readonly url: string;
  /** What came in since the last call. */
  readonly take: () => Recorded[];
  readonly stop: () => Promise<void>;
}

/** A server on 127.0.0.1 that says yes to every `_bulk` item and every S3 put, and keeps what was sent. */
export async function startRecorder(): Promise<Recorder> {
  let recorded: Recorded[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((bytes) => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
      const body = (gzip ? gunzipSync(bytes) : bytes).toString();
      recorded.push({ method: request.method ?? "", path, body });
      response.setHeader("content-type", "application/json");
      const items = Array.from({ length: (body.split("\n").length - 1) / 2 }, () => ({ create: { status: 201 } }));
      response.end(path === "/_bulk" ? JSON.stringify({ errors: false, items }) : "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = recorded;
      recorded = [];
      return taken;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
