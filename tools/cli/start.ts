/**
 * `npm start`: replays the sample events of this repository into ./out, without network or servers, and says where to look next.
 * Some of the samples are broken on purpose, to show how failures are kept.
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { conservationGap, type Account } from "../../shared/core/accounting.ts";
import { namedPath } from "./arguments.ts";
import { EXIT, newCommand, runCommand } from "./command.ts";
import { directoryDestination } from "./destinations/directory.ts";
import { OUT, shownPath } from "./destinations/open-destination.ts";
import { replayFiles } from "./replay-files.ts";
import { newProgress } from "./report/progress.ts";
import { paintFor, summaryLines } from "./report/summary.ts";
import { sampleInputs } from "./sample-inputs.ts";

const root = path.resolve(import.meta.dirname, "../..");
const command = newCommand("start", "Replays the sample events into ./out and says where to look next.").option(
  "--to <folder>",
  "another folder than ./out, which is not emptied before",
);

await runCommand("start", async () => {
  await command.parseAsync();
  const { to } = command.opts<{ readonly to?: string }>();
  const inputs = await sampleInputs();
  const out = to === undefined ? path.join(root, OUT) : namedPath(to);
  if (to === undefined) await rm(out, { recursive: true, force: true });
  const shown = shownPath(out);
  const destination = await directoryDestination(out, shown, path.join(shown, "failures"));
  const progress = newProgress(undefined, process.stderr);
  const account = await replayFiles(inputs, destination, {}, progress.add).finally(progress.end);
  const summary = summaryLines(account, destination, paintFor(process.stdout));
  process.stdout.write(`${[...summary, "", ...whereToLook(account, shown)].join("\n")}\n`);
  return conservationGap(account) === 0 ? EXIT.done : EXIT.failed;
});

function whereToLook(account: Account, out: string): string[] {
  const largest = [...account.bySource.values()].toSorted((a, b) => b.records - a.records)[0];
  const next: [string, string][] = [
    [`head -1 ${out}/${largest?.index ?? "logs-*"}.ndjson`, "a record; each of these files is one day's index"],
    ["npm run explain -- 'a log line'", "which source knows the line, and what it becomes"],
    ["npm run replay -- --to mine FILE…", "your own captures; --to http://… fills a real OpenSearch"],
    ["npm run studio", "the same in a local page: see your own lines become records"],
    ["README.md and docs/", "what goes in, what comes out, and how to deploy it"],
  ];
  const width = Math.max(...next.map(([what]) => what.length));
  return ["Where to look next:", ...next.map(([what, why]) => `  ${what.padEnd(width)}  ${why}`)];
}
