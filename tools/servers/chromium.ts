import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Available } from "./cache.ts";
import { lastLines, runCommand } from "./command.ts";
import { missingRuntime, type MissingRuntime } from "./missing-runtime.ts";
import { say } from "./progress.ts";

/** What Chromium and its kin are called, and where systems put them that do not put them on the PATH. */
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"] as const;
const PLACES = [
  "/usr/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
] as const;
const REMEDY = "Install Chromium (Debian: apt-get install chromium), or set CHROMIUM to the path of one.";

/** Arguments of a Chromium that tests drive: it runs also as root and in a container, and calls nobody. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
] as const;

/**
 * The path of a Chromium: the variable CHROMIUM, the PATH, the usual places. On Debian, as root and with CI set, it is installed
 * with the system's own package manager; a machine of a person's is left as it is.
 */
export async function chromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | MissingRuntime> {
  const named = env["CHROMIUM"] ?? "";
  if (named !== "")
    return isProgram(named) ? named : missingRuntime("browser", [`CHROMIUM is ${named}, which is no program`], REMEDY);
  const found = findChromium(env);
  if (found !== undefined) return found;
  const reasons = ["none on the PATH or where systems put it"];
  if (env["CI"] && isDebian() && process.getuid?.() === 0) {
    const installed = await install();
    const now = installed.ok ? findChromium(env) : undefined;
    if (now !== undefined) return now;
    if (!installed.ok) reasons.push(installed.reason);
  }
  return missingRuntime("browser", reasons, REMEDY);
}

function findChromium(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isDebian(): boolean {
  return existsSync("/etc/os-release") && /^ID(?:_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
}

const APT = { env: { DEBIAN_FRONTEND: "noninteractive" }, timeout: 300_000 };

async function install(): Promise<Available<undefined>> {
  say("Installing Chromium with apt-get, for the browser tests.");
  await runCommand("apt-get", ["-qq", "update"], APT);
  const done = await runCommand("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], APT);
  return done.ok ? { ok: true, value: undefined } : { ok: false, reason: lastLines(done.output, 3) };
}
