import type { Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { deliveryDeadline, lambdaHandler } from "../../shared/aws/lambda.ts";
import type { Telemetry } from "../../shared/aws/telemetry.ts";

describe("deliveryDeadline", () => {
  it.each([
    [900_000, 892_000],
    [60_000, 52_000],
    [27_000, 19_000],
    [10_000, 7_000],
    [1_000, 700],
    [0, 0],
  ])("of %i ms leaves %i for delivery", (remaining, wanted) => {
    expect(deliveryDeadline(1000, remaining) - 1000).toBe(wanted);
  });
});

describe("lambdaHandler", () => {
  const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
  const errors: unknown[] = [];
  const telemetry: Telemetry = { account: () => undefined, error: (error) => errors.push(error) };

  it("gives what the function gives, and tells it its deadline", async () => {
    const before = Date.now();
    const handler = lambdaHandler(
      () => telemetry,
      async (event, deadline) => ({ event, deadline }),
    );
    const { event, deadline } = await handler({ a: 1 }, context);
    expect(event).toEqual({ a: 1 });
    expect(deadline).toBeGreaterThanOrEqual(before + 52_000);
    expect(deadline).toBeLessThanOrEqual(Date.now() + 52_000);
  });

  it("says once what is thrown, and throws it on", async () => {
    const handler = lambdaHandler(
      () => telemetry,
      async () => {
        throw new Error("no bucket");
      },
    );
    await expect(handler({}, context)).rejects.toThrow("no bucket");
    expect(errors).toEqual([expect.objectContaining({ message: "no bucket" })]);
  });

  it("rejects with what is wrong with the environment, also where there is nobody to tell", async () => {
    const parts = (): Telemetry => {
      throw new Error("environment: BUCKET is not set");
    };
    const handler = lambdaHandler(parts, async () => parts());
    await expect(handler({}, context)).rejects.toThrow("environment: BUCKET is not set");
  });
});
