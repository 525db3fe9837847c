import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "../cli/problem.ts";
import type { ScenarioOrigin } from "../generate/scenarios.ts";

/** The files of a new source. */
export interface NewSource {
  readonly name: string;
  readonly module: string;
  readonly lines: readonly string[];
  readonly origin: ScenarioOrigin;
}

/** The scenario that the given lines become. */
export const SCENARIO = "first";

/** @throws Problem when there is a source of this name: what somebody wrote is never overwritten. */
export function refuseKnown(root: string, name: string): void {
  if (existsSync(path.join(root, "shared/sources", name))) {
    throw new Problem(`shared/sources/${name} is there already; choose another name, or add a sample to it`);
  }
}

/**
 * Writes the folder of a source, without its golden.
 *
 * @param root folder of the project.
 * @returns the files, from there.
 * @throws Problem when there is a source of this name.
 */
export function writeSource(root: string, { name, module, lines, origin }: NewSource): string[] {
  refuseKnown(root, name);
  const folder = `shared/sources/${name}`;
  const files: [file: string, content: string][] = [
    [`${folder}/index.ts`, module],
    [`${folder}/samples/${SCENARIO}.log`, lines.map((line) => `${line}\n`).join("")],
    [`${folder}/samples/${SCENARIO}.origin.json`, `${JSON.stringify(origin, undefined, 2)}\n`],
  ];
  mkdirSync(path.join(root, folder, "samples"), { recursive: true });
  for (const [file, content] of files) writeFileSync(path.join(root, file), content);
  return files.map(([file]) => file);
}

/** What makes a folder a part of the project, in this order: the goldens need the registry, the events need the samples. */
const STEPS = ["tools/generate/run.ts", "tools/generate/goldens.ts", "tools/generate/events.ts"];

/**
 * Formats the module and generates everything that follows from it, each step in a process of its own: this one has loaded the
 * sources as they were. What the steps write to standard output is handed on when all are done, so that a reader who has left
 * (`| head`) does not stop them.
 *
 * @throws Problem when a step fails; it has said why on standard error.
 */
export function makePartOf(root: string, name: string): string {
  const run = (...args: string[]): string => {
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (status !== 0) throw new Problem(`${args.join(" ")} failed; shared/sources/${name} stays as it is`);
    return stdout;
  };
  run("node_modules/oxfmt/bin/oxfmt", `shared/sources/${name}/index.ts`);
  return STEPS.map((script) => run(script)).join("");
}
