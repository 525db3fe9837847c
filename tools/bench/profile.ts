import { Session, type Profiler } from "node:inspector/promises";

/** Where the time of a run went, by function, and the profile itself for a viewer (speedscope, Chrome's developer tools). */
export interface ProfileSummary {
  readonly profile: string;
  /** Functions by their own time, the most expensive first. */
  readonly rows: readonly { readonly share: number; readonly place: string }[];
}

const SAMPLE_MICROSECONDS = 200;
const ROWS = 30;

/** Runs something under V8's sampling profiler. */
export async function profiled(run: () => Promise<void>): Promise<ProfileSummary> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: SAMPLE_MICROSECONDS });
  await session.post("Profiler.start");
  await run();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  return { profile: JSON.stringify(profile), rows: rowsOf(profile) };
}

function rowsOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): ProfileSummary["rows"] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const own = new Map<string, number>();
  let total = 0;
  for (const [index, id] of samples.entries()) {
    const time = timeDeltas[index] ?? 0;
    const place = places.get(id) ?? "";
    if (place === "(idle)") continue;
    total += time;
    own.set(place, (own.get(place) ?? 0) + time);
  }
  return [...own]
    .toSorted((one, other) => other[1] - one[1])
    .slice(0, ROWS)
    .map(([place, time]) => ({ share: time / total, place }));
}

function placeOf({ functionName, url, lineNumber }: Profiler.Profile["nodes"][number]["callFrame"]): string {
  const name = functionName === "" ? "(anonymous)" : functionName;
  const file = /(?:shared|tools|functions)\/.*$/.exec(url)?.[0] ?? url;
  return file === "" ? name : `${name} ${file}:${lineNumber + 1}`;
}
