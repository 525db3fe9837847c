import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { digest } from "../../shared/core/identity.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import type { LogBatch } from "../../shared/core/log-batch.ts";
import type { Document } from "../../shared/core/document.ts";

/** Where the lines of a scenario come from; `samples/<scenario>.origin.json`. */
export interface ScenarioOrigin {
  readonly logGroup: string;
  readonly logStream: string;
  readonly account?: string;
  readonly region?: string;
  readonly deliveryStream?: string;
  /** The carrier's time of all lines that do not have their own, ISO 8601. */
  readonly at: string;
  /** `real: …` or `synthetic: …` */
  readonly provenance: string;
}

/** Sample lines of one source that belong together. */
export interface Scenario {
  readonly source: string;
  readonly name: string;
  readonly folder: string;
  readonly origin: ScenarioOrigin;
  readonly batch: LogBatch;
}

const SOURCES_FOLDER = join(import.meta.dirname, "../../shared/sources");
const LINES = /^(.+?)\.(log|events\.ndjson)$/;

/** All scenarios of all source folders, by source and name. */
export async function readScenarios(folder = SOURCES_FOLDER): Promise<Scenario[]> {
  const scenarios: Scenario[] = [];
  for (const source of (await readdir(folder)).toSorted()) {
    const samples = join(folder, source, "samples");
    for (const file of (await readdir(samples).catch((): string[] => [])).toSorted()) {
      const name = LINES.exec(file)?.[1];
      if (name === undefined) continue;
      const origin = JSON.parse(await readFile(join(samples, `${name}.origin.json`), "utf8")) as ScenarioOrigin;
      const text = await readFile(join(samples, file), "utf8");
      scenarios.push({
        source,
        name,
        folder: samples,
        origin,
        batch: batchOf(origin, text, file.endsWith(".ndjson"), idStem(source, name)),
      });
    }
  }
  return scenarios;
}

/** First digits of the event ids of a scenario: CloudWatch makes ids unique within a stream, and scenarios may share one. */
function idStem(source: string, name: string): string {
  return `38${BigInt(`0x${digest(source, name).slice(0, 16)}`)}`.padEnd(24, "0");
}

function batchOf(origin: ScenarioOrigin, text: string, asEvents: boolean, stem: string): LogBatch {
  const lines = text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n");
  const { logGroup, logStream, account = "111122223333", region = "eu-west-1", deliveryStream = "" } = origin;
  const carrier = deliveryStream === "" ? "cloudwatch" : "firehose";
  return {
    origin: { carrier, account, region, logGroup, logStream, deliveryStream, platform: undefined },
    events: lines.map((line, index) => {
      const event = asEvents
        ? (JSON.parse(line) as { message: string; timestamp?: number; id?: string })
        : { message: line };
      const { message, timestamp = Date.parse(origin.at), id = `${stem}${String(index).padStart(32, "0")}` } = event;
      return { id, timestamp, message, bytes: undefined, account: undefined, region: undefined };
    }),
  };
}

const CATALOG = newCatalog(SOURCES);

/** The documents of a scenario, with the default settings. */
export function documentsOf({ batch }: Scenario): Document[] {
  return normalizeBatch(batch, CATALOG, DEFAULT_SETTINGS);
}

/** The golden of a scenario: its records, for people to read. */
export function goldenText(scenario: Scenario): string {
  const records = documentsOf(scenario).map(({ json }) => JSON.parse(json) as unknown);
  return `${JSON.stringify(records, undefined, 2)}\n`;
}

/** Where a scenario's golden is kept. */
export function goldenPath({ folder, name }: Scenario): string {
  return join(folder, `${name}.expected.json`);
}
