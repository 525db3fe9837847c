import { type Condition, conjuncts } from "../condition.ts";
import { queryOf } from "../question-dsl.ts";
import type { AskedPlatform } from "../question.ts";
import { conditionLabel } from "./condition-label.ts";
import { patternReference } from "./index-pattern.ts";
import { INDEX_REF, json, type ObjectSettings, type Reference } from "./saved-object.ts";

/** What an object searches: the text for its `kibanaSavedObjectMeta`, and what that refers to. */
export interface SearchSource {
  readonly meta: { readonly searchSourceJSON: string };
  readonly references: readonly Reference[];
}

const NO_QUERY = { query: "", language: "kuery" };

/**
 * A search source over the indices of some platforms. Each condition is a filter of its own, with the query that the question asks
 * OpenSearch: people see what is filtered, and can change it or switch it off.
 */
export function searchSource(
  settings: ObjectSettings,
  platforms: readonly AskedPlatform[],
  where: Condition,
  more: Readonly<Record<string, unknown>> = {},
): SearchSource {
  const conditions = conjuncts(where);
  const refOf = (at: number): string => `kibanaSavedObjectMeta.searchSourceJSON.filter[${at}].meta.index`;
  const filter = conditions.map((condition, at) => {
    const query = queryOf(condition);
    const meta = {
      alias: conditionLabel(condition),
      disabled: false,
      negate: false,
      type: "custom",
      key: "query",
      value: json(query),
      indexRefName: refOf(at),
    };
    return { $state: { store: "appState" }, meta, query };
  });
  return {
    meta: { searchSourceJSON: json({ query: NO_QUERY, filter, ...more, indexRefName: INDEX_REF }) },
    references: [
      patternReference(settings, INDEX_REF, platforms),
      ...conditions.map((_, at) => patternReference(settings, refOf(at), platforms)),
    ],
  };
}

/** The search source of an object that takes indices and conditions from a saved search, or that searches nothing. */
export const NO_SEARCH_SOURCE: SearchSource = {
  meta: { searchSourceJSON: json({ query: NO_QUERY, filter: [] }) },
  references: [],
};
