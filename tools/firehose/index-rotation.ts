/** `IndexRotationPeriod` of an OpenSearch destination. */
export type Rotation = "NoRotation" | "OneHour" | "OneDay" | "OneWeek" | "OneMonth";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The index that a record goes to: the name with a part of the UTC time at which it arrived at Firehose (developer guide,
 * "Configure index rotation"). When the event happened plays no part.
 */
export function rotatedIndex(name: string, rotation: Rotation, arrivedAt: number): string {
  const iso = new Date(arrivedAt).toISOString();
  switch (rotation) {
    case "NoRotation":
      return name;
    case "OneHour":
      return `${name}-${iso.slice(0, 10)}-${iso.slice(11, 13)}`;
    case "OneDay":
      return `${name}-${iso.slice(0, 10)}`;
    case "OneWeek":
      return `${name}-${weekOf(arrivedAt)}`;
    case "OneMonth":
      return `${name}-${iso.slice(0, 7)}`;
  }
}

/**
 * `2016-w08`: weeks from Sunday to Saturday. The guide says that the first week of a year is the first with a Saturday in it, and
 * shows 2016-02-25 in w08, which is so only if days before the first Sunday belong to the year before. The example decides.
 */
function weekOf(at: number): string {
  const day = Math.floor(at / DAY_MS);
  // 1970-01-01 was a Thursday, the fifth day of a week that begins on Sunday.
  const sunday = day - ((day + 4) % 7);
  const year = new Date(sunday * DAY_MS).getUTCFullYear();
  const dayOfYear = sunday - Date.UTC(year, 0, 1) / DAY_MS;
  return `${year}-w${String(Math.floor(dayOfYear / 7) + 1).padStart(2, "0")}`;
}
