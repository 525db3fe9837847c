import { describe, expect, it, vi } from "vitest";
import { VARIABLES } from "../../functions/subscribe/env.ts";
import { createHandler, handler } from "../../functions/subscribe/handler.ts";
import { optionsOf } from "../../functions/subscribe/options.ts";
import { reportLog } from "../../functions/subscribe/report-log.ts";
import { readEnv } from "../../shared/core/env.ts";
import { newReport, type SubscribeReport } from "../../shared/core/subscribe/report.ts";
import type { SubscribeOptions } from "../../shared/core/subscribe/subscribe.ts";
import { ARCHIVE, foreignFilter, INDEX, newFakeLogs } from "../core/subscribe/fake-logs.ts";
import { contextWith, newTold } from "./invocation.ts";

const ENV = {
  INDEX_FUNCTION_ARN: INDEX.destinationArn,
  ARCHIVE_STREAM_ARN: ARCHIVE.destinationArn,
  ARCHIVE_ROLE_ARN: ARCHIVE.roleArn,
  SUBSCRIBE_OWN: "/aws/lambda/tributary-dev-*,/aws/kinesisfirehose/tributary-dev-*",
  SUBSCRIBE_FILTER_NAME: "tributary-dev",
};

function optionsFor(env: Record<string, string>): SubscribeOptions {
  const read = readEnv(VARIABLES, env);
  if (!read.ok) throw new Error(read.problems.join("; "));
  return optionsOf(read.values);
}

/** The function over an account in memory. */
function subscribeFunction(
  logs = newFakeLogs({ "/ecs/a": [], "/ecs/full": [foreignFilter("x"), foreignFilter("y")], "/shop": [] }),
) {
  const told = newTold();
  const reports: SubscribeReport[] = [];
  const parts = {
    // Its clock is long before the handler's deadline, which is of the real one.
    ports: logs.ports,
    options: optionsFor(ENV),
    random: () => 0,
    telemetry: told.telemetry,
    log: (report: SubscribeReport) => void reports.push(report),
  };
  const invoke = createHandler(() => parts);
  return { logs, told, reports, invoke: (event: unknown) => invoke(event, contextWith(60_000)) };
}

const created = (logGroupName: string): unknown => ({
  "detail-type": "AWS API Call via CloudTrail",
  detail: { eventName: "CreateLogGroup", requestParameters: { logGroupName } },
});

describe("the subscribe function", () => {
  it("sweeps by schedule", async () => {
    const { logs, reports, invoke } = subscribeFunction();
    await invoke({ "detail-type": "Scheduled Event" });
    expect(logs.puts.map(({ logGroup, filter }) => [logGroup, filter])).toEqual([
      ["/ecs/a", INDEX],
      ["/ecs/a", ARCHIVE],
    ]);
    expect(reports[0]?.full.map(({ logGroup }) => logGroup)).toEqual(["/ecs/full", "/ecs/full"]);
  });

  it("subscribes a log group that was created", async () => {
    const { logs, invoke } = subscribeFunction();
    await invoke(created("/ecs/a"));
    await invoke(created("/shop"));
    expect(new Set(logs.puts.map(({ logGroup }) => logGroup))).toEqual(new Set(["/ecs/a"]));
  });

  it("answers with the account's policy, and writes nothing", async () => {
    const { logs, invoke } = subscribeFunction();
    expect(await invoke({ accountPolicy: true })).toMatchObject({ ok: true, input: { policyName: INDEX.name } });
    expect(logs.puts).toEqual([]);
  });

  it("throws when filters could not be written, after it has told", async () => {
    const { logs, told, reports, invoke } = subscribeFunction();
    logs.refuses = () => ({ kind: "refused", detail: "InvalidParameterException: no permission" });
    await expect(invoke(created("/ecs/a"))).rejects.toThrow("2 filters could not be written, the first for /ecs/a");
    expect(reports).toHaveLength(1);
    expect(told.errors).toHaveLength(1);
  });

  it("throws for an event that is not its own", async () => {
    await expect(subscribeFunction().invoke({ Records: [] })).rejects.toThrow(
      "neither a schedule's nor CreateLogGroup",
    );
  });

  it("stops at a wrong environment, with all problems", async () => {
    vi.stubEnv("INDEX_FUNCTION_ARN", "index");
    vi.stubEnv("SUBSCRIBE_OWN", "");
    await expect(handler({ sweep: true }, contextWith(60_000))).rejects.toThrow(
      /INDEX_FUNCTION_ARN is .*; SUBSCRIBE_OWN is not set/,
    );
  });
});

describe("the options of an environment", () => {
  it("has index first, and the archive where there is one", () => {
    expect(optionsFor(ENV).wanted).toEqual([INDEX, ARCHIVE]);
    const { ARCHIVE_STREAM_ARN: _, ...rest } = ENV;
    expect(optionsFor(rest).wanted).toEqual([INDEX]);
  });

  it("has patterns of the operator's in place of the default", () => {
    const env = { ...ENV, SUBSCRIBE_INCLUDE: "/shop/*, /ecs/*", SUBSCRIBE_EXCLUDE: "/shop/noisy" };
    expect(optionsFor(env)).toMatchObject({ include: ["/shop/*", "/ecs/*"], exclude: ["/shop/noisy"] });
  });
});

describe("reportLog", () => {
  it("names every group without a slot, in lines that CloudWatch takes, and counts them", () => {
    const lines: { level: string; text: string }[] = [];
    const say =
      (level: string) =>
      (...said: unknown[]): void =>
        void lines.push({ level, text: JSON.stringify(said) });
    const counted = new Map<string, number>();
    const metrics = {
      addMetric: (name: string, _: unknown, value: number) => void counted.set(name, value),
      publishStoredMetrics: () => {},
    };
    const report = newReport();
    const names = Array.from({ length: 1_200 }, (_, index) => `/${"g".repeat(500)}/${index}`);
    for (const logGroup of names) report.full.push({ logGroup, filter: "f" });
    report.failed.push({ logGroup: "/failed", filter: "f", detail: "AccessDeniedException" });
    reportLog({ info: say("info"), warn: say("warn"), error: say("error") }, metrics)(report);

    const warned = lines.filter(({ level }) => level === "warn").map(({ text }) => text);
    expect(names.filter((name) => !warned.some((text) => text.includes(`"${name}"`)))).toEqual([]);
    expect(lines.some(({ level, text }) => level === "error" && text.includes("/failed"))).toBe(true);
    expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThan(1_000_000);
    expect(Object.fromEntries(counted)).toMatchObject({
      filtersWithoutSlot: 1_200,
      filtersFailed: 1,
      filtersWritten: 0,
    });
  });

  it("warns when time was over", () => {
    const warned: unknown[] = [];
    const quiet = (): void => {};
    const metrics = { addMetric: quiet, publishStoredMetrics: quiet };
    reportLog(
      { info: quiet, warn: (text) => void warned.push(text), error: quiet },
      metrics,
    )({ ...newReport(), unvisited: 3 });
    expect(warned).toEqual(["time was over before all log groups were looked at"]);
  });
});
