import { describe, expect, it } from "vitest";
import { readBootstrapProperties } from "../../../shared/core/bootstrap/bootstrap-properties.ts";

const WRITER = "arn:aws:iam::111122223333:role/tributary-dev-index";
const DEFAULTS = {
  indexPrefix: "logs",
  warmAfterDays: 0,
  retentionDays: 0,
  storage: { shards: 1, replicas: 1, codec: "best_compression" },
  writerRoles: [],
  firehoseRoles: [],
  adminRoles: [],
  decidesItself: false,
  dashboards: undefined,
};

describe("readBootstrapProperties", () => {
  it.each([
    [{}, {}],
    [
      { ServiceToken: "arn", ServiceTimeout: "360", Revision: "1", IndexPrefix: "shop", RetentionDays: "30" },
      { indexPrefix: "shop", retentionDays: 30 },
    ],
    [{ WriterRoles: [WRITER] }, { writerRoles: [WRITER] }],
    [{ WriterRoles: WRITER }, { writerRoles: [WRITER] }],
    [
      { WarmAfterDays: "7", RetentionDays: 90 },
      { warmAfterDays: 7, retentionDays: 90 },
    ],
    [{ WarmAfterDays: "7" }, { warmAfterDays: 7 }],
    [{ Shards: "12", Replicas: "0", Codec: "zstd" }, { storage: { shards: 12, replicas: 0, codec: "zstd" } }],
    [
      { FirehoseRoles: [WRITER], AdminRoles: WRITER, Serverless: "true" },
      { firehoseRoles: [WRITER], adminRoles: [WRITER], decidesItself: true },
    ],
    [{ Dashboards: "ja" }, { dashboards: "ja" }],
    [{ Dashboards: "none" }, {}],
  ])("%j", (properties, settings) => {
    expect(readBootstrapProperties(properties)).toEqual({ ok: true, settings: { ...DEFAULTS, ...settings } });
  });

  it("says all problems at once", () => {
    const read = readBootstrapProperties({
      IndexPrefix: "Logs",
      RetentionDays: "30d",
      WarmAfterDays: "-1",
      Shards: "0",
      Replicas: "6",
      Codec: "gzip",
      WriterRoles: ["*"],
      FirehoseRoles: "arn:aws:iam::1:role/x",
      AdminRoles: [7],
      Serverless: "yes",
      Dashboards: "yes",
      Retention: "1",
    });
    expect(read.ok ? [] : read.problems.map((problem) => problem.split(" ")[0])).toEqual([
      "IndexPrefix",
      "RetentionDays",
      "WarmAfterDays",
      "Shards",
      "Replicas",
      "Codec",
      "WriterRoles",
      "FirehoseRoles",
      "AdminRoles",
      "Serverless",
      "Dashboards",
      "Retention",
    ]);
  });

  it.each(["30", "31"])("does not warm up on day %s what is deleted on day 30", (WarmAfterDays) => {
    expect(readBootstrapProperties({ RetentionDays: "30", WarmAfterDays })).toEqual({
      ok: false,
      problems: [`WarmAfterDays is "${WarmAfterDays}"; wanted: less than RetentionDays, which is 30`],
    });
  });
});
