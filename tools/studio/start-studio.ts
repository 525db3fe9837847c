import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ReplayInput } from "../cli/replay-files.ts";
import { studioApp } from "./server/app.ts";
import { newChanges } from "./server/changes.ts";
import { openLab } from "./server/lab/lab.ts";
import { bundlePage } from "./server/page-bundle.ts";
import { openRiver, type River } from "./server/river.ts";
import { serve } from "./server/serve.ts";
import { defaultLens } from "./server/trace/describe.ts";
import { fieldFacts } from "./server/trace/field-facts.ts";

export interface StudioOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** An OpenSearch that gets the records, too. */
  readonly to?: URL | undefined;
  /** What is replayed at the beginning, each under its name. */
  readonly replays: readonly { readonly name: string; readonly inputs: readonly ReplayInput[] }[];
}

export interface RunningStudio {
  readonly url: string;
  readonly river: River;
  /** Stops the server, and removes everything that this session has written. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the studio: it listens at once, and replays while the page is looked at. What is replayed lies in a temporary folder for
 * as long as the studio runs.
 *
 * @throws Problem when the port is taken or the cluster does not answer.
 */
export async function startStudio({ port, to, replays }: StudioOptions): Promise<RunningStudio> {
  const page = bundlePage();
  // It is awaited when the page is asked for.
  page.catch(() => undefined);
  const folder = await mkdtemp(path.join(tmpdir(), "tributary-studio-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const changes = newChanges();
    const river = await openRiver(folder, to, changes.note);
    const lens = defaultLens(river.pipeline.catalog, fieldFacts(river.pipeline.catalog.sources));
    const lab = openLab(changes.note);
    let taken = port;
    const app = studioApp({ river, lens, changes, lab, cluster: to, folder, page, port: () => taken });
    const { url, close } = await serve(app, port, (free) => {
      taken = free;
    });
    for (const { name, inputs } of replays) river.replay(name, inputs);
    return {
      url,
      river,
      close: async () => {
        await close();
        await lab.close();
        await river.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
