import { PLATFORMS, type Platform } from "../sources/source.ts";
import type { Settings, StreamSetting } from "./settings.ts";

/** Reads `{"^/shop/": "ecs"}`; undefined when it is not such a table. */
export function readLogGroupTable(text: string): Settings["logGroups"] | undefined {
  const entries = entriesOf(text);
  const table: { pattern: RegExp; platform: Platform }[] = [];
  for (const [source, value] of entries ?? []) {
    const pattern = regularExpression(source);
    const platform = platformNamed(value);
    if (pattern === undefined || platform === undefined) return undefined;
    table.push({ pattern, platform });
  }
  return entries === undefined ? undefined : table;
}

/** Reads `{"name": {"platform": "eks", "destination": "opensearch"}}`; the platform may be left out. */
export function readStreamTable(text: string): ReadonlyMap<string, StreamSetting> | undefined {
  const entries = entriesOf(text);
  const table = new Map<string, StreamSetting>();
  for (const [name, value] of entries ?? []) {
    const { platform, destination } = (typeof value === "object" && value !== null ? value : {}) as Record<
      string,
      unknown
    >;
    const known = platformNamed(platform);
    if ((platform !== undefined && known === undefined) || (destination !== "opensearch" && destination !== "s3"))
      return undefined;
    table.set(name, { platform: known, destination });
  }
  return entries === undefined ? undefined : table;
}

/** Reads `{"eks": "name of a delivery stream"}`. */
export function readPlatformStreams(text: string): ReadonlyMap<Platform, string> | undefined {
  const entries = entriesOf(text);
  const table = new Map<Platform, string>();
  for (const [name, stream] of entries ?? []) {
    const platform = platformNamed(name);
    if (platform === undefined || typeof stream !== "string" || !STREAM_NAME.test(stream)) return undefined;
    table.set(platform, stream);
  }
  return entries === undefined ? undefined : table;
}

/** Firehose API reference, DeliveryStreamName. */
const STREAM_NAME = /^[\w.-]{1,64}$/;

function entriesOf(text: string): [string, unknown][] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}

function regularExpression(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

function platformNamed(value: unknown): Platform | undefined {
  return PLATFORMS.find((platform) => platform === value);
}
