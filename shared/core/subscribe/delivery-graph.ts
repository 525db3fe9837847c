import { matchesAny, type LogGroupPattern } from "./log-group-pattern.ts";

/**
 * Log groups that services on the way to a store write to, whoever's stack they are of: Firehose's errors, and the slow and
 * error logs of OpenSearch domains, which grow by what is indexed. AWS's consoles make these names.
 */
export const DELIVERY_GROUPS: readonly LogGroupPattern[] = [
  "/aws/kinesisfirehose/*",
  "/aws/OpenSearchService/*",
  "/aws/opensearchservice/*",
  "/aws/aes/*",
];

/**
 * Who writes where: a log group delivers to destinations by its subscription filters, and the components of a destination
 * write to log groups.
 */
export interface DeliveryGraph {
  /** ARNs of the destinations that a log group delivers to; none for a group that does not exist. */
  readonly destinationsOf: (logGroup: string) => Promise<readonly string[]>;
  /** Log groups that everything behind a destination writes to. */
  readonly groupsOf: (destinationArn: string) => readonly string[];
}

/**
 * All log groups that grow by what is delivered to these destinations: those of the destinations' components, those of what
 * *these* groups are delivered to, and so on. A group outside this set can be given a filter to any of the destinations without
 * closing a path from it back to itself, and then the set is still the same: so filters may be added one after the other.
 * (AWS: "Log recursion prevention" of CloudWatch Logs.)
 */
export async function feedbackGroups(
  destinations: readonly string[],
  graph: DeliveryGraph,
): Promise<ReadonlySet<string>> {
  const groups = new Set<string>();
  const known = new Set(destinations);
  // A set gives what is added while it is walked through.
  for (const destination of known) {
    for (const group of graph.groupsOf(destination)) {
      if (groups.has(group)) continue;
      groups.add(group);
      for (const next of await graph.destinationsOf(group)) known.add(next);
    }
  }
  return groups;
}

/** The log group that a function or delivery stream writes to unless told otherwise; undefined for other destinations. */
export function ownLogGroup(destinationArn: string): string | undefined {
  const [, , service, , , ...resource] = destinationArn.split(":");
  if (service === "lambda" && resource[0] === "function" && resource[1]) return `/aws/lambda/${resource[1]}`;
  const stream = service === "firehose" && resource.join(":").split("/")[1];
  return stream ? `/aws/kinesisfirehose/${stream}` : undefined;
}

/**
 * `groupsOf` of an account: the pipeline is one component that writes to all of its own log groups, since its functions and streams
 * call each other; of any other destination its default log group is known.
 *
 * @param pipeline ARNs that belong to the pipeline.
 * @param ownGroups existing log groups of the pipeline.
 */
export function accountGroupsOf(
  pipeline: readonly string[],
  own: readonly LogGroupPattern[],
  ownGroups: readonly string[],
): DeliveryGraph["groupsOf"] {
  return (destination) => {
    const group = ownLogGroup(destination);
    const isOurs = pipeline.includes(destination) || (group !== undefined && matchesAny(group, own));
    return [...(group === undefined ? [] : [group]), ...(isOurs ? ownGroups : [])];
  };
}
