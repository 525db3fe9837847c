/** Time, for what has to wait. */
export interface Clock {
  /** ms since 1970. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Gives turns that begin at least `1000 / perSecond` ms apart, so that no second holds more than `perSecond` of them.
 * For one caller after the other.
 */
export function pacer(perSecond: number, { now, wait }: Clock): () => Promise<void> {
  const apart = Math.ceil(1000 / perSecond);
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    // Timers may fire a millisecond early.
    for (let early = next - now(); early > 0; early = next - now()) await wait(early);
    next = now() + apart;
  };
}
