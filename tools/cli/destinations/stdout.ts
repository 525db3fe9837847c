import { once } from "node:events";
import type { Writable } from "node:stream";
import type { Destination } from "./destination.ts";
import { failuresFolder } from "./failures-folder.ts";
import { bulkAnswer, readBulkBody } from "./local-bulk.ts";

/** Writes records to a stream, one a line. A record that this replay has written already is a duplicate. */
export function streamDestination(stream: Writable, failures: string): Destination {
  const known = new Set<string>();
  return {
    bulk: async (body) => {
      let text = "";
      const created = readBulkBody(body).map(({ id, index, json }) => {
        const key = `${index} ${id}`;
        if (known.has(key)) return false;
        known.add(key);
        text += `${json}\n`;
        return true;
      });
      if (text !== "" && !stream.write(text)) await once(stream, "drain");
      return bulkAnswer(created);
    },
    putFailure: failuresFolder(failures),
    close: async () => undefined,
    records: "standard output",
    failures,
  };
}
