import { styleText } from "node:util";
import { Command, CommanderError } from "commander";
import { Problem } from "./problem.ts";

/** Exit codes of all commands. */
export const EXIT = { done: 0, failed: 1, unusable: 2 } as const;

/** A command whose mistakes are one line each, with the flag that was probably meant, and exit code 2. */
export function newCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(`${name}: ${oneLine(text).replace(/^error: |\.$/g, "")}; see --help\n`),
    });
}

/**
 * Runs a command: its result is the exit code, a `Problem` is printed as one line. A reader that closes the pipe early (`| head`)
 * ends the command in silence. Everything else that is thrown is a bug and keeps its stack trace.
 */
export async function runCommand(name: string, run: () => Promise<number>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(EXIT.done);
      throw error;
    });
  }
  try {
    process.exitCode = await run();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.unusable;
    } else if (error instanceof Problem) {
      process.stderr.write(`${styleText("red", `${name}:`, { stream: process.stderr })} ${oneLine(error.message)}\n`);
      process.exitCode = EXIT.unusable;
    } else {
      throw error;
    }
  }
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
