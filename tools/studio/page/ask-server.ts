import { filterParams } from "../wire/filter.ts";
import type { FieldEntry, Filter, Opened, RecordPage, StudioState, Timeline } from "../wire/messages.ts";

/** What the server said instead of an answer. */
class Refused extends Error {
  override readonly name = "Refused";
}

async function asked<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
  const response = await fetch(path, options);
  if (!response.ok) throw new Refused(`${response.status} ${(await response.text()).slice(0, 300)}`);
  return (await response.json()) as Answer;
}

export const getState = (): Promise<StudioState> => asked("/api/state");
export const getFields = (): Promise<readonly FieldEntry[]> => asked("/api/fields");
export const getOpened = (id: number): Promise<Opened> => asked(`/api/records/${id}`);

export function getRecords(filter: Filter, offset: number, limit: number): Promise<RecordPage> {
  const params = filterParams(filter);
  params.set("offset", String(offset));
  params.set("limit", String(limit));
  return asked(`/api/records?${params}`);
}

export function getTimeline(filter: Filter, by: "platform" | "severity"): Promise<Timeline> {
  const params = filterParams(filter);
  params.set("by", by);
  return asked(`/api/timeline?${params}`);
}
