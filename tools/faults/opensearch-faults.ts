import { gunzipSync } from "node:zlib";
import { numberOf } from "./chance.ts";
import type { Answer, Fault, Passing } from "./faulty-proxy.ts";

/** What an item of a `_bulk` answer says instead of being carried out. */
export interface ItemError {
  readonly status: number;
  readonly error: { readonly type: string; readonly reason: string };
}

/** Item errors that OpenSearch gives under load and while shards move. */
export const ITEM_429: ItemError = {
  status: 429,
  error: { type: "rejected_execution_exception", reason: "rejected execution of coordinating operation" },
};
export const ITEM_503: ItemError = {
  status: 503,
  error: { type: "unavailable_shards_exception", reason: "primary shard is not active Timeout: [1m]" },
};

/** What an index says that somebody has made read-only. */
export const ITEM_BLOCKED: ItemError = {
  status: 403,
  error: { type: "cluster_block_exception", reason: "index blocked by: [FORBIDDEN/5/index read-only (api)];" },
};

/** An answer with a JSON body. */
function json(status: number, body: unknown): Answer {
  return { status, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(body)) };
}

/** A page, as AWS's front door writes them. */
function html(status: number, title: string): Answer {
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers: { "content-type": "text/html" }, body: Buffer.from(page) };
}

export const rejected = (): Answer =>
  json(429, { error: { type: "rejected_execution_exception", reason: "too many requests in flight" }, status: 429 });
export const throttled = (): Answer => html(403, "403 Request throttled due to too many requests");
export const unavailable = (): Answer => html(503, "503 Service Temporarily Unavailable");
export const denied = (): Answer =>
  json(403, {
    Message: "User: arn:aws:sts::111122223333:assumed-role/index/x is not authorized to perform: es:ESHttpPost",
  });

/** Refuses requests whose body is larger than that, as the front door of a domain does by the size of its instances. */
export function atMost(bytes: number): Fault {
  return (request, forward) =>
    plainBody(request).length > bytes ? html(413, "413 Request Entity Too Large") : forward();
}

/** One of so many documents, always the same ones, ends with an error; the server carries out the others. */
export function failingItems(oneOf: number, error: ItemError): Fault {
  return async (request, forward) => {
    if (!isBulk(request)) return forward();
    const pairs = pairsOf(plainBody(request).toString("utf8"));
    const failing = pairs.map(({ document }) => numberOf(document) % oneOf === 0);
    const passed = pairs.filter((_, at) => failing[at] !== true);
    if (passed.length === pairs.length) return forward();
    const body = passed.map(({ action, document }) => `${action}\n${document}\n`).join("");
    const answer = passed.length > 0 ? await forward(Buffer.from(body)) : json(200, { took: 1, items: [] });
    const said = JSON.parse(answer.body.toString("utf8")) as { items?: unknown[] };
    if (said.items === undefined) return answer;
    const done = said.items[Symbol.iterator]();
    const items = pairs.map(({ action }, at): unknown => {
      if (failing[at] !== true) return done.next().value;
      const [verb = "create"] = Object.keys(JSON.parse(action) as object);
      return { [verb]: error };
    });
    return json(200, { took: 1, errors: true, items });
  };
}

/** Carries requests out, and leaves the last item out of each answer. */
export const miscounting: Fault = async (request, forward) => {
  const answer = await forward();
  if (!isBulk(request) || answer.status !== 200) return answer;
  const said = JSON.parse(answer.body.toString("utf8")) as { items: unknown[] };
  return json(200, { ...said, items: said.items.slice(0, -1) });
};

/** Carries requests out, and cuts each answer: every other time so that it looks whole and is no JSON. */
export const cutting: Fault = async (request, forward) => {
  const answer = await forward();
  if (request.number % 2 === 0) return { cut: answer };
  return { ...answer, body: answer.body.subarray(0, answer.body.length >> 1) };
};

/** A request of documents; the redrive's question whether the cluster answers has none. */
function isBulk({ path, body }: Passing): boolean {
  return path.startsWith("/_bulk") && body.length > 0;
}

/** The body as the server will read it. */
function plainBody({ headers, body }: Passing): Buffer {
  return headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}

function pairsOf(text: string): { action: string; document: string }[] {
  const lines = text.trimEnd().split("\n");
  const pairs: { action: string; document: string }[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    pairs.push({ action: lines[at] ?? "", document: lines[at + 1] ?? "" });
  }
  return pairs;
}
