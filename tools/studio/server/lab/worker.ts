/** The thread in which lines are tried: it has loaded the sources as they are on disk now, and is replaced when they change. */
import { parentPort } from "node:worker_threads";
import { newCatalog } from "../../../../shared/core/normalize.ts";
import { SOURCES } from "../../../../shared/core/registry.gen.ts";
import type { Trial } from "../../wire/messages.ts";
import { defaultLens } from "../trace/describe.ts";
import { fieldFacts } from "../trace/field-facts.ts";
import { trialOf, type TrialInput } from "./trial.ts";

export type ToWorker = { readonly number: number; readonly input: TrialInput };
export type FromWorker =
  | { readonly kind: "ready"; readonly sources: number }
  | { readonly kind: "answer"; readonly number: number; readonly trial: Trial }
  | { readonly kind: "broken"; readonly number: number; readonly problem: string };

const lens = defaultLens(newCatalog(SOURCES), fieldFacts(SOURCES));

function send(message: FromWorker): void {
  parentPort?.postMessage(message, []);
}

parentPort?.on("message", ({ number, input }: ToWorker) => {
  trialOf(input, lens).then(
    (trial) => {
      send({ kind: "answer", number, trial });
    },
    // A source that is being written may throw: what it said is the answer.
    (error: unknown) => {
      send({
        kind: "broken",
        number,
        problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    },
  );
});
send({ kind: "ready", sources: SOURCES.length });
