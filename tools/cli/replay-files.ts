import { addAccount, newAccount, type Account } from "../../shared/core/accounting.ts";
import type { FilterRule } from "../../shared/core/filter.ts";
import type { RedactionRule } from "../../shared/core/redaction/rules.ts";
import { ownTimeOf } from "../../shared/core/own-time.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import type { Origin } from "../../shared/sources/source.ts";
import type { Destination } from "./destinations/destination.ts";
import { localFunctions, replayPipeline } from "./functions.ts";
import { bytesOf, type InputFile } from "./input/open-input.ts";
import { piecesOf } from "./input/pieces.ts";
import { invocationsOf, type FunctionName, type Invocation } from "./wrap/invocations.ts";
import { lineClock } from "./wrap/line-clock.ts";
import type { LineOrigin } from "./wrap/line-payload.ts";

/** A file and what the person knows about it that it does not say itself. */
export interface ReplayInput {
  readonly file: InputFile;
  readonly origin: LineOrigin;
  /** The carrier's time where neither a line nor an event says one, ms since 1970. */
  readonly at: number;
}

export interface ReplayOptions {
  /** The function to use for all; by default the one that each kind of input belongs to. */
  readonly via?: FunctionName | undefined;
  /** What is left out; by default nothing. */
  readonly filters?: readonly FilterRule[] | undefined;
  /** What is taken out of records beside credentials; by default nothing. */
  readonly redactions?: readonly RedactionRule[] | undefined;
}

/**
 * Runs files through the functions, one after the other; a file is streamed, so that its size does not matter.
 *
 * @param onRead called with each number of bytes that were read from disk.
 * @returns the account of all log events.
 * @throws Problem when a file cannot be read to its end, or nothing can be written; what came before it has been replayed.
 */
export async function replayFiles(
  inputs: readonly ReplayInput[],
  destination: Destination,
  { via, filters = [], redactions = [] }: ReplayOptions,
  onRead: (bytes: number) => void,
): Promise<Account> {
  const pipeline = replayPipeline(destination, { filters, redactions });
  const invoke = localFunctions(pipeline);
  const total = newAccount();
  for (const input of inputs) {
    for await (const invocation of fileInvocations(input, pipeline, via, onRead))
      addAccount(total, await invoke(invocation));
  }
  await destination.close();
  return total;
}

/**
 * The invocations that a file becomes, in its order.
 *
 * @throws Problem while reading, when the file cannot be read to its end.
 */
export function fileInvocations(
  { file, origin, at }: ReplayInput,
  { catalog }: Pick<Pipeline, "catalog">,
  via: FunctionName | undefined,
  onRead: (bytes: number) => void,
): AsyncGenerator<Invocation> {
  const ownTime = ownTimeOf(wrappedOrigin(origin), catalog.sources);
  const facts = { name: file.name, origin, timeOf: lineClock(ownTime, at), arrivedAt: at };
  return invocationsOf(piecesOf(bytesOf(file, onRead), file.name), facts, via);
}

/** The origin of wrapped lines as the decoder will see it. */
export function wrappedOrigin({ logGroup, logStream }: LineOrigin): Origin {
  return {
    carrier: "cloudwatch",
    account: "",
    region: "",
    logGroup,
    logStream,
    deliveryStream: "",
    platform: undefined,
  };
}
