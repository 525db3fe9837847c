/**
 * `npm run studio -- [FILE…] [options]`: a local page that shows log lines becoming records. See `--help`.
 *
 * It runs until it is interrupted. Exit code 2 for bad usage, a port that is taken and files that cannot be read.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { styleText } from "node:util";
import { namedPath, readTime } from "../cli/arguments.ts";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { readUrl } from "../cli/cluster.ts";
import { inputFile } from "../cli/input/open-input.ts";
import { Problem } from "../cli/problem.ts";
import type { ReplayInput } from "../cli/replay-files.ts";
import { sampleInputs } from "../cli/sample-inputs.ts";
import { startStudio } from "./start-studio.ts";

interface Options {
  readonly open: boolean;
  readonly port: string;
  readonly to?: string;
  readonly logGroup: string;
  readonly logStream?: string;
  readonly at?: string;
  readonly samples: boolean;
}

const command = newCommand("studio", "Opens a local page that shows log lines becoming records.")
  .argument("[file...]", "files to replay into it; it reads no others")
  .option("--port <number>", "port on 127.0.0.1 (default: a free one)", "0")
  .option("--no-open", "do not open a browser")
  .option(
    "--to <url>",
    "an OpenSearch that gets the records and answers the questions: http(s)://[user:password@]host[:port]",
  )
  .option("--log-group <name>", "log group of plain lines in the files", "replay")
  .option("--log-stream <name>", "log stream of plain lines in the files (default: the file's name)")
  .option("--at <time>", "carrier's time of lines that have no full date (default: the file's own time)")
  .option("--no-samples", "do not replay the samples in events/")
  .addHelpText(
    "after",
    "\n  npm run studio\n  npm run studio -- --log-group /aws/eks/dev/cluster --log-stream kube-scheduler-1 scheduler.log",
  );

await runCommand("studio", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const port = /^\d{1,5}$/.test(options.port) ? Number(options.port) : Number.NaN;
  if (!(port < 65_536)) throw new Problem(`--port ${options.port}: wanted is a number from 0 to 65535`);
  const given = await Promise.all(command.args.map((name) => givenFile(name, options)));
  const studio = await startStudio({
    port,
    to: options.to === undefined ? undefined : readUrl("--to", options.to),
    replays: [
      ...(options.samples ? [{ name: "events/", inputs: await sampleInputs() }] : []),
      ...given.map((input) => ({ name: path.basename(input.file.name), inputs: [input] })),
    ],
  });
  process.stdout.write(
    `studio  ${styleText("bold", studio.url, { stream: process.stdout })}\n        Ctrl-C ends it.\n`,
  );
  if (options.open) openBrowser(studio.url);
  await interrupted();
  await studio.close();
  return EXIT.done;
});

async function givenFile(name: string, { logGroup, logStream, at }: Options): Promise<ReplayInput> {
  if (name === "-") throw new Problem("-: standard input would have to end first; name a file");
  const file = await inputFile(name, namedPath(name));
  return {
    file,
    origin: { logGroup, logStream: logStream ?? path.basename(name, ".gz") },
    at: at === undefined ? file.modifiedAt : readTime(at),
  };
}

async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, resolve);
  });
}

/** On a machine with a desktop; the address is printed anyway, so that nothing depends on it. */
function openBrowser(url: string): void {
  const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
  const desktop = process.platform !== "linux" || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
  if (!desktop || CI !== undefined) return;
  const [program, args]: [string, string[]] =
    process.platform === "darwin"
      ? ["open", [url]]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", "", url]]
        : ["xdg-open", [url]];
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
