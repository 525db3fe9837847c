import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { decodeCarrierRecord } from "../../shared/core/decode/carrier-record.ts";
import type { Document } from "../../shared/core/document.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import type { Json } from "../../shared/schema/draft.ts";
import type { Platform } from "../../shared/sources/source.ts";

/** What a collector's configuration delivers, and the source that its page names for it; an entry of `arrives.json`. */
export interface Arrival {
  readonly what: string;
  /** Where CloudWatch Logs has it; an arrival has either these two or a delivery stream. */
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly deliveryStream?: string;
  /** The line; a JSON value stands for its text on one line. */
  readonly message: Json;
  readonly source: string;
  /** `real: …` or `synthetic: …` */
  readonly provenance: string;
}

/** One folder of docs/collectors. */
export interface Collector {
  readonly name: string;
  readonly folder: string;
  readonly arrivals: readonly Arrival[];
}

const FOLDER = join(import.meta.dirname, "../../docs/collectors");

/** All collectors, by name. */
export async function readCollectors(): Promise<Collector[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const folder = join(FOLDER, name);
      const arrivals = JSON.parse(await readFile(join(folder, "arrives.json"), "utf8")) as readonly Arrival[];
      return { name, folder, arrivals };
    }),
  );
}

/** The line as its carrier has it. */
export function messageOf({ message }: Arrival): string {
  return typeof message === "string" ? message : JSON.stringify(message);
}

const CATALOG = newCatalog(SOURCES);
const PLATFORMS: readonly Platform[] = ["eks", "ecs", "ec2", "lambda"];
/** The delivery streams that the stack makes for its stage `dev`. */
const STREAMS = new Map(
  PLATFORMS.map((platform) => [`tributary-dev-${platform}`, { platform, destination: "opensearch" as const }]),
);
const ARRIVED = Date.UTC(2026, 10, 23, 9, 15);

/** The documents that an arrival becomes, by the product's own decoding and normalizing. */
export function documentsOfArrival(arrival: Arrival): Document[] {
  const { deliveryStream = "" } = arrival;
  const carrier = deliveryStream === "" ? "cloudwatch" : "firehose";
  const { batches, failures } = decodeCarrierRecord(
    carrier === "cloudwatch" ? subscriptionPayload(arrival) : Buffer.from(`${messageOf(arrival)}\n`),
    { carrier, region: "eu-west-1", deliveryStream, arrivedAt: ARRIVED },
    DEFAULT_SETTINGS.inflateMaxBytes,
  );
  if (failures.length > 0) throw new Error(`${arrival.what}: ${failures.map(({ failure }) => failure.reason).join()}`);
  return batches.flatMap((batch) => normalizeBatch(batch, CATALOG, { ...DEFAULT_SETTINGS, streams: STREAMS }));
}

/** What CloudWatch Logs sends to a subscription. */
function subscriptionPayload(arrival: Arrival): Buffer {
  const id = "38".padEnd(56, "0");
  return gzipSync(
    JSON.stringify({
      messageType: "DATA_MESSAGE",
      owner: "111122223333",
      logGroup: arrival.logGroup,
      logStream: arrival.logStream,
      subscriptionFilters: ["tributary-dev"],
      logEvents: [{ id, timestamp: ARRIVED, message: messageOf(arrival) }],
    }),
  );
}
