import { open } from "node:fs/promises";
import path from "node:path";
import type { FailureRecord } from "../../../shared/core/failure-record.ts";
import type { Document } from "../../../shared/core/document.ts";
import { addAccount, type Account } from "../../../shared/core/accounting.ts";
import type { Pipeline } from "../../../shared/core/pipeline/pipeline.ts";
import { localFunctions, replayPipeline } from "../../cli/functions.ts";
import { Problem } from "../../cli/problem.ts";
import { fileInvocations, type ReplayInput } from "../../cli/replay-files.ts";
import { openSearchDestination } from "../../cli/destinations/opensearch.ts";
import type { Invocation } from "../../cli/wrap/invocations.ts";
import { newLedger, type Ledger } from "./balance.ts";
import { skippingClock } from "./clock.ts";
import { allOff, faultyBulk, slowPut, type Switches } from "./faults.ts";
import { openInputs } from "./inputs.ts";
import { keptFailures, type KeptFailures } from "./kept-failures.ts";
import { mirrored, type Created } from "./mirror.ts";
import type { Place } from "./records/chunk.ts";
import { newRecordIndex, type RecordIndex } from "./records/record-index.ts";
import { indexedRecord } from "./records/terms.ts";
import { newRuns, type Runs } from "./runs.ts";

/** The functions as they run in Lambda, what they write to, and everything that came of it in this session. */
export interface River {
  readonly to: string;
  readonly cluster: boolean;
  /** Folder of the records, as an archive has them. */
  readonly archive: string;
  readonly switches: Switches;
  readonly records: RecordIndex;
  readonly failures: KeptFailures;
  readonly pipeline: Pipeline;
  readonly runs: Runs;
  readonly ledgers: { readonly index: Ledger; readonly transform: Ledger; readonly redrive: Ledger };
  /** Replays files, after everything that was asked for before. @returns the run's number. */
  readonly replay: (name: string, inputs: readonly ReplayInput[]) => number;
  /** Runs the redrive function with this event. */
  readonly redrive: (name: string, event: object) => number;
  readonly invocation: (number: number) => Promise<Invocation | undefined>;
  readonly json: (place: Extract<Place, { kind: "record" }>) => Promise<string>;
  /** Ends what is under way at its next invocation. */
  readonly close: () => Promise<void>;
}

/** Rows that are indexed at a time, so that the page is answered in between. */
const AT_ONCE = 400;

/**
 * @param folder of this session's own; it gets the records, the failures and the input.
 * @param url of an OpenSearch that gets the records, too.
 * @param onChange called with every change, many times a second.
 */
