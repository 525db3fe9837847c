import { join } from "node:path";
import { type Available, cachedFolder } from "./cache.ts";
import { lastLines, runCommand } from "./command.ts";
import { say } from "./progress.ts";

/**
 * A package of PyPI in a virtual environment of its own, kept in the cache. Use it as `<folder>/bin/python -m <module>`:
 * the scripts that pip writes hold the path of the temporary folder, the interpreter finds its packages anywhere.
 */
export function pythonPackage(name: string, version: string): Promise<Available<string>> {
  return cachedFolder(name, version, async (folder, watchdog) => {
    const made = await runCommand("python3", ["-m", "venv", folder], { watchdog });
    if (!made.ok) return `no Python 3 with venv (${lastLines(made.output, 2)})`;
    say(`Fetching ${name} ${version} from PyPI, once`);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `${name}==${version}`];
    const installed = await runCommand(join(folder, "bin", "python"), pip, { watchdog });
    return installed.ok ? undefined : `pip could not install ${name} ${version} (${lastLines(installed.output, 2)})`;
  });
}
