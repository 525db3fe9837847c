import { DASHBOARDS } from "../all-dashboards.ts";
import { QUESTIONS } from "../all-questions.ts";
import { ALL_PLATFORMS, type AskedPlatform } from "../question.ts";
import { dashboardObject } from "./dashboard-object.ts";
import { indexPattern } from "./index-pattern.ts";
import type { ObjectSettings, SavedObject } from "./saved-object.ts";
import { savedSearch } from "./saved-search.ts";
import { visualisation } from "./visualisation.ts";

/**
 * Every object that OpenSearch Dashboards is to have, what is referred to before what refers to it: index patterns, a saved search for
 * each question, the dashboards' visualisations, the dashboards.
 */
export function savedObjects(settings: ObjectSettings): SavedObject[] {
  return [
    ...patternPlatforms().map((platforms) => indexPattern(settings, platforms)),
    ...QUESTIONS.map((question) => savedSearch(settings, question)),
    ...DASHBOARDS.flatMap((dashboard) =>
      dashboard.panels.flatMap(({ panel }) =>
        panel.kind === "records" ? [] : [visualisation(settings, dashboard, panel)],
      ),
    ),
    ...DASHBOARDS.map((dashboard) => dashboardObject(settings, dashboard)),
  ];
}

/** The platforms of each index pattern: all, each alone, and whatever else a question looks into. */
function patternPlatforms(): (readonly AskedPlatform[])[] {
  const wanted = [
    ALL_PLATFORMS,
    ...ALL_PLATFORMS.map((platform) => [platform]),
    ...QUESTIONS.map(({ platforms }) => platforms),
  ];
  return [...new Map(wanted.map((platforms) => [platforms.join(), platforms])).values()];
}

/** Objects as `_import` reads them. */
export function ndjson(objects: readonly SavedObject[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join("");
}
