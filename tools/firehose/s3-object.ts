import { gzipSync } from "node:zlib";
import { evaluatePrefix, type ErrorOutputType } from "./key-prefix.ts";
import { uuid, type StreamPorts } from "./stream-ports.ts";
import type { StreamSettings } from "./stream-settings.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 300_000;

/** What goes into one object. */
export interface ObjectParts {
  /** Undefined for data. */
  readonly type: ErrorOutputType | undefined;
  /** Concatenated without anything between them. */
  readonly parts: readonly Buffer[];
  /** Arrival of the oldest record, ms since 1970. */
  readonly oldest: number;
}

/**
 * The name of an object: `<prefix><stream>-<version>-YYYY-MM-DD-HH-MM-SS-<uuid><extension>`, in UTC (Firehose developer guide,
 * "Configure Amazon S3 object name format").
 */
export function objectKey(
  { type, oldest }: Omit<ObjectParts, "parts">,
  settings: StreamSettings,
  random: () => number,
): string {
  const { bucket, name, version } = settings;
  const time = new Date(oldest).toISOString().slice(0, 19).replaceAll(/[T:]/g, "-");
  const ofCompression = bucket.compression === "gzip" ? ".gz" : "";
  const extension = type === undefined ? (bucket.fileExtension ?? ofCompression) : ofCompression;
  return `${evaluatePrefix(bucket, type, oldest, random)}${name}-${version}-${time}-${uuid(random)}${extension}`;
}

/**
 * Writes one object, and tries for as long as Firehose keeps data: 24 hours (developer guide, "Handle data delivery failures").
 *
 * @returns false when the data is lost.
 */
export async function writeObject(object: ObjectParts, settings: StreamSettings, ports: StreamPorts): Promise<boolean> {
  const whole = Buffer.concat(object.parts);
  const body = settings.bucket.compression === "gzip" ? gzipSync(whole) : whole;
  const key = objectKey(object, settings, ports.random);
  const begun = ports.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      await ports.putObject(key, body);
      return true;
    } catch {
      if (ports.now() + pause - begun >= DAY_MS) return false;
      await ports.wait(pause);
    }
  }
}
