import { Agent, createServer, request as send, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { freePort } from "../servers/port.ts";

/** A request on its way through the proxy. */
export interface Passing {
  /** From 1, counted since the fault was set. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As sent, compressed or not. */
  readonly body: Buffer;
}

/** What came back, or what is said instead. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How a request ends: with an answer, with half of one, without one, or not before the client gives up. */
export type Ending = Answer | { readonly cut: Answer } | "reset" | "hang";

/**
 * What goes wrong with a request. `forward` has the server carry it out, with another body if one is given; a fault that does not
 * call it keeps the request from the server.
 */
export type Fault = (request: Passing, forward: (body?: Buffer) => Promise<Answer>) => Ending | Promise<Ending>;

/** An HTTP proxy in front of one server of this machine, in which faults can be set. */
export interface FaultyProxy {
  readonly url: string;
  /** What goes wrong from now on; undefined lets everything through as it is. */
  readonly set: (fault: Fault | undefined) => void;
  /** Requests since the fault was set. */
  readonly requests: () => number;
  /** Rejects with what a fault has thrown, which is a bug of the fault. */
  readonly close: () => Promise<void>;
}

/** The server did not answer: for the client, a connection that ends. */
class ServerAway extends Error {}

/**
 * Starts a proxy on a free port of 127.0.0.1. The `Host` header stays the client's, so that AWS signatures stay valid.
 *
 * @param upstream `http://host:port` of the server.
 */
export async function startFaultyProxy(upstream: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(upstream);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let fault: Fault | undefined;
  let requests = 0;
  const bugs: unknown[] = [];

  const forward = ({ method, path, headers, body }: Passing, changed?: Buffer): Promise<Answer> => {
    // Faults read answers, so these must not be compressed.
    const { expect: _, connection: __, "transfer-encoding": ___, "accept-encoding": ____, ...passed } = headers;
    if (changed !== undefined) delete passed["content-encoding"];
    const content = changed ?? body;
    const length = content.length > 0 || headers["content-length"] !== undefined ? String(content.length) : undefined;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const outgoing = send(
      { agent, hostname, port, method, path, headers: { ...passed, ...(length && { "content-length": length }) } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", (cause) => reject(new ServerAway("cut", { cause })));
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    outgoing.on("error", (cause) => reject(new ServerAway("away", { cause })));
    outgoing.end(content);
    return promise;
  };

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "GET", url: path = "/", headers } = incoming;
      const request: Passing = { number: ++requests, method, path, headers, body: Buffer.concat(chunks) };
      const through = (changed?: Buffer): Promise<Answer> => forward(request, changed);
      meet(fault, request, through)
        .catch((error: unknown): Ending => {
          if (!(error instanceof ServerAway)) bugs.push(error);
          return "reset";
        })
        .then((ending) => end(response, ending))
        .catch((error: unknown) => {
          bugs.push(error);
          response.destroy();
        });
    });
    incoming.on("error", () => response.destroy());
  });
  const own = await freePort();
  await new Promise<void>((resolve) => server.listen(own, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${own}`,
    set: (next) => {
      fault = next;
      requests = 0;
    },
    requests: () => requests,
    close: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
      if (bugs.length > 0) throw new AggregateError(bugs, "a fault of the proxy threw");
    },
  };
}

async function meet(
  fault: Fault | undefined,
  request: Passing,
  forward: (body?: Buffer) => Promise<Answer>,
): Promise<Ending> {
  return fault === undefined ? forward() : fault(request, forward);
}

function end(response: ServerResponse, ending: Ending): void {
  if (ending === "hang") return;
  if (ending === "reset") {
    response.destroy();
    return;
  }
  const { status, headers, body } = "cut" in ending ? ending.cut : ending;
  const { "transfer-encoding": _, connection: __, ...passed } = headers;
  response.writeHead(status, { ...passed, "content-length": body.length });
  if (!("cut" in ending)) response.end(body);
  else response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}
