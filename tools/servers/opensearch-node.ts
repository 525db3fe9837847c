/** How long a node may take to answer: 13 to 30 s on two cores, far more on a busy machine. */
export const OPENSEARCH_READY_MS = 180_000;

/** The settings that every node of ours gets, however it is run. */
export function nodeSettings(clusterName: string): Readonly<Record<string, string>> {
  return {
    "cluster.name": clusterName,
    "discovery.type": "single-node",
    // A full disk of the machine would otherwise make every index read-only.
    "cluster.routing.allocation.disk.threshold_enabled": "false",
  };
}

/**
 * Whether the node on this port takes requests, and belongs to this cluster: the port may have gone to another node.
 *
 * @throws TypeError (of fetch) while nothing listens
 */
export async function answersAs(clusterName: string, port: number, signal: AbortSignal): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/_cluster/health?wait_for_status=yellow&timeout=1s`;
  const response = await fetch(url, { signal });
  const health: unknown = await response.json();
  return (
    response.ok && typeof health === "object" && health !== null && Reflect.get(health, "cluster_name") === clusterName
  );
}
