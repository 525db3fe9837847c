import { fail, success, type Result } from "../failures.ts";
import type { Decoded } from "../log-batch.ts";
import { decodeCarrierRecord, keep, newDecoded } from "./carrier-record.ts";
import type { Carrier } from "./cloudwatch.ts";

/**
 * Decodes the event that a CloudWatch Logs subscription invokes a Lambda function with: `{ awslogs: { data: base64 } }`.
 * An event of another shape is a failure with the event's JSON as its bytes.
 */
export function decodeAwslogsEvent(event: unknown, carrier: Carrier, maxInflated: number): Decoded {
  const data = dataOf(event);
  if (data === undefined) {
    const into = newDecoded();
    const detail = "no awslogs.data";
    keep(into, Buffer.from(JSON.stringify(event ?? null)), carrier, { reason: "event_invalid", detail }, "invocation");
    return into;
  }
  const bytes = decodeBase64(data);
  if (!bytes.ok) {
    const into = newDecoded();
    keep(into, Buffer.from(data), carrier, bytes.failure, "base64");
    return into;
  }
  return decodeCarrierRecord(bytes.value, carrier, maxInflated);
}

function dataOf(event: unknown): string | undefined {
  if (typeof event !== "object" || event === null || !("awslogs" in event)) return undefined;
  const { awslogs } = event;
  if (typeof awslogs !== "object" || awslogs === null || !("data" in awslogs)) return undefined;
  return typeof awslogs.data === "string" ? awslogs.data : undefined;
}

/** Strict base64: Node skips what it does not know, so a result shorter than the text promises means bad characters. */
export function decodeBase64(text: string): Result<Buffer> {
  const bytes = Buffer.from(text, "base64");
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const expected = Math.floor(((text.length - padding) * 3) / 4);
  return bytes.length === expected && (text.length - padding) % 4 !== 1
    ? success(bytes)
    : fail("base64_invalid", `${text.length} characters give ${bytes.length} bytes`);
}
