import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import path from "node:path";
import { constants, createGzip, type Gzip } from "node:zlib";
import { adminRequest } from "../../../shared/aws/opensearch-admin.ts";
import { openSearchClient, sendBulk } from "../../../shared/aws/opensearch.ts";
import { deliver } from "../../../shared/core/delivery/deliver.ts";
import type { Document } from "../../../shared/core/document.ts";
import { newCatalog, normalizeBatch } from "../../../shared/core/normalize.ts";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../../shared/core/settings.ts";
import template from "../../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { say } from "../../servers/progress.ts";
import { variedBatches } from "./varied-batches.ts";

const CATALOG = newCatalog(SOURCES);
/** Documents that go to the delivery core at once; it cuts requests of them. */
const CHUNK = 10_000;
const LIMITS = { maxBytes: 5_000_000, maxDocuments: 5_000 };
const PATIENCE_MS = 120_000;

export interface Loading {
  readonly url: string;
  readonly records: number;
  readonly days: number;
  /** Folder for the same records as archive files; undefined for none. */
  readonly archive: string | undefined;
}

/**
 * Loads records into an OpenSearch under the shipped template, strictly mapped, through the delivery core. A record that is refused is
 * an error: there must be none.
 */
export async function loadRecords({ url, records, days, archive }: Loading): Promise<void> {
  const client = openSearchClient({ endpoint: url, auth: { kind: "none" }, gzip: false });
  const request = adminRequest(client);
  const put = async (method: string, at: string, body?: unknown): Promise<void> => {
    const answer = await request(method, at, body, PATIENCE_MS);
    if (answer.kind !== "answer" || answer.status >= 300) throw new Error(`${method} ${at}: ${JSON.stringify(answer)}`);
  };
  const mappings = { ...template.template.mappings, dynamic: "strict" };
  await put("PUT", "/_index_template/tributary-logs", { ...template, template: { ...template.template, mappings } });
  const files = new ArchiveWriter(archive);
  let loaded = 0;
  for await (const chunk of chunks(records, days)) {
    await files.write(chunk);
    const outcome = await deliver(
      chunk,
      {
        bulk: (body, timeoutMs) => sendBulk(client, body, timeoutMs),
        keep: ([first]) => Promise.reject(new Error(`not delivered: ${JSON.stringify(first?.failure)}`)),
        now: Date.now,
        random: Math.random,
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      },
      {
        limits: LIMITS,
        target: { withIds: true },
        backoff: { baseMs: 200, capMs: 5_000 },
        requestTimeoutMs: PATIENCE_MS,
        deadline: Date.now() + PATIENCE_MS,
      },
    );
    if (outcome.delivered.length < chunk.length) throw new Error(`${outcome.duplicate.length} ids are not unique`);
    loaded += chunk.length;
    if (loaded % 100_000 === 0) say(`${loaded} of ${records} records`);
  }
  await files.close();
  await put("POST", "/logs-*/_refresh");
}

async function* chunks(records: number, days: number): AsyncGenerator<Document[]> {
  let chunk: Document[] = [];
  let left = records;
  for await (const batch of variedBatches(days)) {
    for (const document of normalizeBatch(batch, CATALOG, DEFAULT_SETTINGS)) {
      if (chunk.push(document) === CHUNK || chunk.length === left) {
        left -= chunk.length;
        yield chunk;
        chunk = [];
        if (left === 0) return;
      }
    }
  }
}

/** Writes records as the archive has them: one gzip file of NDJSON for each index. */
class ArchiveWriter {
  readonly #folder: string | undefined;
  readonly #files = new Map<string, Gzip>();
  readonly #written: Promise<void>[] = [];

  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  async write(documents: readonly Document[]): Promise<void> {
    if (this.#folder === undefined) return;
    for (const [index, own] of Map.groupBy(documents, ({ index: name }) => name)) {
      const file = this.#open(index, this.#folder);
      if (!file.write(own.map(({ json }) => `${json}\n`).join(""))) {
        await new Promise((resolve) => file.once("drain", resolve));
      }
    }
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) file.end();
    await Promise.all(this.#written);
  }

  #open(index: string, folder: string): Gzip {
    const known = this.#files.get(index);
    if (known !== undefined) return known;
    const gzip = createGzip({ level: constants.Z_BEST_SPEED });
    this.#written.push(finished(gzip.pipe(createWriteStream(path.join(folder, `${index}.ndjson.gz`)))));
    this.#files.set(index, gzip);
    return gzip;
  }
}
