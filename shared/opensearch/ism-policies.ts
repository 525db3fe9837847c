/** A policy of Index State Management, as far as ours go (`_plugins/_ism/policies`, OpenSearch documentation). */
export interface IsmPolicy {
  description: string;
  default_state: string;
  states: {
    name: string;
    actions: IsmAction[];
    transitions: { state_name: string; conditions: { min_index_age: string } }[];
  }[];
  ism_template: { index_patterns: string[]; priority: number }[];
}

export type IsmAction =
  | { delete: Record<string, never> }
  /** Of Amazon OpenSearch Service alone, and only for domains with UltraWarm. */
  | { warm_migration: Record<string, never>; retry: { count: number; backoff: string; delay: string } };

/** How long indices are where; 0 days: never. */
export interface IndexLife {
  /** Days until an index moves to warm storage; less than `retentionDays`, where both are given. */
  readonly warmAfterDays: number;
  readonly retentionDays: number;
}

/** Migrations wait in line, and one that finds no room fails: warm storage may have some an hour later. */
const RETRY = { count: 5, backoff: "exponential", delay: "1h" };

/**
 * Keeps indices as they are, moves them to warm storage, and deletes them, each so many days after they were made. An index is of
 * one day, so its age is the age of what is in it, late log events aside. The policy takes indices that are made after it; those of
 * before are left alone.
 *
 * @param indexPatterns those of the index template.
 */
export function lifePolicy(indexPatterns: readonly string[], { warmAfterDays, retentionDays }: IndexLife): IsmPolicy {
  const stages: { name: string; after: number; actions: IsmAction[] }[] = [
    { name: "hot", after: 0, actions: [] },
    ...(warmAfterDays > 0
      ? [{ name: "warm", after: warmAfterDays, actions: [{ warm_migration: {}, retry: RETRY }] }]
      : []),
    ...(retentionDays > 0 ? [{ name: "delete", after: retentionDays, actions: [{ delete: {} }] }] : []),
  ];
  const said = [
    ...(warmAfterDays > 0 ? [`Moves log indices to warm storage after ${warmAfterDays} days`] : []),
    ...(retentionDays > 0 ? [`Deletes log indices after ${retentionDays} days`] : []),
  ];
  return {
    description: said.join("; "),
    default_state: "hot",
    states: stages.map(({ name, actions }, at) => {
      const next = stages[at + 1];
      const transitions =
        next === undefined ? [] : [{ state_name: next.name, conditions: { min_index_age: `${next.after}d` } }];
      return { name, actions, transitions };
    }),
    ism_template: [{ index_patterns: [...indexPatterns], priority: 500 }],
  };
}
