import type { BulkAnswer } from "../../shared/core/delivery/judge.ts";

/** Sends `_bulk` bodies as Firehose does: one attempt each, without any client of ours. */
export function bulkOver(cluster: string, timeoutMs: number): (body: Buffer) => Promise<BulkAnswer> {
  return async (body) => {
    try {
      const response = await fetch(`${cluster}/_bulk`, {
        method: "POST",
        headers: { "content-type": "application/x-ndjson" },
        body: new Uint8Array(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { kind: "answer", status: response.status, body: parsed(await response.text()) };
    } catch (error) {
      return { kind: "no-answer", detail: String(error) };
    }
  };
}

/** Answers of a front door are pages, and cut ones are no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
