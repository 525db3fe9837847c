import { describe, expect, it } from "vitest";
import { listObjects } from "../../../shared/core/redrive/list-objects.ts";
import { newWorld } from "../world.ts";
import { fakeStore } from "./fake-store.ts";

const all = () => true;

function storeWith(times: Record<string, number>) {
  const world = newWorld();
  const store = fakeStore(world);
  for (const [key, time] of Object.entries(times)) {
    world.bucket.objects.set(key, Buffer.from("x"));
    store.times.set(key, time);
  }
  return store;
}

const keys = ({ objects }: { objects: readonly { key: string }[] }) => objects.map(({ key }) => key);

describe("listObjects", () => {
  it("gives what was written first first, and each object once", async () => {
    const store = storeWith({ "a/1": 3, "a/2": 1, "b/1": 2, "b/2": 2, "c/1": 0 });
    const listing = await listObjects(store, { prefixes: ["b/", "a/", "b/", "a/1"], accepts: all }, 100);
    expect(keys(listing)).toEqual(["a/2", "b/1", "b/2", "a/1"]);
    expect(store.calls).toEqual(["list b/", "list a/", "list a/1"]);
  });

  it("leaves out folders of the console, and what is not accepted", async () => {
    const store = storeWith({ "a/": 0, "a/1": 1, "a/2": 2 });
    const listing = await listObjects(store, { prefixes: ["a/"], accepts: ({ key }) => key !== "a/2" }, 100);
    expect(keys(listing)).toEqual(["a/1"]);
  });

  it("keeps the oldest when there are too many, and says how many there are beyond", async () => {
    const times = Object.fromEntries(Array.from({ length: 100 }, (_, number) => [`a/${number}`, (number * 37) % 100]));
    const store = storeWith(times);
    const listing = await listObjects(store, { prefixes: ["a/"], accepts: all }, 7);
    expect(listing.objects.map(({ modifiedAt }) => modifiedAt)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(listing.beyond).toBe(93);
  });

  it("goes on after a prefix that cannot be listed", async () => {
    const store = storeWith({ "a/1": 1, "b/1": 2 });
    store.fails = (call) => call === "list a/";
    const listing = await listObjects(store, { prefixes: ["a/", "b/"], accepts: all }, 100);
    expect(keys(listing)).toEqual(["b/1"]);
    expect(listing.failed).toMatchObject([{ key: "a/", error: { message: "SlowDown on list a/" } }]);
  });
});
