import { expect, it } from "vitest";
import { conservationGap } from "../../shared/core/accounting.ts";
import { runSoak } from "../../tools/soak/run-soak.ts";
import { openSearchUrl, s3Access } from "./real-servers.ts";

const EVENTS = 20_000;

it.skipIf(openSearchUrl === undefined || s3Access === undefined)(
  "a small soak: what was sent through faults at every hop is in the index, once, and the sum is exact",
  async () => {
    const { endpoint = "", region = "", accessKeyId = "", secretAccessKey = "" } = s3Access ?? {};
    const report = await runSoak(
      { events: EVENTS, seed: 11, name: "soak-11" },
      {
        opensearch: openSearchUrl ?? "",
        s3: { endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true },
      },
    );
    expect(report.comparison).toMatchObject({ sent: EVENTS, lost: 0, foreign: 0, twice: 0 });
    expect(report.broken).toMatchObject({ kept: report.broken.sent, otherwise: 0 });
    expect(conservationGap(report.account)).toBe(0);
    // Otherwise it would have shown nothing.
    const met = [...report.faults.keys()].join();
    for (const hop of ["opensearch outage", "opensearch answer lost", "s3"]) expect(met).toContain(hop);
    expect(report.thrown).toBeGreaterThan(0);
    expect(report.broken.sent).toBeGreaterThan(0);
  },
);
