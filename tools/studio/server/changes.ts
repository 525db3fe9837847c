/** Tells pages that something changed, not more often than they can draw it. */
export interface Changes {
  /** Grows with every change. */
  readonly version: () => number;
  readonly note: () => void;
  /** @returns what ends the listening. */
  readonly listen: (listener: (version: number) => void) => () => void;
}

const PAUSE_MS = 250;

export function newChanges(): Changes {
  const listeners = new Set<(version: number) => void>();
  let version = 1;
  let due: NodeJS.Timeout | undefined;
  return {
    version: () => version,
    note: () => {
      version++;
      due ??= setTimeout(() => {
        due = undefined;
        for (const listener of listeners) listener(version);
      }, PAUSE_MS);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
