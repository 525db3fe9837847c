import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { inputFile } from "../../cli/input/open-input.ts";
import type { Lab } from "./lab/lab.ts";
import type { River } from "./river.ts";

/** What is tried is held in memory, several times over; what is replayed goes through a file. */
const TRIED_BYTES = 32 * 1024 * 1024;
const REPLAYED_BYTES = 2 * 1024 * 1024 * 1024;

/** @param folder of this session, where what is uploaded goes. */
export function tryRoutes(lab: Lab, river: River, folder: string): Hono {
  const app = new Hono();
  let uploads = 0;
  app.post("/try", bodyLimit({ maxSize: TRIED_BYTES }), async (context) => {
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    return context.json(await lab.try({ bytes, origin: originOf(context), at: Date.now() }));
  });
  app.post("/replay", bodyLimit({ maxSize: REPLAYED_BYTES }), async (context) => {
    const { body } = context.req.raw;
    const upload = path.join(folder, "uploads", String(++uploads));
    await mkdir(path.dirname(upload), { recursive: true });
    if (body !== null) await pipeline(Readable.fromWeb(body), createWriteStream(upload));
    const name = queryOf(context, "name", "paste");
    const file = { ...(await inputFile(upload, upload)), name };
    const run = river.replay(name, [{ file, origin: originOf(context), at: Date.now() }]);
    return context.json({ run });
  });
  return app;
}

function originOf(context: Context): { logGroup: string; logStream: string } {
  return { logGroup: queryOf(context, "logGroup", "replay"), logStream: queryOf(context, "logStream", "paste") };
}

function queryOf(context: Context, name: string, fallback: string): string {
  return (context.req.query(name) ?? "").trim().slice(0, 600) || fallback;
}
