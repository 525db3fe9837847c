import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Available, cachedFolder } from "./cache.ts";
import { lastLines, runCommand } from "./command.ts";
import { JAVA_FOR_OPENSEARCH_3, javaHome } from "./java.ts";
import { answersAs, nodeSettings, OPENSEARCH_READY_MS } from "./opensearch-node.ts";
import type { ServerPlan } from "./process.ts";
import { say } from "./progress.ts";
import { giveTo, readableBy, unprivilegedUser } from "./unprivileged.ts";
import type { Watchdog } from "./watchdog.ts";

const VERSION = "3.8.0";
const UNPACK = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack";

/** Compiling no more than needed halves the start on two cores; this node answers a few requests and ends. */
const JAVA_OPTIONS = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1";

/** The official build, run by a Java of this machine: what it takes to start it, or what is missing. */
export async function distributionPlan(clusterName: string): Promise<Available<ServerPlan>> {
  const distribution = await cachedFolder("opensearch", VERSION, (folder, watchdog) =>
    fetchDistribution(VERSION, "160 MB", folder, watchdog),
  );
  if (!distribution.ok) return distribution;
  const java = await javaHome(JAVA_FOR_OPENSEARCH_3);
  if (!java.ok) return java;
  const isReady: ServerPlan["isReady"] = (port, signal) => answersAs(clusterName, port, signal);
  const home = join(distribution.value, `opensearch-${VERSION}`);
  return { ok: true, value: nodePlan({ home, java: java.value, settings: nodeSettings(clusterName), isReady }) };
}

/**
 * Puts the distribution into `opensearch-<version>` of the folder; says what went wrong, or nothing. Maven both downloads and unpacks
 * (with the executable bits), so that no `unzip` is needed.
 */
export async function fetchDistribution(
  version: string,
  size: string,
  folder: string,
  watchdog: Watchdog,
): Promise<string | undefined> {
  const maven = await runCommand("mvn", ["--version"]);
  if (!maven.ok) return `no Maven (${lastLines(maven.output, 1)})`;
  say(`Fetching OpenSearch ${version} from Maven Central (${size}), once`);
  const artifact = `org.opensearch.distribution.integ-test-zip:opensearch:${version}:zip`;
  const args = ["-q", "-B", UNPACK, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  const unpacked = await runCommand("mvn", args, { cwd: folder, watchdog });
  // Outside a Maven project, the plugin notes what it has unpacked in a folder of the working folder named like this.
  await rm(join(folder, "${project.basedir}"), { recursive: true, force: true });
  if (unpacked.ok && existsSync(join(folder, `opensearch-${version}`, "bin", "opensearch"))) return undefined;
  return `Maven could not fetch ${artifact} (${lastLines(unpacked.output, 3)})`;
}

/** A node of a distribution in the cache. */
export interface CachedNode {
  readonly home: string;
  readonly java: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly isReady: ServerPlan["isReady"];
}

/**
 * The distribution in the cache is never written to, as it may be shared: configuration, data, logs and temporary files
 * of each run lie in its own folder. As root, the node runs as nobody, because OpenSearch refuses root.
 */
export function nodePlan({ home: cached, java: cachedJava, settings: given, isReady }: CachedNode): ServerPlan {
  const user = unprivilegedUser();
  return {
    name: "opensearch",
    readyWithinMs: OPENSEARCH_READY_MS,
    isReady,
    prepare: async (folder) => {
      const home = await readableBy(user, cached, join(folder, "distribution"));
      const java = await readableBy(user, cachedJava, join(folder, "java"));
      const at = { config: join(folder, "config"), data: join(folder, "data"), logs: join(folder, "logs") };
      const temporary = join(folder, "tmp");
      for (const own of [at.data, at.logs, temporary]) await mkdir(own);
      await cp(join(home, "config"), at.config, { recursive: true });
      const jvmOptions = join(at.config, "jvm.options");
      await writeFile(jvmOptions, runJvmOptions(await readFile(jvmOptions, "utf8"), at.logs));
      await giveTo(user, folder);
      const settings = {
        ...given,
        "network.host": "127.0.0.1",
        "path.data": at.data,
        "path.logs": at.logs,
      };
      return (port) => ({
        file: join(home, "bin", "opensearch"),
        args: Object.entries({ ...settings, "http.port": port }).flatMap(([name, value]) => ["-E", `${name}=${value}`]),
        env: {
          OPENSEARCH_HOME: home,
          OPENSEARCH_JAVA_HOME: java,
          OPENSEARCH_JAVA_OPTS: JAVA_OPTIONS,
          OPENSEARCH_PATH_CONF: at.config,
          OPENSEARCH_TMPDIR: temporary,
        },
        ...user,
      });
    },
  };
}

/**
 * The distribution's `jvm.options` for one run: log files go to the run's folder instead of the distribution, no heap
 * dump is written, and the vector module, which only speeds up k-NN and which small Java runtimes lack, is not asked for.
 */
export function runJvmOptions(options: string, logs: string): string {
  return options
    .split("\n")
    .filter((line) => !line.includes("HeapDump") && !line.includes("jdk.incubator.vector"))
    .join("\n")
    .replaceAll("=logs/", `=${logs}/`);
}
