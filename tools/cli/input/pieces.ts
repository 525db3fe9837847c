import { isSubscriptionPayload } from "../../../shared/core/decode/cloudwatch.ts";
import type { JsonObject } from "../../../shared/schema/draft.ts";
import { Problem } from "../problem.ts";
import { cutLines, type Line } from "./cut-lines.ts";
import { cutValues } from "./cut-values.ts";
import { HEAD_BYTES, inputShape } from "./input-shape.ts";
import { peek } from "./peek.ts";

/** What a file holds, one after the other. */
export type Piece =
  /** What an agent or a program wrote: a line, or a JSON object that is longer or shorter than one. */
  | { readonly kind: "line"; readonly line: Line }
  /** A CloudWatch Logs subscription payload as JSON, well formed or not. */
  | { readonly kind: "payload"; readonly bytes: Buffer }
  /** The same as Lambda hands it over: gzip in base64. */
  | { readonly kind: "base64"; readonly text: string }
  /** What CloudWatch Logs invokes a function with. */
  | { readonly kind: "awslogs"; readonly event: JsonObject }
  /** What Firehose invokes a function with. */
  | { readonly kind: "firehose"; readonly event: JsonObject };

/**
 * Cuts inflated bytes into what they hold.
 *
 * @param name of the file, for messages.
 * @throws Problem while reading, when the JSON of an event is broken.
 */
export async function* piecesOf(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Piece[]> {
  const { head, chunks } = await peek(bytes, HEAD_BYTES);
  switch (inputShape(head)) {
    case "lines":
      for await (const lines of cutLines(chunks)) yield lines.map((line): Piece => ({ kind: "line", line }));
      return;
    case "values":
      for await (const values of cutValues(chunks)) yield values.map((value) => pieceOf(value, name));
      return;
    case "base64":
      yield* base64Pieces(chunks);
  }
}

function pieceOf(bytes: Buffer, name: string): Piece {
  const text = bytes.toString("utf8");
  const value = text.startsWith("{") ? parseObject(text) : undefined;
  if (value === undefined) {
    const head = text.startsWith("{") ? text.slice(0, 1000) : "";
    if (/"(?:awslogs|deliveryStreamArn|recordId)"\s*:/.test(head)) {
      throw new Problem(`${name}: the JSON of an event is cut off or broken`);
    }
    // The functions meet such payloads too, and judge them.
    if (/"messageType"\s*:/.test(head)) return { kind: "payload", bytes };
    return { kind: "line", line: { bytes, ended: true } };
  }
  if ("awslogs" in value) return { kind: "awslogs", event: value };
  if (isFirehoseEvent(value)) return { kind: "firehose", event: value };
  if (isSubscriptionPayload(value)) return { kind: "payload", bytes };
  return { kind: "line", line: { bytes, ended: true } };
}

function isFirehoseEvent({ records, deliveryStreamArn }: JsonObject): boolean {
  if (!Array.isArray(records)) return false;
  const [first] = records;
  const hasRecordId = typeof first === "object" && first !== null && "recordId" in first;
  return typeof deliveryStreamArn === "string" || hasRecordId;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}

/** Each text begins with gzip's magic number; tools that write base64 may have wrapped it. */
async function* base64Pieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece[]> {
  let begun: string[] = [];
  for await (const lines of cutLines(chunks)) {
    const pieces: Piece[] = [];
    for (const { bytes } of lines) {
      const text = bytes.toString("latin1").trim();
      if (text.startsWith("H4sI") && begun.length > 0) {
        pieces.push({ kind: "base64", text: begun.join("") });
        begun = [];
      }
      if (text !== "") begun.push(text);
    }
    yield pieces;
  }
  if (begun.length > 0) yield [{ kind: "base64", text: begun.join("") }];
}
