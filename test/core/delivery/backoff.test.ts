import { describe, expect, it } from "vitest";
import { DEFAULT_BACKOFF, nextDelay } from "../../../shared/core/delivery/backoff.ts";

const PLENTY = 1_000_000;

describe("nextDelay", () => {
  it.each([
    [1, 0.999, 199],
    [2, 0.999, 399],
    [3, 0.5, 400],
    [6, 0.999, 6393],
    [7, 0.999, 9990],
    [50, 0.999, 9990],
    [2000, 0.999, 9990],
    [1, 0, 0],
  ])("after attempt %i with chance %d waits %i ms", (attempt, random, delay) => {
    expect(nextDelay(attempt, random, PLENTY, DEFAULT_BACKOFF)).toBe(delay);
  });

  it.each([
    [100, "give-up"],
    [101, 100],
    [1, "give-up"],
    [0, "give-up"],
    [-5, "give-up"],
  ])("with %i ms left says %s", (remaining, wanted) => {
    expect(nextDelay(1, 0.5, remaining, DEFAULT_BACKOFF)).toBe(wanted);
  });
});
