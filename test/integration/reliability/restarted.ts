import { startOwnOpenSearch, type RunningOpenSearch } from "../../../tools/servers/opensearch.ts";
import type { MissingRuntime } from "../../../tools/servers/missing-runtime.ts";
import { isMissing } from "../../../tools/servers/missing-runtime.ts";
import type { Scenario } from "./scenario.ts";

let starting: Promise<RunningOpenSearch | MissingRuntime> | undefined;

/** A node that may be killed: all other tests share one. It is started once. */
export function ownNode(): Promise<RunningOpenSearch | MissingRuntime> {
  return (starting ??= startOwnOpenSearch());
}

async function node(): Promise<RunningOpenSearch> {
  const server = await ownNode();
  if (isMissing(server)) throw new Error(server.message);
  return server;
}

/** The third request reaches the server in the moment in which it is killed. */
const KILLED_AT = 3;

export const restarted: Scenario = {
  ownServer: true,
  breaks: async ({ opensearch }) => {
    const server = await node();
    opensearch.set(async (request, forward) => {
      if (request.number !== KILLED_AT) return forward();
      const [answer] = await Promise.allSettled([forward(), server.kill()]);
      return answer.status === "fulfilled" ? answer.value : "reset";
    });
  },
  mends: async () => (await node()).restart(),
};
