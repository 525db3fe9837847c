import { createHash, hash } from "node:crypto";
import type { Origin } from "../sources/source.ts";

type Part = string | number | Uint8Array;

/** A short digest of parts: 32 hex characters, 128 bits. */
export function digest(...parts: readonly Part[]): string {
  return digestOf(parts);
}

/** The same of any number of parts, which would not all fit on the stack as arguments. */
export function digestOf(parts: Iterable<Part>): string {
  const sum = createHash("sha256");
  for (const part of parts) {
    const bytes = part instanceof Uint8Array ? part : Buffer.from(String(part));
    // The length keeps ("ab", "c") apart from ("a", "bc").
    sum.update(`${bytes.length}:`).update(bytes);
  }
  return sum.digest("hex").slice(0, 32);
}

/**
 * What follows the event id in `_id`: eight hex characters of owner, log group and log stream. CloudWatch makes ids unique
 * within a stream only, and an index holds many streams.
 */
export function streamHash(origin: Origin): string {
  return hash("sha256", `${origin.account}\n${origin.logGroup}\n${origin.logStream}`, "hex").slice(0, 8);
}

/** `_id` of a record: the same on every retry and redrive, so that `create` answers 409 instead of storing it twice. */
export function documentId(eventId: string, hashOfStream: string): string {
  return `${PLAIN_ID.test(eventId) ? eventId : digest(eventId)}-${hashOfStream}`;
}

/** CloudWatch's ids are 56 digits and ours 32 hex characters; OpenSearch takes 512 bytes, so anything else is digested. */
const PLAIN_ID = /^[\w.:-]{1,128}$/;
