import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

/** A finished record: where it is kept, and its JSON. */
export interface Kept {
  readonly index: string;
  readonly json: string;
}

/**
 * Writes records as an archive of one file for each index, every second one packed, into a new folder. Beside them lies a failure,
 * which is no record.
 */
export function writeArchive(records: readonly Kept[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "tributary-archive-"));
  const byIndex = Map.groupBy(records, ({ index }) => index);
  for (const [number, [index, kept]] of [...byIndex].entries()) {
    const text = kept.map(({ json }) => `${json}\n`).join("");
    if (number % 2 === 0) writeFileSync(path.join(folder, `${index}.ndjson`), text);
    else writeFileSync(path.join(folder, `${index}.ndjson.gz`), gzipSync(text));
  }
  mkdirSync(path.join(folder, "failures"));
  writeFileSync(path.join(folder, "failures/one.ndjson"), "not even JSON\n");
  return folder;
}

/** A record with this much in it, and nothing else that a question looks at. */
export function recordOf(
  platform: string,
  time: string,
  body: string,
  members: { dataset?: string; severity?: number; attributes?: object; resource?: object; payload?: object } = {},
): Kept {
  const { dataset = `${platform}.generic`, severity, attributes = {}, resource = {}, payload } = members;
  const json = JSON.stringify({
    "@timestamp": time,
    observedTimestamp: time,
    ...(severity === undefined ? {} : { severity: { number: severity, text: "ERROR" } }),
    body,
    event: { dataset },
    resource: { attributes: resource },
    attributes,
    ...(payload === undefined ? {} : { payload }),
    schemaUrl: "urn:tributary:record:1",
  });
  return { index: `logs-${platform}-${time.slice(0, 10)}`, json };
}
