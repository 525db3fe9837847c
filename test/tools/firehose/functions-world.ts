import { createHandler as createIndex } from "../../../functions/index/handler.ts";
import { createHandler as createTransform } from "../../../functions/transform/handler.ts";
import type { Account } from "../../../shared/core/accounting.ts";
import { newCatalog } from "../../../shared/core/normalize.ts";
import type { Pipeline } from "../../../shared/core/pipeline/pipeline.ts";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { newDeliveryStream, type DeliveryStream } from "../../../tools/firehose/delivery-stream.ts";
import { inProcessLambda } from "../../../tools/firehose/in-process-lambda.ts";
import { putRecordBatch, type PutFaults } from "../../../tools/firehose/put-record-batch.ts";
import type { StreamPorts } from "../../../tools/firehose/stream-ports.ts";
import type { StreamSettings } from "../../../tools/firehose/stream-settings.ts";
import { awslogs } from "../../core/payloads.ts";
import { newWorld, type World } from "../../core/world.ts";
import { contextWith, newTold } from "../../functions/invocation.ts";
import { newStreamWorld, type StreamWorld } from "./stream-world.ts";

/** The functions with all their sources, a delivery stream that has records transformed by one of them, and one cluster for both. */
export interface FunctionsWorld {
  readonly streams: StreamWorld;
  readonly core: World;
  readonly stream: DeliveryStream;
  readonly accounts: Account[];
  /** Invokes `index` with a subscription payload, to deliver through the stream. */
  readonly index: (payload: Uint8Array, faults?: PutFaults, remainingMs?: number) => Promise<void>;
}

const CATALOG = newCatalog(SOURCES);

export interface FunctionsOptions {
  readonly region?: string;
  readonly pipeline?: Partial<Pipeline>;
  /** The cluster as Firehose sees it. */
  readonly bulk?: StreamPorts["bulk"];
  readonly putObject?: StreamPorts["putObject"];
  /** What stands between Firehose and the function. */
  readonly between?: (invoke: StreamPorts["invoke"]) => StreamPorts["invoke"];
}

export function newFunctionsWorld(settings: StreamSettings, options: FunctionsOptions = {}): FunctionsWorld {
  const streams = newStreamWorld();
  const core = newWorld({ catalog: CATALOG, settings: { inflateMaxBytes: 64 * 1024 * 1024 } });
  const { accounts, telemetry } = newTold();
  const pipeline: Pipeline = {
    ...core.pipeline,
    bulk: (body) => streams.ports.bulk(Buffer.from(body)),
    // The handlers' deadline is of the real clock; nothing waits in these worlds.
    now: Date.now,
    wait: async () => {},
    ...options.pipeline,
  };
  const transform = createTransform(() => ({ pipeline, telemetry }));
  const lambda = inProcessLambda((event) => transform(event, contextWith(60_000)));
  const { between = (invoke) => invoke, region = "eu-west-1" } = options;
  const { bulk = streams.ports.bulk, putObject = streams.ports.putObject } = options;
  const stream = newDeliveryStream(settings, { ...streams.ports, bulk, putObject, invoke: between(lambda) });
  return {
    streams,
    core,
    stream,
    accounts,
    index: async (payload, faults, remainingMs = 60_000) => {
      const put = putRecordBatch(new Map([[settings.name, stream]]), faults);
      const firehose = { put, streams: new Map([["eks", settings.name]] as const) };
      const handler = createIndex(() => ({ pipeline: { ...pipeline, firehose }, region, telemetry }));
      await handler(awslogs(payload), contextWith(remainingMs));
    },
  };
}
