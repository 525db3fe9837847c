import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JAVA_FOR_OPENSEARCH_2, JAVA_FOR_OPENSEARCH_3, javaHome, javaRelease } from "../../tools/servers/java.ts";

describe("javaRelease", () => {
  it.each([
    ['openjdk version "25.0.3" 2026-04-21 LTS', 25],
    ['openjdk version "21" 2023-09-19', 21],
    ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment (build 17.0.15+6-Debian-1deb12u1)', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "26-ea" 2027-03-16', 26],
    ["The operation couldn't be completed. Unable to locate a Java Runtime.", undefined],
    ["", undefined],
  ])("reads %j", (answer, release) => {
    expect(javaRelease(answer)).toBe(release);
  });
});

describe("javaHome", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tributary-test-java-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A Java installation that can only say its version. */
  async function install(name: string, script: string): Promise<string> {
    const home = join(folder, name);
    await mkdir(join(home, "bin"), { recursive: true });
    await writeFile(join(home, "bin", "java"), `#!/bin/sh\n${script}\n`);
    await chmod(join(home, "bin", "java"), 0o755);
    return home;
  }

  const says = (version: string): string => `echo 'openjdk version "${version}"' >&2`;

  it.each([
    ["OPENSEARCH_JAVA_HOME before JAVA_HOME", says("21.0.2"), says("25.0.1"), "opensearch"],
    ["JAVA_HOME if the other is too old", says("17.0.15"), says("21"), "general"],
    ["JAVA_HOME if the other does not run", "exit 1", says("25.0.1"), "general"],
    ["JAVA_HOME if the other says nothing", "true", says("25.0.1"), "general"],
  ])("takes %s", async (_, first, second, chosen) => {
    vi.stubEnv("OPENSEARCH_JAVA_HOME", await install("opensearch", first));
    vi.stubEnv("JAVA_HOME", await install("general", second));
    expect(await javaHome(JAVA_FOR_OPENSEARCH_3)).toEqual({ ok: true, value: join(folder, chosen) });
  });

  it("passes over a Java that is too new for OpenSearch 2", async () => {
    vi.stubEnv("OPENSEARCH_JAVA_HOME", await install("opensearch", says("25.0.3")));
    vi.stubEnv("JAVA_HOME", await install("general", says("21.0.2")));
    expect(await javaHome(JAVA_FOR_OPENSEARCH_2)).toEqual({ ok: true, value: join(folder, "general") });
  });
});
