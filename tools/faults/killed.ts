import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import type { FunctionsUnderFault, Surroundings } from "./functions.ts";

/**
 * Functions whose process Lambda ends at the nth call to the outside, as it does when the time is up: no call after that has any
 * effect, and none answers.
 *
 * @param deploy builds the functions with what stands between them and the outside.
 * @param carriedOut whether that last call is still carried out.
 */
export function killedAt(
  deploy: (over: Pick<Surroundings, "between">) => FunctionsUnderFault,
  call: number,
  carriedOut: boolean,
): FunctionsUnderFault {
  const never = new Promise<never>(() => undefined);
  const { promise: killed, reject: kill } = Promise.withResolvers<never>();
  let calls = 0;
  const mortal = async <T>(run: () => Promise<T>): Promise<T> => {
    calls++;
    if (calls < call) return run();
    if (calls === call && carriedOut) await run();
    kill(new Error("Task timed out after 120.00 seconds"));
    return never;
  };
  const between = (pipeline: Pipeline): Pipeline => ({
    ...pipeline,
    bulk: (body, timeoutMs) => mortal(() => pipeline.bulk(body, timeoutMs)),
    putFailure: (key, body) => mortal(() => pipeline.putFailure(key, body)),
  });
  const functions = deploy({ between });
  return { ...functions, index: (event) => Promise.race([functions.index(event), killed]) };
}
