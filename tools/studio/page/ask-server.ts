import { filterParams } from "../wire/filter.ts";
import type { Reason } from "../../../shared/core/failures.ts";
import type {
  FailureView,
  Fault,
  FieldEntry,
  Filter,
  Opened,
  QuestionAnswer,
  QuestionEntry,
  RecordPage,
  StudioState,
  Timeline,
  Trial,
} from "../wire/messages.ts";

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

interface Place {
  readonly logGroup: string;
  readonly logStream: string;
}

function placeParams({ logGroup, logStream }: Place): URLSearchParams {
  const params = new URLSearchParams();
  if (logGroup.trim() !== "") params.set("logGroup", logGroup);
  if (logStream.trim() !== "") params.set("logStream", logStream);
  return params;
}

export function postTry(body: Blob | string, place: Place): Promise<Trial> {
  return asked(`/api/try?${placeParams(place)}`, { method: "POST", body });
}

export function postReplay(
  body: Blob | string,
  { name, ...place }: Place & { readonly name: string },
): Promise<unknown> {
  const params = placeParams(place);
  params.set("name", name);
  return asked(`/api/replay?${params}`, { method: "POST", body });
}

function posted<Answer>(path: string, body?: object): Promise<Answer> {
  return asked(path, { method: "POST", ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

export const getFailures = (reason: Reason): Promise<readonly FailureView[]> => asked(`/api/failures/${reason}`);
export const postFault = (fault: Fault, on: boolean): Promise<unknown> =>
  posted(`/api/faults/${fault}/${on ? "on" : "off"}`);
export const postBurst = (): Promise<unknown> => posted("/api/burst");

/** @param reason undefined means everything that may be tried again, as the schedule does. */
export const postRedrive = (reason: Reason | undefined): Promise<unknown> =>
  posted(reason === undefined ? "/api/redrive" : `/api/redrive/${reason}`);

export const getQuestions = (): Promise<readonly QuestionEntry[]> => asked("/api/questions");
export const postQuestion = (
  name: string,
  typed: { readonly params: Readonly<Record<string, string>>; readonly since: string; readonly all: boolean },
): Promise<QuestionAnswer> => posted(`/api/questions/${name}`, typed);
