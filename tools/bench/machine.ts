import { availableParallelism, cpus, loadavg } from "node:os";

/** What a measurement was made on, in one line: times are the machine's, and a busy one makes them longer. */
export function machineLine(): string {
  const model = cpus()[0]?.model ?? "unknown processor";
  const [load = 0] = loadavg();
  return `Node ${process.version}, ${process.arch}, ${availableParallelism()} × ${model}, load ${load.toFixed(1)}`;
}
