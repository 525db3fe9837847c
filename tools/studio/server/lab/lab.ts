import { watch, type FSWatcher } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { SourcesState, Trial } from "../../wire/messages.ts";
import type { TrialInput } from "./trial.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const SHARED = path.join(ROOT, "shared");
/** Editors write a file in several steps, and `npm run generate` several files, ms. */
const SETTLE_MS = 150;

/** Where lines are tried, with the sources as they are on disk. */
export interface Lab {
  readonly state: () => SourcesState;
  readonly try: (input: TrialInput) => Promise<Trial>;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (trial: Trial) => void;
  readonly input: TrialInput;
}

/**
 * Opens the lab. Nothing is loaded until somebody tries a line; from then on every file that is saved under `shared/` replaces the
 * sources, and a trial that was waiting is answered with the new ones.
 */
export function openLab(onChange: (state: SourcesState) => void): Lab {
  let state: SourcesState = { state: "ready", count: 0 };
  let worker: Worker | undefined;
  let watcher: FSWatcher | undefined;
  let due: NodeJS.Timeout | undefined;
  let numbers = 0;
  const waiting = new Map<number, Waiting>();
  const change = (next: SourcesState): void => {
    state = next;
    onChange(next);
  };
  const failAll = (problem: string): void => {
    for (const { resolve } of waiting.values()) resolve(failed(problem));
    waiting.clear();
  };
  const load = (saved?: string): void => {
    const last = saved === undefined ? {} : { saved };
    const started = new Worker(new URL("./worker.ts", import.meta.url), { execArgv: [], stderr: false });
    const before = worker;
    worker = started;
    before?.terminate().catch(() => undefined);
    change({ state: "loading", count: state.count, ...last });
    started.on("message", (message: FromWorker) => {
      if (worker !== started) return;
      if (message.kind === "ready") {
        change({ state: "ready", count: message.sources, ...last });
        for (const [number, { input }] of waiting) started.postMessage({ number, input } satisfies ToWorker, []);
        return;
      }
      waiting
        .get(message.number)
        ?.resolve(message.kind === "answer" ? message.trial : failed(shortened(message.problem)));
      waiting.delete(message.number);
    });
    started.on("error", (error) => {
      if (worker !== started) return;
      worker = undefined;
      const problem = shortened(error instanceof Error ? (error.stack ?? error.message) : String(error));
      change({ state: "broken", count: state.count, problem, ...last });
      failAll(problem);
    });
  };
  const watchSources = (): void => {
    watcher ??= watch(SHARED, { recursive: true }, (_, file) => {
      if (file === null || !file.endsWith(".ts")) return;
      clearTimeout(due);
      due = setTimeout(() => {
        load(path.join("shared", file));
      }, SETTLE_MS);
    });
  };
  return {
    state: () => state,
    try: (input) =>
      new Promise((resolve) => {
        const number = ++numbers;
        waiting.set(number, { resolve, input });
        watchSources();
        if (worker === undefined) load(state.saved);
        else if (state.state === "ready") worker.postMessage({ number, input } satisfies ToWorker, []);
      }),
    close: async () => {
      clearTimeout(due);
      watcher?.close();
      failAll("the studio has ended");
      await worker?.terminate();
    },
  };
}

function failed(problem: string): Trial {
  return { pieces: [], events: 0, records: [], failures: [], control: 0, more: false, problem };
}

/** What a person needs of an error: what it says and where, with paths from here. */
function shortened(text: string): string {
  return text.replaceAll(`file://${ROOT}/`, "").replaceAll(`${ROOT}/`, "").split("\n").slice(0, 6).join("\n");
}
