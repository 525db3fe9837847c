import { gunzipSync } from "node:zlib";
import { decodeCarrierRecord } from "../../shared/core/decode/carrier-record.ts";
import { bulkBody, bulkEntry, planRequests } from "../../shared/core/delivery/plan.ts";
import type { Document } from "../../shared/core/document.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { transformEvent } from "../../shared/core/pipeline/transform-event.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../shared/core/settings.ts";
import type { PayloadSet } from "./payloads.ts";

/** What is measured: all payloads of a set, one after the other; gives the bytes it wrote. */
export interface Path {
  readonly name: string;
  readonly what: string;
  readonly run: (set: PayloadSet) => number | Promise<number>;
}

const CATALOG = newCatalog(SOURCES);
const ARRIVED = Date.UTC(2026, 10, 23);
const CARRIER = { carrier: "cloudwatch", region: "eu-west-1", deliveryStream: "", arrivedAt: ARRIVED } as const;
/** The defaults of `index`. */
const LIMITS = { maxBytes: 5 * 1024 * 1024, maxDocuments: 5000 };

export const PATHS: readonly Path[] = [
  {
    name: "floor",
    what: "gunzip, JSON.parse and JSON.stringify of the payload: nothing is looked at",
    run: eachPayload((payload) => JSON.stringify(JSON.parse(gunzipSync(payload).toString("utf8"))).length),
  },
  {
    name: "string-shipper",
    what: "what forwarders do: the envelope's fields and the message as text, an id, a daily index, written as NDJSON",
    run: eachPayload((payload) => shippedStrings(payload).length),
  },
  {
    name: "decode",
    what: "payload to log events",
    run: eachPayload((payload) => {
      decode(payload);
      return 0;
    }),
  },
  {
    name: "normalize",
    what: "payload to finished records, each still a text of its own",
    run: eachPayload((payload) => {
      let characters = 0;
      for (const { json } of documentsOf(payload)) characters += json.length;
      return characters;
    }),
  },
  {
    name: "index",
    what: "payload to `_bulk` bodies, with redaction",
    run: eachPayload((payload) => {
      let bytes = 0;
      const entries = documentsOf(payload).map((document) => bulkEntry(document, { withIds: true }));
      for (const request of planRequests(entries, LIMITS)) {
        bytes += bulkBody(request).length;
      }
      return bytes;
    }),
  },
  {
    name: "transform",
    what: "the same lines as Firehose records of an agent, 500 an invocation, each handed back as one document",
    run: (set) => transformLines(set),
  },
];

function eachPayload(run: (payload: Buffer) => number): Path["run"] {
  return ({ payloads }) => {
    let bytes = 0;
    for (const payload of payloads) bytes += run(payload);
    return bytes;
  };
}

function decode(payload: Buffer) {
  return decodeCarrierRecord(payload, CARRIER, DEFAULT_SETTINGS.inflateMaxBytes);
}

function documentsOf(payload: Buffer): Document[] {
  return decode(payload).batches.flatMap((batch) => normalizeBatch(batch, CATALOG, DEFAULT_SETTINGS));
}

interface Subscription {
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
}

/** A plain string shipper: nothing of a line is understood. */
function shippedStrings(payload: Buffer): string {
  const { owner, logGroup, logStream, logEvents } = JSON.parse(gunzipSync(payload).toString("utf8")) as Subscription;
  const lines: string[] = [];
  for (const { id, timestamp, message } of logEvents) {
    const time = new Date(timestamp).toISOString();
    const action = { create: { _index: `logs-${time.slice(0, 10)}`, _id: id } };
    const record = { "@timestamp": time, id, owner, log_group: logGroup, log_stream: logStream, message };
    lines.push(JSON.stringify(action), JSON.stringify(record));
  }
  return lines.join("\n");
}

const STREAM = "bench";
const TRANSFORM_SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  streams: new Map([[STREAM, { platform: undefined, destination: "opensearch" }]]),
};
const PIPELINE: Pipeline = {
  catalog: CATALOG,
  settings: TRANSFORM_SETTINGS,
  // A response of 500 documents of some KB may be too small for them: the rest is accepted unseen.
  bulk: async (body) => {
    const items = Array.from({ length: body.split("\n").length >> 1 }, () => ({ create: { status: 201 } }));
    return { kind: "answer", status: 200, body: { items } };
  },
  putFailure: async () => undefined,
  now: () => ARRIVED,
  random: () => 0,
  wait: async () => undefined,
  delivery: {
    limits: LIMITS,
    target: { withIds: true },
    backoff: { baseMs: 1, capMs: 1 },
    requestTimeoutMs: 1000,
    failuresPrefix: "failures",
  },
};

const RECORDS = new WeakMap<PayloadSet, readonly { recordId: string; data: string; arrivedAt: number }[][]>();

async function transformLines(set: PayloadSet): Promise<number> {
  let known = RECORDS.get(set);
  if (known === undefined) {
    known = set.messages.map((lines) =>
      lines.map((line, index) => ({
        recordId: `4966${String(index).padStart(52, "0")}`,
        data: Buffer.from(line).toString("base64"),
        arrivedAt: ARRIVED + index,
      })),
    );
    RECORDS.set(set, known);
  }
  let bytes = 0;
  for (const records of known) {
    const event = { region: "eu-west-1", deliveryStream: STREAM, records };
    const { results, account } = await transformEvent(event, PIPELINE, ARRIVED + 1e9);
    bytes += account.bytes + results.length;
  }
  return bytes;
}
