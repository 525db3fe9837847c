import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cachedFolder, cacheRoot } from "../../tools/servers/cache.ts";

describe("cacheRoot", () => {
  it.each([
    ["the variable of the project", { TRIBUTARY_CACHE: "/srv/cache", XDG_CACHE_HOME: "/xdg" }, "/srv/cache"],
    ["the user's cache", { XDG_CACHE_HOME: "/xdg" }, "/xdg/tributary"],
    ["the usual place", {}, join(homedir(), ".cache/tributary")],
    [
      "the usual place for empty variables",
      { TRIBUTARY_CACHE: "", XDG_CACHE_HOME: "" },
      join(homedir(), ".cache/tributary"),
    ],
  ])("is %s", (_, env, root) => {
    expect(cacheRoot(env)).toBe(root);
  });
});

describe("cachedFolder", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "tributary-test-cache-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  it("fetches once, under the name and version", async () => {
    let fetched = 0;
    const fetch = async (folder: string): Promise<undefined> => {
      fetched++;
      await writeFile(join(folder, "server"), "whole");
    };
    const first = await cachedFolder("river", "1.2.3", fetch, root);
    const second = await cachedFolder("river", "1.2.3", fetch, root);
    expect(first).toEqual({ ok: true, value: join(root, "river-1.2.3") });
    expect(second).toEqual(first);
    expect(fetched).toBe(1);
    expect(await readFile(join(root, "river-1.2.3", "server"), "utf8")).toBe("whole");
  });

  it("shows nothing under the final name before the fetch is complete", async () => {
    const seen: boolean[] = [];
    await cachedFolder(
      "river",
      "1",
      async (folder) => {
        await writeFile(join(folder, "half"), "");
        seen.push(existsSync(join(root, "river-1")));
        return undefined;
      },
      root,
    );
    expect(seen).toEqual([false]);
    expect(await readdir(root)).toEqual(["river-1"]);
  });

  it("lets two fetches at once both succeed, with one whole folder", async () => {
    const bothHere = Promise.withResolvers<undefined>();
    let here = 0;
    const fetch = async (folder: string): Promise<undefined> => {
      if (++here === 2) bothHere.resolve(undefined);
      await bothHere.promise;
      await writeFile(join(folder, "server"), "whole");
    };
    const both = await Promise.all([cachedFolder("river", "1", fetch, root), cachedFolder("river", "1", fetch, root)]);
    expect(here).toBe(2);
    expect(both).toEqual(Array.from({ length: 2 }, () => ({ ok: true, value: join(root, "river-1") })));
    expect(await readdir(root)).toEqual(["river-1"]);
    expect(await readdir(join(root, "river-1"))).toEqual(["server"]);
  });

  it("says why a fetch failed, and leaves nothing of it", async () => {
    const failed = await cachedFolder(
      "river",
      "1",
      async (folder) => {
        await writeFile(join(folder, "half"), "");
        return "no network";
      },
      root,
    );
    expect(failed).toEqual({ ok: false, reason: "no network" });
    expect(await readdir(root)).toEqual([]);
  });

  it("leaves nothing of a fetch that throws", async () => {
    const fetch = (): Promise<undefined> => Promise.reject(new Error("a bug"));
    await expect(cachedFolder("river", "1", fetch, root)).rejects.toThrow("a bug");
    expect(await readdir(root)).toEqual([]);
  });

  it("uses the folder that another process finished while this fetch failed", async () => {
    const fetch = async (): Promise<string> => {
      await mkdir(join(root, "river-1"));
      return "the other one held the lock";
    };
    expect(await cachedFolder("river", "1", fetch, root)).toEqual({ ok: true, value: join(root, "river-1") });
  });

  it("makes everything readable for other users, as a server may run as one", async () => {
    await cachedFolder(
      "river",
      "1",
      async (folder) => {
        await writeFile(join(folder, "config"), "", { mode: 0o600 });
        await writeFile(join(folder, "server"), "", { mode: 0o700 });
        return undefined;
      },
      root,
    );
    const modes = ["", "config", "server"].map(async (name) => (await stat(join(root, "river-1", name))).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o755, 0o644, 0o755]);
  });
});
