import { eventIds } from "./event-id.ts";

/** Text of one payload, bytes. Lines are joined within a payload only, so it is as much as fits comfortably into memory. */
const FULL_TEXT = 10_000_000;
/** The payload with its JSON, bytes: with very short lines the frame of each is most of it. */
const FULL_JSON = 40_000_000;

const SPACE = 32;
const TAB = 9;

/** Where lines come from. */
export interface LineOrigin {
  readonly logGroup: string;
  readonly logStream: string;
}

/** Wraps plain lines into subscription payloads as CloudWatch Logs would have, one log event a line. */
export interface LineWrapper {
  /** Whether the payload should be taken before this line: it is full, and the line does not continue the one before it. */
  readonly isFullBefore: (bytes: Buffer) => boolean;
  /** @param timestamp ms since 1970. */
  readonly add: (bytes: Buffer, timestamp: number) => void;
  /** The payload's JSON, with the bytes of its lines as they are; undefined when no line was added since. */
  readonly take: () => Buffer | undefined;
}

export function newLineWrapper({ logGroup, logStream }: LineOrigin): LineWrapper {
  const idOf = eventIds(logGroup, logStream);
  // The account is not known, and an invented one would stand in every record.
  const envelope = { messageType: "DATA_MESSAGE", owner: "", logGroup, logStream, subscriptionFilters: ["replay"] };
  const head = Buffer.from(`${JSON.stringify(envelope).slice(0, -1)},"logEvents":[`);
  let parts: Buffer[] = [];
  let textBytes = 0;
  let jsonBytes = 0;
  let line = 0;
  return {
    isFullBefore: (bytes) => {
      if (jsonBytes >= FULL_JSON || textBytes >= 2 * FULL_TEXT) return true;
      return textBytes >= FULL_TEXT && bytes[0] !== SPACE && bytes[0] !== TAB;
    },
    add: (bytes, timestamp) => {
      // In latin1 a character is a byte, and JSON escapes no character above ASCII: bytes that are no UTF-8 stay what they are.
      const message = JSON.stringify(bytes.toString("latin1"));
      const comma = parts.length === 0 ? "" : ",";
      const part = Buffer.from(
        `${comma}{"id":"${idOf(line, bytes)}","timestamp":${timestamp},"message":${message}}`,
        "latin1",
      );
      parts.push(part);
      textBytes += bytes.length;
      jsonBytes += part.length;
      line++;
    },
    take: () => {
      if (parts.length === 0) return undefined;
      const payload = Buffer.concat([head, ...parts, Buffer.from("]}")]);
      parts = [];
      textBytes = 0;
      jsonBytes = 0;
      return payload;
    },
  };
}
