import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judgeBulk } from "../../../../shared/core/delivery/judge.ts";
import { directoryDestination } from "../../../../tools/cli/destinations/directory.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "tributary-out-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const INDEX = "logs-eks-2026-11-23";
const file = () => path.join(folder, `${INDEX}.ndjson`);
const records = (index = INDEX) => readFileSync(path.join(folder, `${index}.ndjson`), "utf8");
const open = () => directoryDestination(folder, folder, path.join(folder, "failures"));

/** Writes documents that hold their own id; gives what became of each. */
async function write(ids: string[], destination = open(), index = INDEX): Promise<string[]> {
  const body = ids.map((id) => `{"create":{"_index":"${index}","_id":"${id}"}}\n{"id":"${id}"}\n`).join("");
  const judged = judgeBulk(await (await destination).bulk(body, 1000), ids.length);
  return judged.kind === "items" ? judged.verdicts.map(({ kind }) => kind) : [judged.kind];
}

describe("a folder as destination", () => {
  it("has a file for each index, with a record a line", async () => {
    const destination = open();
    await write(["a", "b"], destination);
    await write(["c"], destination, "logs-ecs-2026-11-24");
    await write(["d"], destination);
    expect(records()).toBe('{"id":"a"}\n{"id":"b"}\n{"id":"d"}\n');
    expect(records("logs-ecs-2026-11-24")).toBe('{"id":"c"}\n');
  });

  it("finds duplicates within a request, between requests and between replays", async () => {
    const destination = open();
    expect(await write(["a", "a", "b"], destination)).toEqual(["created", "duplicate", "created"]);
    expect(await write(["b", "c"], destination)).toEqual(["duplicate", "created"]);
    expect(await write(["a", "c", "d"])).toEqual(["duplicate", "duplicate", "created"]);
    expect(records()).toBe('{"id":"a"}\n{"id":"b"}\n{"id":"c"}\n{"id":"d"}\n');
  });

  it("writes again what is no longer there", async () => {
    await write(["a", "b"]);
    rmSync(file());
    expect(await write(["a", "b"])).toEqual(["created", "created"]);
    expect(await write(["a", "b"])).toEqual(["duplicate", "duplicate"]);
    expect(records()).toBe('{"id":"a"}\n{"id":"b"}\n');
  });

  it("writes again what was cut off, on a line of its own", async () => {
    await write(["a", "b"]);
    truncateSync(file(), '{"id":"a"}\n{"id'.length);
    expect(await write(["a", "b"])).toEqual(["duplicate", "created"]);
    expect(await write(["a", "b"])).toEqual(["duplicate", "duplicate"]);
    expect(records()).toBe('{"id":"a"}\n{"id\n{"id":"b"}\n');
  });

  it("does not touch records that it has not written", async () => {
    writeFileSync(file(), '{"mine":1}\n');
    await write(["a"]);
    appendFileSync(file(), '{"mine":2}\n');
    expect(await write(["a", "b"])).toEqual(["duplicate", "created"]);
    expect(records()).toBe('{"mine":1}\n{"id":"a"}\n{"mine":2}\n{"id":"b"}\n');
  });

  it("holds failures under their keys", async () => {
    const key = "failures/stage=decode/reason=gzip_corrupt/dt=2026-11-23/hour=09/abc.ndjson.gz";
    await (await open()).putFailure(key, Buffer.from("x"));
    expect(readFileSync(path.join(folder, key), "utf8")).toBe("x");
  });

  it("says which folder cannot be used", async () => {
    writeFileSync(file(), "");
    await expect(directoryDestination(file(), "some/file", folder)).rejects.toThrow(
      "--to some/file: cannot make this folder",
    );
    const destination = await directoryDestination(folder, folder, file());
    await expect(destination.putFailure("failures/a.gz", Buffer.from("x"))).rejects.toThrow("cannot write a failure");
  });
});
