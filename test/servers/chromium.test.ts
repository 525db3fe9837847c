import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { chromium } from "../../tools/servers/chromium.ts";

const folder = mkdtempSync(join(tmpdir(), "tributary-chromium-"));
const program = join(folder, "chromium");
writeFileSync(program, "#!/bin/sh\n");
chmodSync(program, 0o755);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("a Chromium for the browser tests", () => {
  it("is the one that CHROMIUM names", async () => {
    expect(await chromium({ CHROMIUM: program, PATH: "/nowhere" })).toBe(program);
  });

  it("is the first on the PATH", async () => {
    expect(await chromium({ PATH: `/nowhere:${folder}` })).toBe(program);
  });

  it("is never looked for elsewhere when CHROMIUM names something else, and what is wrong is said", async () => {
    expect(await chromium({ CHROMIUM: join(folder, "nothing"), PATH: folder, CI: "true" })).toEqual({
      missing: "browser",
      message: expect.stringContaining("which is no program") as string,
    });
  });
});
