import { ASSUMPTIONS as A } from "./assumptions.ts";
import { MASTER_COUNT, type Domain } from "./domain.ts";
import type { Inputs, Path } from "./inputs.ts";
import { costOf, type Price, type Prices } from "./prices.ts";
import {
  billedGb,
  indexInvocations,
  streamsOf,
  transformInvocations,
  type Invocations,
  type Stream,
  type Volume,
} from "./volume.ts";

/** One position of the bill of a month. */
export interface CostLine {
  readonly service: string;
  readonly what: string;
  /** The path that it is for; `shared` where several have it together. */
  readonly path: Path | "shared";
  readonly quantity: number;
  readonly unit: string;
  readonly cost: number;
}

const DAYS = A.daysOfMonth.value;
const HOURS = A.hoursOfMonth.value;

/** All positions of the bill. A position without cost stays, so that one sees that it was thought of. */
export function costLines(volume: Volume, domain: Domain | undefined, inputs: Inputs, prices: Prices): CostLine[] {
  const streams = streamsOf(volume);
  const fromCloudWatch = inputs.paths.some((path) => path !== "firehose");
  return [
    ...(fromCloudWatch ? cloudWatchLines(volume, inputs, prices) : []),
    ...inputs.paths.flatMap((path) => {
      const indexing = path === "index" || path === "deliver-to-firehose";
      return [
        ...(indexing ? lambdaLines("index", path, indexInvocations(volume, inputs), prices) : []),
        ...(path === "index" ? [] : streamLines(path, streams[path], inputs, prices)),
      ];
    }),
    ...(domain === undefined ? [] : domainLines(domain, volume, inputs, prices)),
    ...(inputs.paths.includes("archive") ? archiveLines(volume, inputs, prices) : []),
  ];
}

function cloudWatchLines({ events }: Volume, inputs: Inputs, { of }: Prices): CostLine[] {
  const { eventBytes, logGroupDays, alreadyIngested } = inputs;
  const daily = (events * (eventBytes + A.eventOverheadBytes.value)) / 1e9;
  const stored = daily * logGroupDays * A.storedShare.value;
  const paid = alreadyIngested ? ", paid already" : "";
  const charge = (quantity: number, price: Price): number => (alreadyIngested ? 0 : costOf(quantity, price));
  return [
    line(
      "CloudWatch Logs",
      `ingestion${paid}`,
      "shared",
      daily * DAYS,
      "GB",
      charge(daily * DAYS, of.cloudwatchLogsIngestedGb),
    ),
    line(
      "CloudWatch Logs",
      `storage of ${logGroupDays} days${paid}`,
      "shared",
      stored,
      "GB",
      charge(stored, of.cloudwatchLogsStoredGbMonth),
    ),
    line("CloudWatch Logs", "subscription", "shared", events * DAYS, "events", 0),
  ];
}

function lambdaLines(name: string, path: Path, { count, seconds }: Invocations, { of }: Prices): CostLine[] {
  const requests = count * DAYS;
  const gbSeconds = requests * seconds * A.functionGb.value;
  const logged = (requests * A.ownLogBytes.value) / 1e9;
  return [
    line(
      "Lambda",
      `${name}: requests`,
      path,
      requests / 1e6,
      "million",
      costOf(requests / 1e6, of.lambdaMillionRequests),
    ),
    line("Lambda", `${name}: duration`, path, gbSeconds, "GB-s", costOf(gbSeconds, of.lambdaGbSecondArm)),
    line("CloudWatch Logs", `log of ${name}`, path, logged, "GB", costOf(logged, of.cloudwatchLogsIngestedGb)),
  ];
}

function streamLines(path: Path, stream: Stream, inputs: Inputs, prices: Prices): CostLine[] {
  const billed = billedGb(stream) * DAYS;
  return [
    line("Firehose", "ingestion, by 5 KB a record", path, billed, "GB", costOf(billed, prices.of.firehoseGb)),
    ...lambdaLines("transform", path, transformInvocations(stream, inputs), prices),
  ];
}

function domainLines(domain: Domain, volume: Volume, inputs: Inputs, { of }: Prices): CostLine[] {
  const { instance, nodes, masters, storageGb } = domain;
  const path = inputs.paths.find((one) => one !== "archive") ?? "shared";
  // What does not go through a VPC of the account crosses no zone that is billed.
  const crossing = (volume.documentsGb * A.gzipShare.value * DAYS * 2) / 3;
  return [
    line("OpenSearch", `${nodes} × ${instance.type}`, path, nodes * HOURS, "hours", nodes * HOURS * instance.hour),
    ...(masters === undefined
      ? []
      : [
          line(
            "OpenSearch",
            `${MASTER_COUNT} × ${masters.type}, masters`,
            path,
            MASTER_COUNT * HOURS,
            "hours",
            MASTER_COUNT * HOURS * masters.hour,
          ),
        ]),
    line(
      "OpenSearch",
      `gp3 for ${inputs.retentionDays} days`,
      path,
      storageGb,
      "GB",
      costOf(storageGb, of.opensearchGp3GbMonth),
    ),
    ...(inputs.vpc
      ? [line("Data transfer", "between zones", path, crossing, "GB", costOf(crossing, of.crossZoneGb))]
      : []),
  ];
}

/** The archive once it is full: as much is deleted each day as is written. */
function archiveLines({ documentsGb }: Volume, { archiveDays }: Inputs, { of }: Prices): CostLine[] {
  const daily = documentsGb * A.gzipShare.value;
  const objects = (Math.max((daily * 1e9) / A.objectBytes.value, 86_400 / A.objectSeconds.value) * DAYS) / 1e3;
  const infrequentFrom = A.infrequentFromDay.value;
  const instantFrom = A.instantFromDay.value;
  const standard = daily * Math.min(archiveDays, infrequentFrom);
  const infrequent = daily * Math.max(0, Math.min(archiveDays, instantFrom) - infrequentFrom);
  const instant = daily * Math.max(0, archiveDays - instantFrom);
  const moved = (quantity: number): number => (quantity > 0 ? objects : 0);
  return [
    line("S3", "PUT requests", "archive", objects, "thousand", costOf(objects, of.s3ThousandPuts)),
    line("S3", "Standard", "archive", standard, "GB", costOf(standard, of.s3StandardGbMonth)),
    line(
      "S3",
      "into Standard-IA",
      "archive",
      moved(infrequent),
      "thousand",
      costOf(moved(infrequent), of.s3ThousandToInfrequent),
    ),
    line("S3", "Standard-IA", "archive", infrequent, "GB", costOf(infrequent, of.s3InfrequentGbMonth)),
    line(
      "S3",
      "into Glacier IR",
      "archive",
      moved(instant),
      "thousand",
      costOf(moved(instant), of.s3ThousandToInstant),
    ),
    line("S3", "Glacier IR", "archive", instant, "GB", costOf(instant, of.s3InstantGbMonth)),
  ];
}

function line(
  service: string,
  what: string,
  path: CostLine["path"],
  quantity: number,
  unit: string,
  cost: number,
): CostLine {
  return { service, what, path, quantity, unit, cost };
}
