import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf, inputFile } from "../../../../tools/cli/input/open-input.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "tributary-input-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const text = "a line\n".repeat(100_000);

function written(bytes: Buffer | string): string {
  const file = path.join(folder, "input");
  writeFileSync(file, bytes);
  return file;
}

async function read(bytes: Buffer | string): Promise<{ text: string; read: number }> {
  const file = await inputFile("input", written(bytes));
  const parts: Buffer[] = [];
  let count = 0;
  for await (const part of bytesOf(file, (length) => (count += length))) parts.push(part);
  return { text: Buffer.concat(parts).toString(), read: count };
}

describe("a file to replay", () => {
  it.each([
    ["plain", Buffer.from(text)],
    ["gzip", gzipSync(text)],
    ["gzip of several members", Buffer.concat([gzipSync(text.slice(0, 70)), gzipSync(text.slice(70))])],
    ["gzip in gzip", gzipSync(gzipSync(text))],
  ])("is read when it is %s", async (_, bytes) => {
    expect(await read(bytes)).toEqual({ text, read: bytes.length });
  });

  it("may be empty", async () => {
    expect(await read("")).toEqual({ text: "", read: 0 });
  });

  it("has its size and its time", async () => {
    const file = written("abc");
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    expect(await inputFile("x", file)).toEqual({ name: "x", path: file, size: 3, modifiedAt: 1_700_000_000_000 });
  });

  it.each([
    ["cut off", gzipSync(text).subarray(0, 300), "input: gzip data is cut off or corrupt"],
    [
      "corrupt",
      Buffer.concat([gzipSync(text).subarray(0, 30), Buffer.alloc(300, 7)]),
      "input: gzip data is cut off or corrupt",
    ],
    ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0]), "input: compressed with zstd"],
  ])("is refused by name when it is %s", async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
  });

  it("is refused by name when it is missing or a folder", async () => {
    await expect(inputFile("gone.log", path.join(folder, "gone"))).rejects.toThrow(
      "gone.log: no such file or directory",
    );
    await expect(inputFile("logs", folder)).rejects.toThrow("logs: is a folder; name the files in it");
  });
});
