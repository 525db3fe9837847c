import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { Problem, systemReason } from "../../cli/problem.ts";

/** A server that listens on this machine alone. */
export interface Listening {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 takes a free one.
 * @throws Problem when the port is taken.
 */
export async function serve(app: Hono, port: number, onListening: (port: number) => void): Promise<Listening> {
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      reject(new Problem(`--port ${port}: ${systemReason(error)}`));
    });
    server.listen(port, "127.0.0.1", () => {
      resolve();
    });
  });
  const { port: taken } = server.address() as AddressInfo;
  onListening(taken);
  return { url: `http://127.0.0.1:${taken}/`, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
  const done = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  // Pages hold a connection open, to be told of changes.
  server.closeAllConnections();
  await done;
}
