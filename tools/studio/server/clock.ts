import type { Pipeline } from "../../../shared/core/pipeline/pipeline.ts";

/** A clock that can be ahead: pauses between attempts pass at once, but the two minutes of an invocation are as long as ever. */
export interface SkippingClock extends Pick<Pipeline, "now" | "wait"> {
  /** Goes back to the machine's time, at the beginning of an invocation. */
  readonly reset: () => void;
}

/** @param skips whether pauses are skipped now. Where nothing is broken on purpose, a cluster gets the pause that it needs. */
export function skippingClock(skips: () => boolean): SkippingClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    wait: async (ms) => {
      const pause = skips() ? 0 : ms;
      ahead += ms - pause;
      await new Promise((resolve) => setTimeout(resolve, pause));
    },
    reset: () => {
      ahead = 0;
    },
  };
}
