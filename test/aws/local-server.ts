import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** A request as it came in; the body is inflated where the client said that it is gzip. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export type Answer = (response: ServerResponse, request: Received) => void;

/** An HTTP server on this machine that answers as told and remembers what it was sent. */
export interface LocalServer {
  readonly url: string;
  readonly received: Received[];
  answer: Answer;
  readonly close: () => Promise<void>;
}

export async function startLocalServer(answer: Answer): Promise<LocalServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers["content-encoding"] === "gzip" && request.url === "/_bulk" ? gunzipSync(raw) : raw;
      const { method = "", url: path = "", headers } = request;
      received.push({ method, path, headers, body });
      local.answer(response, { method, path, headers, body });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const local: LocalServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve, reject) =>
        server.close((error) => (error === undefined ? resolve() : reject(error))),
      );
    },
  };
  return local;
}

/** Answers with a status, a type and a text. */
export function text(status: number, type: string, body: string): Answer {
  return (response) => {
    response.writeHead(status, { "content-type": type });
    response.end(body);
  };
}

export function json(status: number, body: unknown): Answer {
  return text(status, "application/json; charset=UTF-8", JSON.stringify(body));
}
