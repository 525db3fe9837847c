import type { Measured } from "./measure.ts";

/** What was measured of one set. */
export interface SetReport {
  readonly name: string;
  readonly events: number;
  readonly bytesPerEvent: number;
  readonly paths: readonly Measured[];
}

const HEAD =
  "set                 bytes/event  path            events/s     MB/s  ns/event  × floor  out/in  peak MB     gc";

/** The rows of one set, for people. */
export function tableOf({ name, bytesPerEvent, paths }: SetReport, withHead: boolean): string {
  const rows = paths.map((path) =>
    [
      name.padEnd(18),
      String(bytesPerEvent).padStart(12),
      `  ${path.name.padEnd(14)}`,
      path.eventsPerSecond.toLocaleString("en").padStart(10),
      path.megabytesPerSecond.toFixed(1).padStart(9),
      String(path.nanosecondsPerEvent).padStart(10),
      path.ratioToFloor.toFixed(2).padStart(9),
      path.bytesOutPerByteIn.toFixed(2).padStart(8),
      String(path.peakMegabytes).padStart(9),
      `${(path.gcShare * 100).toFixed(0)} %`.padStart(7),
    ].join(""),
  );
  return [...(withHead ? [HEAD] : []), ...rows].join("\n");
}
