import { describe, expect, it } from "vitest";
import type { Answer, Passing } from "../../../tools/faults/faulty-proxy.ts";
import { faultPlan } from "../../../tools/soak/fault-plan.ts";
import { isFlat } from "../../../tools/soak/memory.ts";
import { BY_FIREHOSE, newLedger } from "../../../tools/soak/ledger.ts";
import { idOfNumber, tokenOf } from "../../../tools/faults/traffic.ts";

const request = (body: string): Passing => ({
  number: 1,
  method: "POST",
  path: "/_bulk",
  headers: {},
  body: Buffer.from(`{"create":{"_index":"i"}}\n{"a":"${body}"}\n`),
});
const well: Answer = { status: 200, headers: {}, body: Buffer.from('{"items":[{"create":{"status":201}}]}') };

/** What becomes of each request, by its name. */
async function endings(seed: number, names: readonly string[]): Promise<Record<string, string>> {
  const plan = faultPlan(seed);
  const ends: Record<string, string> = {};
  for (const name of names) {
    const ending = await plan.opensearch(request(name), async () => well);
    ends[name] = JSON.stringify(ending);
  }
  return ends;
}

describe("faults by chance", () => {
  const names = Array.from({ length: 300 }, (_, number) => `request ${number}`);

  it("are the same for the same seed, in whatever order requests come, and others for another", async () => {
    const first = await endings(1, names);
    expect(new Set(Object.values(first)).size).toBeGreaterThan(3);
    expect(await endings(1, names.toReversed())).toEqual(first);
    expect(await endings(2, names)).not.toEqual(first);
  });

  it("do not meet every attempt of one request", async () => {
    const attempts = await endings(1, ["one"]);
    const plan = faultPlan(1);
    const later = [];
    for (let attempt = 0; attempt < 100; attempt++) later.push(await plan.opensearch(request("one"), async () => well));
    expect(JSON.stringify(later[0])).toBe(attempts["one"]);
    expect(later.filter((ending) => ending === well).length).toBeGreaterThan(50);
  });

  it("are counted by name, an outage too", async () => {
    const plan = faultPlan(3);
    plan.outage(true);
    expect(await plan.opensearch(request("x"), async () => well)).toMatchObject({ status: 503 });
    expect([...plan.counts]).toEqual([["opensearch outage", 1]]);
  });
});

describe("the ledger of a soak", () => {
  it("tells lost, foreign, repeated and duplicate documents apart", () => {
    const ledger = newLedger(10);
    ledger.send(0, 3, 1);
    ledger.send(3, 2, BY_FIREHOSE);
    const meet = (number: number, id = idOfNumber(number, 0)) => ledger.meet(id, `got ${tokenOf(number)}`);
    meet(0);
    meet(1);
    meet(1);
    meet(2, "another id");
    meet(3, "of Firehose");
    meet(3, "of Firehose, again");
    meet(7);
    ledger.meet("x", "no token");
    expect(ledger.compare()).toMatchObject({ sent: 5, documents: 8, lost: 2, foreign: 3, twice: 1, duplicates: 1 });
  });
});

describe("whether memory is flat", () => {
  const samples = (used: (at: number) => number, rss: (at: number) => number = () => 300) =>
    Array.from({ length: 10 }, (_, at) => ({ used: used(at), rss: rss(at) }));

  it.each([
    ["level", samples(() => 100), true],
    ["level after warming up", samples((at) => (at === 0 ? 40 : 120)), true],
    ["growing steadily", samples((at) => 100 + 10 * at), false],
    [
      "growing in RSS alone",
      samples(
        () => 100,
        (at) => 300 + 60 * at,
      ),
      false,
    ],
  ])("says of memory that is %s", (_, taken, flat) => {
    expect(isFlat(taken)).toBe(flat);
  });

  it("says nothing of a short run", () => {
    expect(isFlat(samples(() => 100).slice(0, 9))).toBeUndefined();
  });
});
