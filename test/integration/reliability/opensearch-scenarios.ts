import { startSelfSigned } from "./self-signed.ts";
import {
  atMost,
  cutting,
  denied,
  failingItems,
  ITEM_429,
  ITEM_503,
  miscounting,
  rejected,
  throttled,
  unavailable,
} from "../../../tools/faults/opensearch-faults.ts";
import type { Fault } from "../../../tools/faults/faulty-proxy.ts";
import type { OPENSEARCH_ROWS } from "../../../tools/faults/matrix/opensearch-rows.ts";
import { subscriptionPayload } from "../../../tools/faults/traffic.ts";
import { openSearchUrl } from "../real-servers.ts";
import { putPayload, sendPayload, sendUsual, type Scenario } from "./scenario.ts";
import { restarted } from "./restarted.ts";
import type { World } from "./world.ts";

const proxied = (fault: Fault): Scenario => ({ breaks: ({ opensearch }) => opensearch.set(fault) });

/** A fault of the index itself, which the real server has: the index has to be there first. */
function indexFault(breaks: IndexChange, mends: IndexChange): Scenario {
  return {
    before: (world, lambda, route) => sendUsual(world, lambda, route, 1_000),
    breaks: (world) => change(world, breaks),
    mends: (world) => change(world, mends),
  };
}

type IndexChange = readonly [method: string, path: string, body?: unknown];

async function change(world: World, [method, path, body]: IndexChange): Promise<void> {
  for (const platform of ["eks", "lambda"]) {
    const answer = await world.ask(method, `/${world.index(platform)}${path}`, body);
    // Through Firehose there is one platform only.
    if (answer.status !== 200 && answer.status !== 404) throw new Error(JSON.stringify(answer.body));
  }
}

/** Sets or lifts a setting of the index. */
const setting = (name: string, value: unknown): IndexChange => ["PUT", "/_settings", { [name]: value }];

/** More than the front door takes, in one record. */
const LARGE = 6_000;

const FIELDS = { mappings: { dynamic: true }, settings: { "index.mapping.total_fields.limit": 12 } };

/** The test of each row. */
export const OPENSEARCH_SCENARIOS: Readonly<Record<keyof typeof OPENSEARCH_ROWS, Scenario>> = {
  "opensearch-down": proxied(unavailable),
  // The port of "tcpmux", where nobody listens.
  "opensearch-refusing": { breaks: () => ({ OPENSEARCH_ENDPOINT: "http://127.0.0.1:1" }) },
  "opensearch-hanging": {
    invocationMs: 12_000,
    breaks: ({ opensearch }) => {
      opensearch.set(() => "hang");
      return { REQUEST_TIMEOUT_MS: "100" };
    },
  },
  "opensearch-429": proxied(rejected),
  "opensearch-429-for-a-while": proxied((request, forward) => {
    if (request.number > 6) return forward();
    return request.number % 2 === 0 ? rejected() : unavailable();
  }),
  "opensearch-429-item": proxied(failingItems(3, ITEM_429)),
  "opensearch-503-item": proxied(failingItems(3, ITEM_503)),
  "opensearch-413": {
    breaks: ({ opensearch }) => opensearch.set(atMost(LARGE)),
    sends: async (world, lambda, route) => {
      await sendUsual(world, lambda, route);
      const large = subscriptionPayload(500, 2, 0, () => ` note="${"x".repeat(LARGE)}"`);
      if (route !== "transform") return sendPayload(world, lambda, large);
      await putPayload(world, large);
      await world.stream.flush();
    },
  },
  "opensearch-403-throttled": proxied(throttled),
  "opensearch-403": proxied(denied),
  "opensearch-cut-answer": proxied(cutting),
  "opensearch-miscount": proxied(miscounting),
  "opensearch-flood-stage": indexFault(
    setting("index.blocks.read_only_allow_delete", true),
    setting("index.blocks.read_only_allow_delete", null),
  ),
  "opensearch-read-only": indexFault(setting("index.blocks.read_only", true), setting("index.blocks.read_only", null)),
  "opensearch-closed": indexFault(["POST", "/_close"], ["POST", "/_open?wait_for_active_shards=1"]),
  "opensearch-field-limit": {
    before: async ({ ask, prefix }) => {
      const template = { index_patterns: [`${prefix}-*`], priority: 950, template: FIELDS };
      await ask("PUT", `/_index_template/${prefix}`, template);
    },
    breaks: () => undefined,
    mends: (world) => change(world, setting("index.mapping.total_fields.limit", 5_000)),
  },
  "opensearch-certificate": {
    detail: /self-signed certificate/,
    breaks: async (world) => {
      const server = await startSelfSigned(openSearchUrl ?? "");
      world.closes.push(server.close);
      return { OPENSEARCH_ENDPOINT: server.url };
    },
  },
  "opensearch-restarted": restarted,
};
