/**
 * `npm run new:source -- NAME [options] < lines`: makes a source of sample lines, ready to be edited. See `--help`.
 */
import path from "node:path";
import { text } from "node:stream/consumers";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { readTime } from "../cli/arguments.ts";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { readScenarios } from "../generate/scenarios.ts";
import { claimLines, nextLines, recognitionLines } from "./advice.ts";
import { claimsOn } from "./claims.ts";
import { givenLines } from "./given-lines.ts";
import { planSource } from "./plan-source.ts";
import { sampleLines } from "./sample-lines.ts";
import { sourceName } from "./source-name.ts";
import { makePartOf, refuseKnown, writeSource } from "./write-source.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

interface Options {
  readonly platform?: string;
  readonly logGroup?: string;
  readonly logStream: string;
  readonly at?: string;
  readonly provenance: string;
}

const command = newCommand("new:source", "Makes a source of the log lines on standard input, ready to be edited.")
  .argument("<name>", "<platform>.<what>, e.g. ecs.payment-audit; with --platform <what> alone")
  .option("--platform <platform>", "eks, ecs, ec2, lambda or other")
  .option(
    "--log-group <name>",
    "log group of the lines; the source claims all of it if the lines have nothing in common",
  )
  .option("--log-stream <name>", "log stream of the lines", "first")
  .option("--at <time>", "carrier's time of the lines (default: the latest that they say themselves, else now)")
  .option(
    "--provenance <text>",
    "where they are from, beginning with real: or synthetic:",
    "real: lines given to npm run new:source",
  )
  .addHelpText("after", "\n  npm run new:source -- ecs.payment-audit --log-group /ecs/payments < lines.log");

await runCommand("new:source", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const source = sourceName(command.args[0] ?? "", options.platform);
  if (!/^(?:real|synthetic): \S/.test(options.provenance)) {
    throw new Problem("--provenance begins with real: or synthetic:, and says where the lines are from");
  }
  refuseKnown(ROOT, source.name);
  if (process.stdin.isTTY) throw new Problem("give lines on standard input: npm run new:source -- NAME < lines.log");
  const lines = sampleLines(await text(process.stdin));

  const { logGroup, logStream, provenance } = options;
  const said = { logGroup, logStream, provenance, at: options.at === undefined ? undefined : readTime(options.at) };
  const given = givenLines(lines, said, Date.now(), SOURCES);
  const claims = claimsOn(given.lines, given.origin, SOURCES);
  console.log(claimLines(lines.length, claims).join("\n"));
  const scenarios = await readScenarios(path.join(ROOT, "shared/sources"));
  const { source: made, recognition, field } = planSource(source, given, claims, scenarios, SOURCES);
  console.log(recognitionLines(source.name, recognition, lines.length, field).join("\n"));
  for (const file of writeSource(ROOT, made)) console.log(`wrote ${file}`);
  process.stdout.write(makePartOf(ROOT, source.name));
  console.log(nextLines(source.name, made.origin).join("\n"));
  return EXIT.done;
});
