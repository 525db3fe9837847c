/** A policy of Index State Management, as far as ours go (`_plugins/_ism/policies`, OpenSearch documentation). */
export interface IsmPolicy {
  description: string;
  default_state: string;
  states: {
    name: string;
    actions: { delete: Record<string, never> }[];
    transitions: { state_name: string; conditions: { min_index_age: string } }[];
  }[];
  ism_template: { index_patterns: string[]; priority: number }[];
}

/**
 * Keeps indices as they are, and deletes them so many days after they were made. An index is of one day, so its age is the age
 * of what is in it, late log events aside. It takes indices that are made after it; those of before are left alone.
 *
 * @param indexPatterns those of the index template.
 */
export function retentionPolicy(indexPatterns: readonly string[], days: number): IsmPolicy {
  return {
    description: `Deletes log indices after ${days} days`,
    default_state: "hot",
    states: [
      { name: "hot", actions: [], transitions: [{ state_name: "delete", conditions: { min_index_age: `${days}d` } }] },
      { name: "delete", actions: [{ delete: {} }], transitions: [] },
    ],
    ism_template: [{ index_patterns: [...indexPatterns], priority: 500 }],
  };
}
