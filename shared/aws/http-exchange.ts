import http from "node:http";
import https from "node:https";

/** Connections stay open between invocations: a new one costs two round trips and the handshake. */
const AGENTS = {
  "http:": { request: http.request, agent: new http.Agent({ keepAlive: true }) },
  "https:": { request: https.request, agent: new https.Agent({ keepAlive: true }) },
} as const;

export interface HttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** A whole answer, or why there is none. */
export type HttpAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly type: string; readonly body: string }
  | { readonly kind: "no-answer"; readonly detail: string };

/**
 * Sends one request, once, and gives up after `timeoutMs`, whatever has come by then. It never rejects for the network's sake.
 *
 * @param url of http or https.
 */
export function exchange(url: URL, request: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
  const { method, headers, body } = request;
  const { request: open, agent } = AGENTS[url.protocol === "http:" ? "http:" : "https:"];
  // A length, or Node would send the body in chunks, which _bulk does not want.
  const length = body === undefined ? {} : { "content-length": String(body.length) };
  return new Promise((resolve) => {
    let timedOut = false;
    const sent = open(url, { method, headers: { ...headers, ...length }, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", refuse);
      response.on("end", () => {
        clearTimeout(timer);
        const { statusCode: status = 0, headers: said } = response;
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ kind: "answer", status, type: said["content-type"] ?? "", body: text });
      });
    });
    // One timer for the whole exchange: a cluster that stalls within its answer must let go, too.
    const timer = setTimeout(() => {
      timedOut = true;
      sent.destroy();
    }, timeoutMs);
    function refuse(error: Error): void {
      clearTimeout(timer);
      const detail = timedOut ? `no whole answer within ${timeoutMs} ms` : messageOf(error);
      resolve({ kind: "no-answer", detail });
    }
    sent.on("error", refuse);
    sent.end(body);
  });
}

/** A name with several addresses that all refuse gives an error without message, but with a code. */
function messageOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return error.message === "" ? `${error.name} ${code}` : error.message;
}
