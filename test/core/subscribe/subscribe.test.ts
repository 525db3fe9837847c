import { describe, expect, it } from "vitest";
import { DEFAULT_INCLUDE } from "../../../shared/core/subscribe/log-group-pattern.ts";
import type { SubscribeReport } from "../../../shared/core/subscribe/report.ts";
import { subscribeCreated, sweepLogGroups, type SubscribeOptions } from "../../../shared/core/subscribe/subscribe.ts";
import { ARCHIVE, foreignFilter, INDEX, lambda, newFakeLogs, OWN, type FakeLogs } from "./fake-logs.ts";

const OPTIONS: SubscribeOptions = {
  include: DEFAULT_INCLUDE,
  exclude: ["/aws/lambda/noisy-*"],
  own: OWN,
  wanted: [INDEX, ARCHIVE],
  filtersPerGroup: 2,
};
const theirs = foreignFilter(lambda("theirs"));
const others = foreignFilter(lambda("others"));

function sweep(logs: FakeLogs, deadline = Number.POSITIVE_INFINITY, startAt = 0): Promise<SubscribeReport> {
  return sweepLogGroups(logs.ports, OPTIONS, deadline, startAt);
}

const written = (logs: FakeLogs): string[] => logs.puts.map(({ logGroup, filter }) => `${logGroup} ${filter.name}`);

describe("sweepLogGroups", () => {
  it("gives each matching group its filters, and says what it left and why", async () => {
    const logs = newFakeLogs(
      {
        "/aws/eks/demo/cluster": [],
        "/aws/kinesisfirehose/anything": [],
        "/aws/lambda/delivery": [],
        "/aws/lambda/checkout": [theirs],
        "/aws/lambda/full": [theirs, others],
        "/aws/lambda/noisy-neighbour": [],
        "/aws/lambda/tributary-dev-index": [],
        "/ecs/rare": [],
        "/shop": [],
      },
      { "/ecs/rare": "INFREQUENT_ACCESS", "/aws/lambda/delivery": "DELIVERY" },
    );
    const report = await sweep(logs);
    expect(written(logs)).toEqual([
      "/aws/eks/demo/cluster tributary-dev-index",
      "/aws/eks/demo/cluster tributary-dev-archive",
      "/aws/lambda/checkout tributary-dev-index",
    ]);
    expect(report).toMatchObject({ seen: 9, matched: 6, guarded: 1, otherClass: 2, complete: 0, unvisited: 0 });
    expect(report.full).toEqual([
      { logGroup: "/aws/lambda/checkout", filter: "tributary-dev-archive" },
      { logGroup: "/aws/lambda/full", filter: "tributary-dev-index" },
      { logGroup: "/aws/lambda/full", filter: "tributary-dev-archive" },
    ]);
    expect(logs.groups.get("/aws/lambda/checkout")?.filters).toEqual([theirs, INDEX]);
  });

  it("writes nothing the second time", async () => {
    const logs = newFakeLogs(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`/ecs/${index}`, []])));
    await sweep(logs);
    expect(logs.puts).toHaveLength(60);
    const again = await sweep(logs);
    expect(logs.puts).toHaveLength(60);
    expect(again).toMatchObject({ complete: 30, written: [], full: [] });
  });

  it("writes five filters a second at most", async () => {
    const logs = newFakeLogs(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`/ecs/${index}`, []])));
    await sweep(logs);
    for (const { at } of logs.puts) {
      expect(logs.puts.filter((other) => other.at >= at && other.at < at + 1000).length).toBeLessThanOrEqual(5);
    }
  });

  it("stops at the deadline, says so, and can begin anywhere", async () => {
    const logs = newFakeLogs(Object.fromEntries(["a", "b", "c", "d"].map((name) => [`/ecs/${name}`, []])));
    const report = await sweep(logs, 1_000, 0.5);
    expect(report.unvisited).toBeGreaterThan(0);
    expect(report.unvisited + report.written.length / 2).toBe(4);
    expect(written(logs)[0]).toBe("/ecs/c tributary-dev-index");
  });

  it("tries again what is busy, and keeps what stays so", async () => {
    const logs = newFakeLogs({ "/ecs/a": [], "/ecs/b": [] });
    let times = 0;
    logs.refuses = (logGroup) => {
      if (logGroup === "/ecs/a") return times++ < 2 ? { kind: "busy", detail: "OperationAbortedException" } : undefined;
      return { kind: "busy", detail: "ThrottlingException" };
    };
    const report = await sweep(logs);
    expect(report.written.map(({ logGroup }) => logGroup)).toEqual(["/ecs/a", "/ecs/a"]);
    expect(report.failed).toEqual([
      { logGroup: "/ecs/b", filter: INDEX.name, detail: "ThrottlingException" },
      { logGroup: "/ecs/b", filter: ARCHIVE.name, detail: "ThrottlingException" },
    ]);
    expect(logs.puts).toHaveLength(4 + 8);
  });

  it("does not try again what is refused", async () => {
    const logs = newFakeLogs({ "/ecs/a": [] });
    logs.refuses = () => ({
      kind: "refused",
      detail: "InvalidParameterException: Could not execute the lambda function",
    });
    const report = await sweep(logs);
    expect(logs.puts).toHaveLength(2);
    expect(report.failed).toHaveLength(2);
  });

  it("takes what others do meanwhile as it comes: a slot taken, a group deleted", async () => {
    const logs = newFakeLogs({ "/ecs/a": [theirs], "/ecs/b": [], "/ecs/c": [] });
    logs.refuses = (logGroup) => {
      if (logGroup === "/ecs/a") return { kind: "full" };
      if (logGroup === "/ecs/b") return { kind: "gone" };
      return undefined;
    };
    logs.beforeReading = (logGroup) => {
      if (logGroup === "/ecs/c") logs.groups.delete(logGroup);
    };
    const report = await sweep(logs);
    expect(report.full.map(({ filter }) => filter)).toEqual([ARCHIVE.name, INDEX.name]);
    expect(report.gone).toEqual(["/ecs/b", "/ecs/c"]);
    expect(report.written).toEqual([]);
  });
});

describe("subscribeCreated", () => {
  it("gives the new group its filters, and no other", async () => {
    const logs = newFakeLogs({ "/ecs/a": [], "/ecs/ab": [], "/aws/lambda/tributary-dev-index": [] });
    const report = await subscribeCreated("/ecs/a", logs.ports, OPTIONS);
    expect(written(logs)).toEqual([`/ecs/a ${INDEX.name}`, `/ecs/a ${ARCHIVE.name}`]);
    expect(report.written).toHaveLength(2);
  });

  it.each([
    ["/aws/lambda/tributary-dev-redrive", { matched: 1, guarded: 1 }],
    ["/aws/lambda/forwarder", { matched: 1, guarded: 1 }],
    ["/aws/lambda/noisy-neighbour", { matched: 0 }],
    ["/shop", { matched: 0 }],
    ["/ecs/deleted", { gone: ["/ecs/deleted"] }],
  ])("leaves %s", async (name, said) => {
    const logs = newFakeLogs({
      "/aws/lambda/tributary-dev-index": [foreignFilter(lambda("forwarder"))],
      "/aws/lambda/tributary-dev-redrive": [],
      "/aws/lambda/forwarder": [],
      "/aws/lambda/noisy-neighbour": [],
      "/shop": [],
    });
    expect(await subscribeCreated(name, logs.ports, OPTIONS)).toMatchObject(said);
    expect(logs.puts).toEqual([]);
  });
});
