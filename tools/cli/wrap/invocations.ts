import { gzipSync } from "node:zlib";
import { readFirehoseEvent } from "../../../shared/core/decode/firehose-event.ts";
import { Problem } from "../problem.ts";
import type { Piece } from "../input/pieces.ts";
import { eventIds } from "./event-id.ts";
import { newFirehoseBuffer } from "./firehose-records.ts";
import { newLineWrapper, type LineOrigin } from "./line-payload.ts";

/** The functions that take log events. */
export type FunctionName = "index" | "transform";

/** A function and the event that it is to be invoked with. */
export interface Invocation {
  readonly via: FunctionName;
  readonly event: unknown;
}

/** What the invocations of one file have in common. */
export interface InputFacts {
  /** Of the file, for messages. */
  readonly name: string;
  readonly origin: LineOrigin;
  /** The carrier's time of a line, see `lineClock`. */
  readonly timeOf: (bytes: Buffer) => number;
  /** The carrier's time of what is no line, ms since 1970. */
  readonly arrivedAt: number;
}

/**
 * Makes invocations of the pieces of a file, in their order: subscription events for `index`, transformation events for
 * `transform`. Without `via` each event goes to the function that its service invokes, and all else to `index`.
 */
export async function* invocationsOf(
  pieces: AsyncIterable<Piece[]>,
  facts: InputFacts,
  via: FunctionName | undefined,
): AsyncGenerator<Invocation> {
  const wrapping = via === "transform" ? forTransform(facts) : forIndex(facts, via);
  for await (const batch of pieces) for (const piece of batch) yield* wrapping.add(piece);
  yield* wrapping.end();
}

interface Wrapping {
  readonly add: (piece: Piece) => Iterable<Invocation>;
  readonly end: () => Iterable<Invocation>;
}

function forIndex(facts: InputFacts, via: "index" | undefined): Wrapping {
  const lines = newLineWrapper(facts.origin);
  const end = function* (): Iterable<Invocation> {
    const payload = lines.take();
    if (payload !== undefined) yield { via: "index", event: awslogsEvent(gzipped(payload)) };
  };
  const add = function* (piece: Piece): Iterable<Invocation> {
    if (piece.kind === "line") {
      const { bytes } = piece.line;
      if (lines.isFullBefore(bytes)) yield* end();
      lines.add(bytes, facts.timeOf(bytes));
      return;
    }
    yield* end();
    if (piece.kind === "firehose") {
      if (via === "index") throw new Problem(`${facts.name}: --via index cannot take a Firehose event; leave it out`);
      yield { via: "transform", event: arrived(piece.event, facts) };
    } else if (piece.kind === "awslogs") {
      yield { via: "index", event: piece.event };
    } else {
      yield { via: "index", event: awslogsEvent(piece.kind === "base64" ? piece.text : gzipped(piece.bytes)) };
    }
  };
  return { add, end };
}

function forTransform(facts: InputFacts): Wrapping {
  const { logGroup, logStream } = facts.origin;
  const buffer = newFirehoseBuffer("replay");
  const recordId = eventIds(logGroup, logStream);
  let count = 0;
  const end = function* (): Iterable<Invocation> {
    const event = buffer.take();
    if (event !== undefined) yield { via: "transform", event };
  };
  const add = function* (piece: Piece): Iterable<Invocation> {
    if (piece.kind === "firehose") {
      yield* end();
      yield { via: "transform", event: arrived(piece.event, facts) };
      return;
    }
    if (buffer.isFull()) yield* end();
    const data = recordData(piece);
    const arrivedAt = piece.kind === "line" ? facts.timeOf(piece.line.bytes) : facts.arrivedAt;
    buffer.add(recordId(count++, Buffer.from(data)), data, arrivedAt);
  };
  return { add, end };
}

/** What Firehose would have got, in base64: CloudWatch's gzip, or the line with its end, as agents send it. */
function recordData(piece: Exclude<Piece, { kind: "firehose" }>): string {
  switch (piece.kind) {
    case "line":
      return Buffer.concat([piece.line.bytes, Buffer.from(piece.line.ended ? "\n" : "")]).toString("base64");
    case "payload":
      return gzipped(piece.bytes);
    case "base64":
      return piece.text;
    case "awslogs": {
      const { awslogs } = piece.event;
      const data = typeof awslogs === "object" && awslogs !== null && "data" in awslogs ? awslogs["data"] : undefined;
      return typeof data === "string" ? data : Buffer.from(JSON.stringify(piece.event)).toString("base64");
    }
  }
}

function awslogsEvent(data: string): unknown {
  return { awslogs: { data } };
}

/** gzip in base64, as fast as it goes: it is inflated again at once. */
function gzipped(bytes: Buffer): string {
  return gzipSync(bytes, { level: 1 }).toString("base64");
}

/** Firehose always says when a record arrived; where a capture does not, it must not be the moment of the replay. */
function arrived(event: object, { name, arrivedAt }: InputFacts): unknown {
  if (readFirehoseEvent(event, arrivedAt) === undefined) {
    throw new Problem(`${name}: not a Firehose event: it has a record without recordId`);
  }
  const { records } = event as { records: object[] };
  return { ...event, records: records.map((record) => ({ approximateArrivalTimestamp: arrivedAt, ...record })) };
}
