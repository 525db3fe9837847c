import { isUtf8 } from "node:buffer";
import type { Carrier } from "../decode/cloudwatch.ts";
import type { Document } from "../document.ts";

const REFUSED = "refused";

/** Whether a document is one that OpenSearch refused from Firehose, so that its text is all there is of it. */
export function isRefused({ source }: Document): boolean {
  return source === REFUSED;
}

/** A document that OpenSearch refused from Firehose, under the id and in the index that it had. */
export function refusedDocument(
  address: { readonly id: string; readonly index: string },
  json: string,
  carrier: Carrier,
): Document {
  const { carrier: carriedBy, region, deliveryStream, arrivedAt } = carrier;
  const { id, index } = address;
  return {
    id,
    index,
    day: /\d{4}-\d{2}-\d{2}$/.exec(index)?.[0] ?? "",
    platform: "other",
    source: REFUSED,
    json,
    events: [{ id, timestamp: arrivedAt, message: json, bytes: undefined, account: undefined, region: undefined }],
    origin: {
      carrier: carriedBy,
      account: "",
      region,
      logGroup: "",
      logStream: "",
      deliveryStream,
      platform: undefined,
    },
  };
}

/**
 * Bytes that are one JSON object, as a line of a `_bulk` body. A line end within them would end the document there, and what
 * follows would be taken for an action; in JSON it can only stand between values, where a space says the same.
 *
 * @returns undefined for anything else: several objects, plain text, invalid UTF-8.
 */
export function singleLineObject(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString("utf8").trim();
  if (!text.startsWith("{")) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return /[\r\n]/.test(text) ? text.replace(/[\r\n]/g, " ") : text;
}
