import { isUtf8 } from "node:buffer";
import type { FailureRecord } from "../../../shared/core/failure-record.ts";
import { FAILURES } from "../../../shared/core/failures.ts";
import type { FailureView } from "../wire/messages.ts";

/** Of the original bytes so much is shown. */
const SHOWN_BYTES = 4096;

/** A failure for people: what it means, what to do, and the bytes as they came in. */
export function failureView({ reason, detail, attempts, firstSeen, origin, original }: FailureRecord): FailureView {
  const { stage, retry, summary, remedy } = FAILURES[reason];
  const bytes = Buffer.from(original, "base64");
  const isText = isUtf8(bytes) && !bytes.includes(0);
  const head = bytes.subarray(0, SHOWN_BYTES);
  return {
    reason,
    stage,
    retry,
    summary,
    remedy,
    detail,
    attempts,
    firstSeen,
    events: origin.events,
    place: [origin.deliveryStream, origin.logGroup, origin.logStream].filter((part) => part !== "").join(" / "),
    bytes: bytes.length,
    original: isText ? head.toString("utf8") : hexDump(head.subarray(0, 1024)),
    isText,
    shortened: bytes.length > (isText ? SHOWN_BYTES : 1024),
  };
}

/** As `hexdump -C` prints it. */
function hexDump(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const hex = [...part].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = part.toString("latin1").replace(/[^\x20-\x7e]/g, ".");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines.join("\n");
}
