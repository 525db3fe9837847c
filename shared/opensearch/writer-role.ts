/** A role of the security plugin (`_plugins/_security/api/roles`, OpenSearch documentation). */
export interface SecurityRole {
  description: string;
  cluster_permissions: string[];
  index_permissions: { index_patterns: string[]; allowed_actions: string[] }[];
}

/**
 * What writing log events takes and no more: `_bulk` with `create`, and making the day's index by it. It cannot read, delete, or change
 * a mapping: the template's is `dynamic: false`, so that documents never do either. `create` needs the permission for `index`, too:
 * the plugin does not tell them apart, so who has the role could overwrite a document whose id it knows.
 */
export function writerRole(indexPatterns: readonly string[]): SecurityRole {
  return {
    description: "Writes log events",
    cluster_permissions: ["indices:data/write/bulk"],
    index_permissions: [
      {
        index_patterns: [...indexPatterns],
        allowed_actions: ["indices:admin/create", "indices:data/write/bulk*", "indices:data/write/index"],
      },
    ],
  };
}

/**
 * What Firehose needs: writing as above, and looking at the cluster and at these indices first, as the permissions that its developer
 * guide asks for say (`_cluster/stats`, `_nodes`, `_stats`, settings and mappings).
 */
export function firehoseRole(indexPatterns: readonly string[]): SecurityRole {
  const { cluster_permissions: write, index_permissions: indices } = writerRole(indexPatterns);
  return {
    description: "Writes log events by Firehose",
    cluster_permissions: [...write, "cluster:monitor/*"],
    index_permissions: indices.map(({ index_patterns: patterns, allowed_actions: actions }) => ({
      index_patterns: patterns,
      allowed_actions: [...actions, "indices:admin/get", "indices:admin/mappings/get", "indices:monitor/*"],
    })),
  };
}
