import type { FailureRecord } from "../../../../shared/core/failure-record.ts";
import { readEntries, readRedrivable } from "../../../../shared/core/redrive/read-object.ts";
import { isoOfEpochMs } from "../../../../shared/formats/time.ts";
import { localFunctions, replayPipeline } from "../../../cli/functions.ts";
import { bulkAnswer, readBulkBody, type BulkDocument } from "../../../cli/destinations/local-bulk.ts";
import { inflatedBytes } from "../../../cli/input/open-input.ts";
import { piecesOf, type Piece } from "../../../cli/input/pieces.ts";
import { Problem } from "../../../cli/problem.ts";
import { wrappedOrigin } from "../../../cli/replay-files.ts";
import { invocationsOf } from "../../../cli/wrap/invocations.ts";
import { lineClock } from "../../../cli/wrap/line-clock.ts";
import type { LineOrigin } from "../../../cli/wrap/line-payload.ts";
import { ownTimeOf } from "../../../../shared/core/own-time.ts";
import { addAccount, newAccount } from "../../../../shared/core/accounting.ts";
import type { Fixture, RecordView, Trial } from "../../wire/messages.ts";
import { failureView } from "../failure-view.ts";
import { describeDocument, type Lens } from "../trace/describe.ts";
import { documentFinder } from "../trace/find-document.ts";

export interface TrialInput {
  readonly bytes: Uint8Array;
  readonly origin: LineOrigin;
  /** The carrier's time where neither a line nor an event says one, ms since 1970. */
  readonly at: number;
}

/** Records and failures that are shown, and invocations that are made of what was given at most. */
const SHOWN = 40;
const INVOCATIONS = 20;

/**
 * Shows what bytes would become: they go through the real functions, in front of a cluster and a bucket that take everything and
 * forget it.
 */
export async function trialOf({ bytes, origin, at }: TrialInput, lens: Lens): Promise<Trial> {
  const counts = new Map<string, number>();
  const records: RecordView[] = [];
  const failed: FailureRecord[] = [];
  const messages: { readonly message: string; readonly timestamp: number }[] = [];
  const account = newAccount();
  let landed: BulkDocument[] = [];
  const destination = {
    bulk: async (body: string) => {
      const documents = readBulkBody(body);
      landed.push(...documents);
      return bulkAnswer(documents.map(() => true));
    },
    putFailure: async (key: string, body: Buffer) => {
      failed.push(...failuresIn(key, body));
    },
    close: async () => undefined,
    records: "",
    failures: "",
  };
  const invoke = localFunctions({ ...replayPipeline(destination), catalog: lens.catalog });
  const name = "input";
  const facts = {
    name,
    origin,
    timeOf: lineClock(ownTimeOf(wrappedOrigin(origin), lens.catalog.sources), at),
    arrivedAt: at,
  };
  let invocations = 0;
  let problem: string | undefined;
  try {
    const pieces = counted(piecesOf(inflatedBytes(once(bytes), name), name), counts);
    for await (const invocation of invocationsOf(pieces, facts, undefined)) {
      if (++invocations > INVOCATIONS) break;
      landed = [];
      addAccount(account, await invoke(invocation));
      const find = documentFinder(invocation, lens);
      for (const { id, index, json } of landed.slice(0, SHOWN - records.length)) {
        const document = find({ id, json });
        if (document === undefined) continue;
        records.push(describeDocument({ ...document, id, index }, lens, json));
        for (const { message, timestamp } of document.events) messages.push({ message, timestamp });
      }
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    problem = error.message;
  }
  return {
    pieces: [...counts].map(([kind, count]) => ({ kind, count })),
    events: account.received,
    records,
    failures: failed.slice(0, SHOWN).map(failureView),
    control: account.control,
    more: account.records > records.length || failed.length > SHOWN || invocations > INVOCATIONS,
    ...(problem === undefined ? {} : { problem }),
    ...(messages.length === 0 ? {} : { fixture: fixtureOf(messages, records[0] ?? origin) }),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(bytes);
}

async function* counted(pieces: AsyncIterable<Piece[]>, counts: Map<string, number>): AsyncGenerator<Piece[]> {
  for await (const batch of pieces) {
    for (const { kind } of batch) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    yield batch;
  }
}

function failuresIn(key: string, body: Buffer): FailureRecord[] {
  const read = readEntries(body, Number.MAX_SAFE_INTEGER);
  if (!read.ok) return [];
  return read.value.flatMap((text) => {
    const entry = readRedrivable(text, key);
    return entry?.kind === "failure" ? [entry.record] : [];
  });
}

/** The messages as the samples of a source have them; those with line ends one JSON object a line. */
function fixtureOf(
  messages: readonly { readonly message: string; readonly timestamp: number }[],
  { logGroup, logStream }: LineOrigin,
): Fixture {
  const texts = messages.map(({ message }) => message.replace(/[\r\n]+$/, ""));
  const asLines = texts.every((text) => !text.includes("\n"));
  const lines = texts.map((text) => `${asLines ? text : JSON.stringify({ message: text })}\n`).join("");
  const at = isoOfEpochMs(messages[0]?.timestamp ?? 0) ?? "";
  const origin = { logGroup, logStream, at, provenance: "real: pasted into the studio" };
  return {
    lines,
    origin: `${JSON.stringify(origin, undefined, 2)}\n`,
    file: asLines ? "first.log" : "first.events.ndjson",
  };
}