export async function openRiver(folder: string, url: URL | undefined, onChange: () => void): Promise<River> {
  const archive = path.join(folder, "records");
  const switches = allOff();
  const records = newRecordIndex();
  const inputs = await openInputs(path.join(folder, "inputs"));
  const cluster = url === undefined ? undefined : await openSearchDestination(url, folder, process.env);
  /** The invocation that is under way. */
  let input = -1;
  let redriving = false;
  const rowsOfObjects = new Map<string, number[]>();
  /** Of failed documents, so that their line is known when they are redriven. */
  const inputOfFailed = new Map<string, number>();
  const failures = keptFailures(
    path.join(folder, "bucket"),
    {
      onPut: (key, entries) => {
        const rows = entries.map((entry, number) => {
          const { id } = entry.origin;
          if (id !== undefined && !redriving) inputOfFailed.set(id, input);
          return records.add(indexedFailure(entry), failureRow(entry, { kind: "failure", key, entry: number }));
        });
        rowsOfObjects.set(key, rows);
        onChange();
      },
      onGone: (key) => {
        for (const row of rowsOfObjects.get(key) ?? []) records.remove(row);
        rowsOfObjects.delete(key);
        onChange();
      },
    },
    () => redriving,
  );
  const bulk = await mirrored(archive, cluster?.bulk, async (created) => {
    for (const [number, document] of created.entries()) {
      addRecord(records, document, redriving ? (inputOfFailed.get(document.id) ?? -1) : input);
      inputOfFailed.delete(document.id);
      if (number % AT_ONCE === AT_ONCE - 1) await breathe();
    }
    if (created.length > 0) onChange();
  });
  const clock = skippingClock(() => Object.values(switches).includes(true));
  const pipeline: Pipeline = {
    ...replayPipeline({
      bulk: faultyBulk(bulk, switches),
      putFailure: slowPut(failures.put, switches),
      close: async () => undefined,
      records: archive,
      failures: folder,
    }),
    now: clock.now,
    wait: clock.wait,
  };
  const invoke = localFunctions(pipeline);
  const ledgers = { index: newLedger(), transform: newLedger(), redrive: newLedger() };
  const book = (ledger: Ledger, account: Account): void => {
    ledger.invocations++;
    addAccount(ledger.account, account);
    onChange();
  };
  const runs = newRuns(onChange);
  let closing = false;
  return {
    to: cluster?.records ?? "",
    cluster: cluster !== undefined,
    archive,
    switches,
    records,
    failures,
    pipeline,
    runs,
    ledgers,
    replay: (name, files) =>
      runs.add(name, "replay", async (progress) => {
        for (const file of closing ? [] : files) {
          for await (const invocation of fileInvocations(file, pipeline, undefined, () => undefined)) {
            clock.reset();
            input = await inputs.add(invocation);
            const account = await invoke(invocation);
            book(ledgers[invocation.via], account);
            progress(account.received);
            await breathe();
            if (closing) return;
          }
        }
        await cluster?.close();
      }),
    redrive: (name, event) =>
      runs.add(name, "redrive", async (progress) => {
        if (closing) return;
        const { redriveOnce } = await import("./redrive-once.ts");
        clock.reset();
        redriving = true;
        try {
          const { account, problem } = await redriveOnce(event, pipeline, failures);
          book(ledgers.redrive, account);
          progress(account.received);
          if (problem !== undefined) throw new Problem(problem);
        } finally {
          redriving = false;
        }
      }),
    invocation: inputs.read,
    json: ({ index, offset, bytes }) => readAt(path.join(archive, `${index}.ndjson`), offset, bytes),
    close: async () => {
      closing = true;
      // What is under way would write into the folder after it has been removed.
      await runs.settled();
      await inputs.close();
    },
  };
}

/** Lets the page be answered between two pieces of work. */
async function breathe(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function addRecord(records: RecordIndex, { index, id, json, offset, bytes }: Created, input: number): void {
  const platform = platformOf({ index });
  records.add(indexedRecord(json), {
    platform,
    reason: "",
    input,
    place: { kind: "record", index, id, offset, bytes },
  });
}

/** `logs-eks-2026-11-23` is of platform `eks`. */
function platformOf({ index }: Pick<Document, "index">): string {
  return index.split("-")[1] ?? "";
}

function indexedFailure({ origin, original, detail }: FailureRecord) {
  const terms = [
    ["attributes.failure.detail", detail],
    ["resource.attributes.aws.log.group.names", origin.logGroup],
    ["resource.attributes.aws.log.stream.names", origin.logStream],
    ["resource.attributes.aws.firehose.stream.name", origin.deliveryStream],
  ].filter(([, value]) => value !== "");
  const body = Buffer.from(original.slice(0, 1600), "base64").toString("utf8").slice(0, 1000);
  return { time: Date.parse(origin.carrierTime), severity: 0, source: "", body, terms: terms.flat() };
}

function failureRow({ reason, origin }: FailureRecord, place: Place) {
  return { platform: origin.platform ?? "", reason, place, input: -1 };
}

async function readAt(file: string, offset: number, bytes: number): Promise<string> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(bytes);
    await handle.read(buffer, 0, bytes, offset);
    return buffer.toString("utf8");
  } finally {
    await handle.close();
  }
}
