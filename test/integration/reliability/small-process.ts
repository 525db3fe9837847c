import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { FunctionsUnderFault } from "../../../tools/faults/functions.ts";
import type { World } from "./world.ts";

/** The heap of a function that was given too little memory, MB. */
const HEAP_MB = 40;

/** `index` in a process of its own, whose memory is not enough for a large event: it ends there, as in Lambda. */
export function inSmallProcess(world: World): FunctionsUnderFault {
  const surroundings = JSON.stringify(world.surroundings());
  return {
    ...world.functions(),
    index: async (event) => {
      const file = path.join(import.meta.dirname, "small-function.ts");
      const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, file], {
        stdio: ["pipe", "ignore", "pipe"],
        env: { ...process.env, SURROUNDINGS: surroundings },
      });
      const said: Buffer[] = [];
      child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
      // The process may end before it has read all of it.
      child.stdin.on("error", () => undefined);
      child.stdin.end(JSON.stringify(event));
      const [code] = (await once(child, "close")) as [number | null];
      const text = Buffer.concat(said).toString();
      if (!text.includes("heap out of memory")) throw new TypeError(`the small process ended with ${code}: ${text}`);
      throw new Error("Runtime exited with error: signal: killed");
    },
  };
}
