import { isUtf8 } from "node:buffer";
import type { FailureRecord } from "../../../shared/core/failure-record.ts";
import { FAILURES } from "../../../shared/core/failures.ts";
import type { FailureView, Opened } from "../wire/messages.ts";
import type { River } from "./river.ts";
import { describeAlone, describeDocument, type Lens } from "./trace/describe.ts";
import { findDocument } from "./trace/find-document.ts";

/** Opens a row of the table: a record beside its line, or a failure with its bytes. */
export async function openRow(id: number, river: River, lens: Lens): Promise<Opened> {
  const row = river.records.open(id);
  if (row === undefined) return { kind: "gone" };
  const { place } = row;
  if (place.kind === "failure") {
    const entries = await river.failures.entries(place.key);
    const entry = entries[place.entry];
    return entry === undefined ? { kind: "gone" } : { kind: "failure", view: failureView(entry) };
  }
  const json = await river.json(place);
  const invocation = await river.invocation(row.input);
  const document = invocation === undefined ? undefined : findDocument(invocation, { id: place.id, json }, lens);
  if (document === undefined)
    return { kind: "record", view: describeAlone({ id: place.id, index: place.index }, json, lens.facts) };
  return { kind: "record", view: describeDocument({ ...document, id: place.id, index: place.index }, lens, json) };
}

/** Of the original bytes so much is shown. */
const SHOWN_BYTES = 4096;

function failureView({ reason, detail, attempts, firstSeen, origin, original }: FailureRecord): FailureView {
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
