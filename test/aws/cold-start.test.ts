import { describe, expect, it, vi } from "vitest";
import { atColdStart } from "../../shared/aws/cold-start.ts";
import { integerVariable, textVariable } from "../../shared/core/env.ts";

const DECLARATION = {
  BUCKET_NAME: textVariable("Where to", "a bucket name"),
  BULK_MAX_BYTES: integerVariable("Size", 10, 1000, 500),
};

describe("atColdStart", () => {
  it("builds the parts at the first call, once", () => {
    let built = 0;
    const parts = atColdStart(DECLARATION, (env) => ({
      number: ++built,
      bucket: env.BUCKET_NAME,
      bytes: env.BULK_MAX_BYTES,
    }));
    vi.stubEnv("BUCKET_NAME", "b");
    expect(built).toBe(0);
    expect(parts()).toEqual({ number: 1, bucket: "b", bytes: 500 });
    vi.stubEnv("BUCKET_NAME", "another");
    expect(parts()).toBe(parts());
    expect(built).toBe(1);
  });

  it("says all that is wrong with the environment, each time, and builds nothing", () => {
    vi.stubEnv("BUCKET_NAME", "");
    vi.stubEnv("BULK_MAX_BYTES", "1");
    const parts = atColdStart(DECLARATION, () => {
      throw new Error("built");
    });
    const message =
      'environment: BUCKET_NAME is not set; wanted: a bucket name; BULK_MAX_BYTES is "1"; wanted: a whole number from 10 to 1000';
    expect(parts).toThrow(message);
    expect(parts).toThrow(message);
  });
});
