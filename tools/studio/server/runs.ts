import { Problem } from "../../cli/problem.ts";
import type { Run } from "../wire/messages.ts";

/** What the studio was asked to run, one after the other, as the functions would be invoked one after the other. */
export interface Runs {
  /** @param work gets a way to say how many log events it has received. @returns the run's number. */
  readonly add: (
    name: string,
    kind: Run["kind"],
    work: (progress: (events: number) => void) => Promise<void>,
  ) => number;
  /** The last ones, the newest first. */
  readonly list: () => Run[];
  /** Resolves when all that was asked for so far has ended. */
  readonly settled: () => Promise<void>;
}

const REMEMBERED = 20;

export function newRuns(onChange: () => void): Runs {
  const runs: Run[] = [];
  let last = Promise.resolve();
  let count = 0;
  const change = (id: number, changed: (run: Run) => Partial<Run>): void => {
    const at = runs.findIndex((run) => run.id === id);
    const run = runs[at];
    if (run !== undefined) runs[at] = { ...run, ...changed(run) };
    onChange();
  };
  return {
    add: (name, kind, work) => {
      const id = ++count;
      runs.unshift({ id, name, kind, state: "waiting", events: 0 });
      runs.length = Math.min(runs.length, REMEMBERED);
      onChange();
      last = last.then(async () => {
        change(id, () => ({ state: "running" }));
        try {
          await work((events) => {
            change(id, (run) => ({ events: run.events + events }));
          });
          change(id, () => ({ state: "done" }));
        } catch (error) {
          // A file that cannot be read ends its run; anything else is a bug, whose trace belongs on the terminal, too.
          if (!(error instanceof Problem)) console.error(error);
          change(id, () => ({ state: "stopped", problem: error instanceof Error ? error.message : String(error) }));
        }
      });
      return id;
    },
    list: () => [...runs],
    settled: () => last,
  };
}
