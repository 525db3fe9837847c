import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { powertoolsTelemetry } from "../../shared/aws/telemetry.ts";
import { bookFailed, newAccount, type Account } from "../../shared/core/accounting.ts";

/** Each line that the function writes, in the order of writing. */
let lines: Record<string, unknown>[];

beforeEach(() => {
  lines = [];
  // Powertools' own switch: write to the console that can be watched, metrics too.
  vi.stubEnv("POWERTOOLS_DEV", "true");
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false");
  for (const level of ["debug", "info", "warn", "error", "log"] as const) {
    vi.spyOn(console, level).mockImplementation((text: unknown) => {
      lines.push(JSON.parse(String(text)) as Record<string, unknown>);
    });
  }
});
afterEach(() => vi.restoreAllMocks());

function accountOf(counts: Partial<Account>): Account {
  return { ...newAccount(), ...counts };
}

const said = (): Record<string, unknown>[] => lines.filter((line) => "message" in line);
const metrics = (): Record<string, unknown>[] => lines.filter((line) => "_aws" in line);

interface Emf {
  readonly CloudWatchMetrics: readonly [
    {
      readonly Namespace: string;
      readonly Dimensions: string[][];
      readonly Metrics: { readonly Name: string; readonly Unit: string }[];
    },
  ];
}

