import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { digest } from "../../../shared/core/identity.ts";
import type { LogBatch, LogEvent } from "../../../shared/core/log-batch.ts";
import type { Origin } from "../../../shared/sources/source.ts";
import { readScenarios } from "../../generate/scenarios.ts";

const LINES = path.join(import.meta.dirname, "../../../events/lines");
/** The newest day; the others come before it. */
const LAST_DAY = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** When the lines were captured. */
const CAPTURED_DAY = /2026-11-23T0[89]:/g;
const CAPTURED_KLOG = /^([IWEF])1123 0[89]:/;
/** What tells one object from another in the captured lines: pods of a ReplicaSet, audit ids. */
const CAPTURED_POD = /web-9f976f6f6/g;
const CAPTURED_AUDIT_ID = /"auditID":"[0-9a-f]{8}/;
/** Samples of the other platforms are few and short: several rounds of them stand beside one of the captured lines. */
const SAMPLE_ROUNDS = 12;

interface Stream {
  readonly origin: Origin;
  readonly messages: readonly string[];
  /** Rounds of it in one pass. */
  readonly rounds: number;
}

/**
 * Log events without end, the same every time: the captured control-plane lines and the samples of all sources, over and over, each
 * pass in another hour of one of the days, with audit ids and pods of its own.
 */
export async function* variedBatches(days: number): AsyncGenerator<LogBatch> {
  const streams = [...(await capturedStreams()), ...(await sampleStreams())];
  for (let pass = 0; ; pass++) {
    const start = LAST_DAY - (pass % days) * DAY_MS + (Math.floor(pass / days) % 24) * HOUR_MS;
    for (const [number, stream] of streams.entries()) {
      for (let round = 0; round < stream.rounds; round++) {
        yield { origin: stream.origin, events: eventsOf(stream.messages, start, [pass, number, round]) };
      }
    }
  }
}

function eventsOf(messages: readonly string[], start: number, place: readonly [number, number, number]): LogEvent[] {
  const hour = new Date(start).toISOString().slice(0, 14);
  const [, month = "", day = ""] = hour.slice(0, 10).split("-");
  const own = digest(place.join("-")).slice(0, 8);
  const stem = place.map((part) => String(part).padStart(8, "0")).join("");
  return messages.map((message, index) => ({
    id: `38${stem}${String(index).padStart(30, "0")}`,
    // The lines are of seven minutes.
    timestamp: start + Math.floor((index / messages.length) * 7 * 60_000),
    message: message
      .replaceAll(CAPTURED_DAY, hour)
      .replace(CAPTURED_KLOG, `$1${month}${day} ${hour.slice(11)}`)
      .replaceAll(CAPTURED_POD, `web-${own}`)
      .replace(CAPTURED_AUDIT_ID, `"auditID":"${own}`),
    bytes: undefined,
    account: undefined,
    region: undefined,
  }));
}

interface Captured {
  readonly file: string;
  readonly logGroup: string;
  readonly logStream: string;
}

async function capturedStreams(): Promise<Stream[]> {
  const manifest = JSON.parse(await readFile(path.join(LINES, "manifest.json"), "utf8")) as Captured[];
  return Promise.all(
    manifest.map(async ({ file, logGroup, logStream }) => {
      const text = (await promisify(gunzip)(await readFile(path.join(LINES, file)))).toString("utf8");
      const messages = text.split("\n").filter((line) => line !== "");
      const account = "111122223333";
      const place = { account, region: "eu-west-1", logGroup, logStream, deliveryStream: "", platform: undefined };
      return { origin: { carrier: "cloudwatch", ...place }, messages, rounds: 1 };
    }),
  );
}

async function sampleStreams(): Promise<Stream[]> {
  const scenarios = await readScenarios();
  return scenarios.map(({ batch }) => ({
    origin: batch.origin,
    messages: batch.events.map(({ message }) => message),
    rounds: SAMPLE_ROUNDS,
  }));
}
