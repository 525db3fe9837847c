import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { newAccount } from "../../../shared/core/accounting.ts";
import { judgeBulk } from "../../../shared/core/delivery/judge.ts";
import { bulkAnswer, readBulkBody } from "../../../tools/cli/destinations/local-bulk.ts";
import { sumOf } from "../../../tools/studio/server/balance.ts";
import { allOff, faultyBulk } from "../../../tools/studio/server/faults.ts";
import { openRiver, type River } from "../../../tools/studio/server/river.ts";
import { inputFile } from "../../../tools/cli/input/open-input.ts";

const body = (count: number): string =>
  Array.from({ length: count }, (_, id) => `{"create":{"_index":"logs-x","_id":"${id}"}}\n{"n":${id}}\n`).join("");

/** A cluster that takes everything and remembers it. */
function cluster() {
  const taken: string[] = [];
  const bulk = async (text: string) => {
    const documents = readBulkBody(text);
    taken.push(...documents.map(({ id }) => id));
    return bulkAnswer(documents.map(() => true));
  };
  return { taken, bulk };
}

describe("a fault between the functions and the cluster", () => {
  it("answers for the whole request as a cluster that is down", async () => {
    const { taken, bulk } = cluster();
    const answer = await faultyBulk(bulk, { ...allOff(), down: true })(body(3), 1000);
    expect(judgeBulk(answer, 3)).toMatchObject({ kind: "retry", failure: { reason: "cluster_unavailable" } });
    expect(taken).toEqual([]);
  });

  it.each(["throttled", "mapping"] as const)(
    "lets through what it does not name as %s, each item in its place",
    async (fault) => {
      const { taken, bulk } = cluster();
      const judgement = judgeBulk(await faultyBulk(bulk, { ...allOff(), [fault]: true })(body(60), 1000), 60);
      const verdicts = judgement.kind === "items" ? judgement.verdicts : [];
      const created = verdicts.flatMap(({ kind }, number) => (kind === "created" ? [String(number)] : []));
      expect(verdicts).toHaveLength(60);
      expect(created).toEqual(taken);
      expect(created.length).toBeGreaterThan(0);
      expect(created.length).toBeLessThan(60);
      expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(
        new Set(["created", fault === "mapping" ? "failed" : "retry"]),
      );
    },
  );
});

describe("the sum over first deliveries and redrives", () => {
  it("moves what was redriven from failed to where it went", () => {
    const first = { ...newAccount(), received: 10, delivered: 6, failed: 4 };
    const again = { ...newAccount(), received: 3, delivered: 1, duplicate: 1, failed: 1 };
    expect(sumOf([first], again, { kept: 2, repeated: 0 })).toEqual({
      received: 10,
      indexed: 7,
      duplicate: 1,
      filtered: 0,
      failed: 2,
      gap: 0,
      kept: 2,
      repeated: 0,
    });
  });
});

describe("the river of the studio", () => {
  const folders: string[] = [];
  const rivers: River[] = [];
  afterEach(async () => {
    for (const river of rivers.splice(0)) await river.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  async function newRiver(): Promise<River> {
    const folder = mkdtempSync(join(tmpdir(), "tributary-river-"));
    folders.push(folder);
    const opened = await openRiver(folder, undefined, () => undefined);
    rivers.push(opened);
    return opened;
  }
  const sample = join(import.meta.dirname, "../../../events/lines/authenticator.log.gz");
  async function send(to: River, logStream: string): Promise<void> {
    const file = await inputFile("authenticator.log.gz", sample);
    to.replay("authenticator", [
      { file, origin: { logGroup: "/aws/eks/x/cluster", logStream }, at: Date.parse("2026-11-23T09:06:00Z") },
    ]);
    await to.runs.settled();
  }
  function sum({ ledgers, failures }: River) {
    const kept = failures.counts().reduce((total, { events }) => total + events, 0);
    return sumOf([ledgers.index.account, ledgers.transform.account], ledgers.redrive.account, {
      kept,
      repeated: failures.repeated(),
    });
  }

  it("keeps what a cluster that is down does not take, also twice, and delivers it once it is back", async () => {
    const one = await newRiver();
    one.switches.down = true;
    await send(one, "authenticator-1");
    await send(one, "authenticator-1");
    const broken = sum(one);
    expect(broken).toMatchObject({ gap: 0, indexed: 0, failed: broken.received, repeated: broken.received / 2 });
    expect(broken.failed).toBe(broken.kept + broken.repeated);

    one.switches.down = false;
    one.redrive("*", {});
    await one.runs.settled();
    const mended = sum(one);
    expect(mended).toMatchObject({ gap: 0, kept: 0, indexed: broken.received / 2 });
    expect(mended.failed).toBe(mended.repeated);
    expect(one.records.held()).toBe(one.ledgers.redrive.account.records);
  });

  it("ends what is under way when it is closed, so that its folder can go", async () => {
    const one = await newRiver();
    const file = await inputFile("authenticator.log.gz", sample);
    const origin = { logGroup: "/aws/eks/x/cluster", logStream: "authenticator-3" };
    for (let run = 0; run < 20; run++) one.replay(`run ${run}`, [{ file, origin, at: 0 }]);
    await one.close();
    expect(one.runs.list().every(({ state }) => state === "done")).toBe(true);
    expect(one.ledgers.index.invocations).toBeLessThan(20);
    rivers.length = 0;
  });

  it("knows the line of a record that was redriven", async () => {
    const one = await newRiver();
    one.switches.mapping = true;
    await send(one, "authenticator-2");
    one.switches.mapping = false;
    one.redrive("bulk_rejected_mapping", { reason: "bulk_rejected_mapping" });
    await one.runs.settled();
    expect(sum(one)).toMatchObject({ gap: 0, failed: 0, kept: 0 });
    const last = one.records.held() + one.ledgers.index.account.failedByReason.size;
    const inputs = Array.from({ length: last }, (_, id) => one.records.open(id)?.input).filter(
      (input) => input !== undefined,
    );
    expect(inputs.every((input) => input >= 0)).toBe(true);
  });
});