describe("powertoolsTelemetry", () => {
  it("publishes all counts of an invocation as metrics, and the gap", () => {
    powertoolsTelemetry("index").account(
      accountOf({ received: 7, delivered: 4, duplicate: 3, control: 1, records: 5, retries: 2, bytes: 900 }),
    );
    const [line] = metrics();
    expect(line).toMatchObject({
      received: 7,
      delivered: 4,
      duplicate: 3,
      filtered: 0,
      failed: 0,
      control: 1,
      records: 5,
      retries: 2,
      bytes: 900,
      conservationGap: 0,
      service: "index",
    });
    const [declared] = (line?.["_aws"] as Emf | undefined)?.CloudWatchMetrics ?? [];
    expect(declared).toMatchObject({ Namespace: "Tributary", Dimensions: [["service"]] });
    expect(declared?.Metrics.find(({ Name }) => Name === "bytes")?.Unit).toBe("Bytes");
    expect(said()).toMatchObject([{ level: "INFO", message: "log events accounted for", received: 7, delivered: 4 }]);
  });

  it("publishes how old the oldest log event was by then, and nothing where there was none", () => {
    const now = (): number => Date.UTC(2026, 10, 23, 9, 1);
    powertoolsTelemetry("index", now).account(accountOf({ oldestEvent: Date.UTC(2026, 10, 23, 9) }));
    powertoolsTelemetry("index", now).account(accountOf({ oldestEvent: Date.UTC(2026, 10, 23, 10) }));
    powertoolsTelemetry("index", now).account(accountOf({}));
    expect(metrics().map(({ oldestEventAge }) => oldestEventAge)).toEqual([60, 0, undefined]);
  });

  it("publishes what became of log events by platform and source, over all indices", () => {
    const row = {
      source: "eks.audit",
      platform: "eks",
      events: 4,
      records: 4,
      delivered: 3,
      duplicate: 0,
      failed: 1,
    } as const;
    const bySource = new Map([
      ["a", { ...row, index: "logs-eks-2026-11-22" }],
      ["b", { ...row, index: "logs-eks-2026-11-23" }],
      ["c", { ...row, source: "ec2.syslog", index: "logs-eks-2026-11-23", failed: 0, delivered: 4 }],
    ]);
    const account = accountOf({ received: 12, delivered: 10, failed: 2, bySource });
    powertoolsTelemetry("index").account(account);
    const published = metrics().filter((line) => "source" in line);
    expect(published).toMatchObject([
      { service: "index", platform: "eks", source: "eks.audit", received: 8, delivered: 6, failed: 2 },
      { service: "index", platform: "eks", source: "ec2.syslog", received: 4, delivered: 4 },
    ]);
    const [declared] = (published[0]?.["_aws"] as Emf | undefined)?.CloudWatchMetrics ?? [];
    expect(declared?.Dimensions[0]?.toSorted()).toEqual(["platform", "service", "source"]);
    // The account itself stays as it was: a second look gives the same.
    powertoolsTelemetry("index").account(account);
    expect(metrics().filter((line) => "source" in line)[2]).toMatchObject({ received: 8 });
  });

  it("publishes what was delivered by destination, where there is something", () => {
    const deliveredTo = { opensearch: 2, s3: 0, firehose: 3 };
    powertoolsTelemetry("index").account(accountOf({ received: 5, delivered: 5, deliveredTo }));
    const byDestination = metrics().filter((line) => "destination" in line);
    expect(byDestination.map(({ destination, deliveredTo: count }) => [destination, count])).toEqual([
      ["opensearch", 2],
      ["firehose", 3],
    ]);
  });

  it("publishes what the operator's rules left out by rule", () => {
    const filteredByRule = new Map([
      ["leases", 3],
      ["debug", 1],
    ]);
    powertoolsTelemetry("index").account(accountOf({ received: 4, filtered: 4, filteredByRule }));
    const byRule = metrics().filter((line) => "rule" in line);
    expect(byRule.map(({ rule, filteredByRule: count }) => [rule, count])).toEqual([
      ["leases", 3],
      ["debug", 1],
    ]);
  });

  it("publishes what was redacted by rule", () => {
    const redactedByRule = new Map([
      ["cards", 3],
      ["jwt", 1],
    ]);
    powertoolsTelemetry("index").account(accountOf({ received: 4, delivered: 4, redactedByRule }));
    const byRule = metrics().filter((line) => "rule" in line);
    expect(byRule.map(({ rule, redactedByRule: count }) => [rule, count])).toEqual([
      ["cards", 3],
      ["jwt", 1],
    ]);
  });

  it("publishes failures by reason, and warns", () => {
    const account = accountOf({ received: 4, delivered: 1 });
    bookFailed(account, "gzip_corrupt", 1);
    bookFailed(account, "bulk_throttled", 2);
    powertoolsTelemetry("transform").account(account);
    const byReason = metrics().filter((line) => "reason" in line);
    expect(byReason.map(({ reason, failedByReason }) => [reason, failedByReason])).toEqual([
      ["gzip_corrupt", 1],
      ["bulk_throttled", 2],
    ]);
    expect(said()).toMatchObject([
      { level: "WARN", message: "log events failed", failedByReason: { gzip_corrupt: 1, bulk_throttled: 2 } },
    ]);
  });

  it("does not mix the counts of two invocations", () => {
    const telemetry = powertoolsTelemetry("index");
    telemetry.account(accountOf({ received: 1, delivered: 1 }));
    telemetry.account(accountOf({ received: 2, delivered: 2 }));
    expect(metrics().map(({ received }) => received)).toEqual([1, 2]);
  });

  it.each([1, -1])("raises an error when the sum does not hold by %i", (gap) => {
    powertoolsTelemetry("index").account(accountOf({ received: 5 + gap, delivered: 5 }));
    expect(metrics()[0]).toMatchObject({ conservationGap: 1 });
    expect(said()).toMatchObject([{ level: "ERROR", message: "conservation broken", gap }]);
  });

  it("raises an error when failures could not be kept", () => {
    powertoolsTelemetry("transform").account(accountOf({ received: 1, failed: 1, unkept: ["SlowDown: x"] }));
    expect(said()).toMatchObject([{ level: "ERROR", unkept: ["SlowDown: x"] }]);
  });

  it.each<[unknown, string]>([
    [new TypeError("no bucket"), "no bucket"],
    ["no bucket", "no bucket"],
    [undefined, "undefined"],
  ])("says in full what was thrown: %s", (thrown, message) => {
    powertoolsTelemetry("index").error(thrown);
    expect(said()).toMatchObject([
      {
        level: "ERROR",
        message: "invocation failed",
        service: "index",
        error: { message, stack: expect.anything() as unknown },
      },
    ]);
  });
});
