/** What the name of an object of Firehose says about the records in it. */
export interface FirehosePlace {
  readonly deliveryStream: string;
  /** Arrival of the oldest record, ms since 1970, to the second. */
  readonly at: number;
}

/** `-YYYY-MM-DD-HH-MM-SS-<uuid>`: of a fixed length, so that looking for it takes linear time. */
const TIME_AND_ID = /-(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})-(\d{2})-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/;

/**
 * Reads the key of an object that Firehose has written: `<prefix>YYYY/MM/DD/HH/<stream>-<version>-YYYY-MM-DD-HH-MM-SS-<uuid><ext>`
 * (Firehose developer guide, "Amazon S3 object name format"). Its failed records do not say which stream they came from.
 *
 * @returns undefined for any other key.
 */
export function readFirehoseKey(key: string): FirehosePlace | undefined {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const found = TIME_AND_ID.exec(name);
  if (found === null) return undefined;
  const [, day = "", hour = "", minute = "", second = ""] = found;
  const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
  const versioned = name.slice(0, found.index);
  const dash = versioned.lastIndexOf("-");
  const isVersioned = dash > 0 && /^\d+$/.test(versioned.slice(dash + 1));
  return isVersioned && !Number.isNaN(at) ? { deliveryStream: versioned.slice(0, dash), at } : undefined;
}
