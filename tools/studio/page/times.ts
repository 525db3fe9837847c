/** A day in UTC. */
export function dayText(ms: number, language: string): string {
  if (!Number.isFinite(ms)) return "";
  const day = new Date(ms).toISOString().slice(0, 10);
  return language === "ja" ? day.replaceAll("-", "/") : day;
}

/** The time of day in UTC, to the millisecond. */
export function clockText(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 23) : "";
}

export function timeText(ms: number, language: string): string {
  return `${dayText(ms, language)} ${clockText(ms)}`;
}
