import { ALL_PLATFORMS, type AskedPlatform } from "../question.ts";
import { type ObjectSettings, objectId, type Reference, savedObject, type SavedObject } from "./saved-object.ts";

/**
 * An index pattern over the daily indices of some platforms. It holds no fields: OpenSearch Dashboards reads them from the indices
 * whenever it opens, so a field that a release adds is there with the first index that has it.
 */
export function indexPattern(settings: ObjectSettings, platforms: readonly AskedPlatform[]): SavedObject {
  const title = platforms.map((platform) => `${settings.indexPrefix}-${platform}-*`).join(",");
  return savedObject("index-pattern", patternId(settings, platforms), { title, timeFieldName: "@timestamp" });
}

/** A reference to the index pattern of some platforms. */
export function patternReference(
  settings: ObjectSettings,
  name: string,
  platforms: readonly AskedPlatform[],
): Reference {
  return { name, type: "index-pattern", id: patternId(settings, platforms) };
}

function patternId(settings: ObjectSettings, platforms: readonly AskedPlatform[]): string {
  const name = ALL_PLATFORMS.every((platform) => platforms.includes(platform)) ? "all" : platforms.join("-");
  return objectId(settings, "indices", name);
}
