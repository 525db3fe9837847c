import { readFile, writeFile } from "node:fs/promises";
import { goldenPath, goldenText, readScenarios } from "./scenarios.ts";

// Writes the golden of each scenario that has none or another one. A golden that nobody reads proves nothing: review the diff.
for (const scenario of await readScenarios()) {
  const path = goldenPath(scenario);
  const text = goldenText(scenario);
  const current = await readFile(path, "utf8").catch(() => undefined);
  if (current === text) continue;
  await writeFile(path, text);
  console.log(
    `${current === undefined ? "new" : "changed"}: shared/sources/${scenario.source}/samples/${scenario.name}.expected.json`,
  );
}
