import { promisify } from "node:util";
import { gzip as gzipWithCallback } from "node:zlib";
import type { BulkAnswer } from "../core/delivery/judge.ts";
import { exchange, type HttpRequest } from "./http-exchange.ts";
import { signer, type SigningScope } from "./sign.ts";

/** How a request proves who sends it. */
export type OpenSearchAuth =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  /** `es` for managed domains, `aoss` for Serverless collections. */
  | ({ readonly kind: "sigv4"; readonly service: "es" | "aoss" } & Omit<SigningScope, "service">);

export interface OpenSearchConfig {
  /** `https://…`; a path of it stands before the paths of requests. */
  readonly endpoint: string;
  readonly auth: OpenSearchAuth;
  readonly gzip: boolean;
}

export interface OpenSearchRequest {
  readonly method: string;
  /** With its query, escaped as it is to be sent. */
  readonly path: string;
  /** JSON, unless the headers say otherwise. */
  readonly body?: string;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends a request once: `shared/core/delivery` decides what is tried again. Gives up after `timeoutMs`, whatever has come by then, and
 * rejects for credentials that cannot be had and for bugs, never for the network's sake.
 *
 * OpenSearch's own client would do this, too, with 330 KB of code for APIs that are never called.
 */
export type OpenSearchClient = (request: OpenSearchRequest, timeoutMs: number) => Promise<BulkAnswer>;

const gzip = promisify(gzipWithCallback);
/** NDJSON of logs shrinks to an eighth at level 1; level 6 makes that a quarter smaller, for more than twice the processor time. */
const GZIP_LEVEL = 1;

/** A client for one cluster; connects to nothing until the first request. */
export function openSearchClient({ endpoint, auth, gzip: compressed }: OpenSearchConfig): OpenSearchClient {
  const base = endpoint.replace(/\/$/, "");
  const authorize = authorizationOf(auth);
  return async ({ method, path, body, headers = {} }, timeoutMs) => {
    const url = new URL(base + path);
    const plain = {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(body !== undefined && compressed ? { "content-encoding": "gzip" } : {}),
        ...headers,
      },
      body: body === undefined || !compressed ? bytesOf(body) : await gzip(body, { level: GZIP_LEVEL }),
    };
    return answerOf(await exchange(url, { ...plain, headers: await authorize(url, plain) }, timeoutMs));
  };
}

const NDJSON = { "content-type": "application/x-ndjson" };

/** Sends one `_bulk` body (NDJSON with a last line end). Whatever happens is an answer; it never rejects for the network's sake. */
export function sendBulk(client: OpenSearchClient, body: string, timeoutMs: number): Promise<BulkAnswer> {
  return client({ method: "POST", path: "/_bulk", body, headers: NDJSON }, timeoutMs);
}

function bytesOf(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text);
}

/** What makes a request's headers those of somebody. */
function authorizationOf(auth: OpenSearchAuth): (url: URL, request: HttpRequest) => Promise<HttpRequest["headers"]> {
  if (auth.kind === "sigv4") return signer(auth);
  const said =
    auth.kind === "none"
      ? {}
      : { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}` };
  return async (_, { headers }) => ({ ...headers, ...said });
}

/** A body that says it is JSON is parsed; another, such as a proxy's page, stays a text. */
function answerOf(answer: Awaited<ReturnType<typeof exchange>>): BulkAnswer {
  if (answer.kind === "no-answer") return answer;
  const { status, type, body } = answer;
  if (!type.startsWith("application/json")) return { kind: "answer", status, body };
  try {
    return { kind: "answer", status, body: JSON.parse(body) as unknown };
  } catch (error) {
    return { kind: "no-answer", detail: `${status} with JSON that is broken: ${String(error)}` };
  }
}
