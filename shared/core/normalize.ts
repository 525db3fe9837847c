import { newDraft, type ResourceValues } from "../schema/draft.ts";
import { newLine, type Line, type Origin, type Platform, type Source } from "../sources/source.ts";
import { claimantsOf, sourceOf, type Claimants } from "./detect.ts";
import type { Document } from "./document.ts";
import { finishedDocument } from "./finished-document.ts";
import { filteredBy } from "./filter.ts";
import { documentId, streamHash } from "./identity.ts";
import { beginJoined, bytesOfEvents, extendJoined, type Joined } from "./join.ts";
import type { LogBatch, LogEvent } from "./log-batch.ts";
import { attributeTable, type FieldTable } from "./record/field-table.ts";
import { readClaim, type Claim } from "./record/finished.ts";
import { mayHoldSecret } from "./record/redact.ts";
import { seal, sealContext, type Raw, type SealContext } from "./record/seal.ts";
import { redactRecord } from "./redaction/redact-record.ts";
import { redactedBy } from "./redaction/redacted-by.ts";
import type { Settings } from "./settings.ts";

/** The sources with what is derived from all of them; made once for each process. */
export interface Catalog {
  readonly sources: readonly Source[];
  readonly attributes: FieldTable;
}

export function newCatalog(sources: readonly Source[]): Catalog {
  return { sources, attributes: attributeTable(sources) };
}

/** What is the same for all records of one source in one payload. */
interface Prepared {
  readonly context: SealContext;
  readonly platform: Platform;
  readonly indexStem: string;
}

/** What is the same for all events of one payload that share account and region. */
interface Channel {
  readonly origin: Origin;
  readonly claimants: Claimants;
  readonly hash: string;
  readonly prepared: Map<Source, Prepared>;
}

/**
 * Turns the log events of one stream into documents, in order: joins what belongs together, finds each line's source, lets
 * it fill a draft and seals that. A record that was finished before goes on unchanged; one that only says so is a line like any
 * other, with a note. Pure: the same batch and settings give the same documents.
 */
export function normalizeBatch(batch: LogBatch, catalog: Catalog, settings: Settings): Document[] {
  const documents: Document[] = [];
  const main = openChannel(batch.origin, catalog, settings);
  let channel = main;
  let open: Open | undefined;
  const close = (): void => {
    if (open !== undefined) documents.push(documentOf(open, catalog, settings));
    open = undefined;
  };
  for (const event of batch.events) {
    channel = channelOf(event, main, channel, catalog, settings);
    const text = withoutLineEnd(event.message);
    const claim = claimOf(event, text, channel.origin, catalog, settings);
    if (claim?.kind === "finished") {
      close();
      const finished = { record: claim.record, json: text, event, origin: channel.origin };
      documents.push(finishedDocument(finished, settings.indexPrefix));
      continue;
    }
    const line = newLine(text, event.timestamp, isSpliceable(text, settings));
    const source = sourceOf(line, channel.claimants);
    const isLine = claim === undefined && source.continues !== undefined;
    if (isLine && open?.source === source && open.channel === channel) {
      const { joined } = open;
      const continues = source.continues(line.text, open.line.text, joined.texts.at(-1) ?? "");
      if (continues && extendJoined(joined, event, line.text)) continue;
    }
    close();
    open = { joined: beginJoined(event, text), line, source, channel, refused: claim?.what };
  }
  close();
  return documents;
}

/** A record that the next line may still continue; `line` is its first. */
interface Open {
  readonly joined: Joined;
  readonly line: Line;
  readonly source: Source;
  readonly channel: Channel;
  /** Why it is no finished record, where it says that it is one. */
  readonly refused: string | undefined;
}

/** Credentials, and what operators' rules find, are taken out of values, which only a line that has been parsed has. */
function isSpliceable(text: string, { redact, redactions }: Settings): boolean {
  return text.charCodeAt(0) === 123 && redactions.length === 0 && !(redact && mayHoldSecret(text));
}

/** What an agent's record says of itself. Lines that CloudWatch Logs carried are lines, whatever they look like. */
function claimOf(
  event: LogEvent,
  text: string,
  origin: Origin,
  catalog: Catalog,
  settings: Settings,
): Claim | undefined {
  if (origin.carrier !== "firehose") return undefined;
  const claim = readClaim(text, {
    attributes: catalog.attributes,
    isDataset: (name) => catalog.sources.some((source) => source.name === name),
    redact: settings.redact,
    redactions: settings.redactions,
  });
  return claim !== undefined && event.bytes !== undefined ? { kind: "refused", what: "invalid_utf8" } : claim;
}

/** CloudWatch agents and Lambda leave the line end on; it is not part of the message. */
function withoutLineEnd(message: string): string {
  let end = message.length;
  while (end > 0 && (message.charCodeAt(end - 1) === 10 || message.charCodeAt(end - 1) === 13)) end--;
  return end === message.length ? message : message.slice(0, end);
}

function openChannel(origin: Origin, catalog: Catalog, settings: Settings): Channel {
  const named = { ...origin, platform: platformSetting(origin, settings) };
  return {
    origin: named,
    claimants: claimantsOf(named, catalog.sources),
    hash: streamHash(named),
    prepared: new Map(),
  };
}

/** The channel of an event whose subscription filter emitted another account or region; the payload's for all others. */
function channelOf(event: LogEvent, main: Channel, last: Channel, catalog: Catalog, settings: Settings): Channel {
  if (event.account === undefined && event.region === undefined) return main;
  const account = event.account ?? main.origin.account;
  const region = event.region ?? main.origin.region;
  for (const known of [main, last])
    if (known.origin.account === account && known.origin.region === region) return known;
  return openChannel({ ...main.origin, account, region }, catalog, settings);
}

/** On an OpenSearch-bound stream the stream's platform wins, because Firehose writes to that stream's index. */
function platformSetting(origin: Origin, settings: Settings): Platform | undefined {
  const stream = settings.streams.get(origin.deliveryStream);
  if (stream?.platform !== undefined && stream.destination === "opensearch") return stream.platform;
  const group = settings.logGroups.find(({ pattern }) => pattern.test(origin.logGroup));
  return group?.platform ?? stream?.platform;
}

function documentOf(
  { joined, line: begun, source, channel, refused }: Open,
  catalog: Catalog,
  settings: Settings,
): Document {
  const { first, texts, events } = joined;
  const line = texts.length === 1 ? begun : newLine(texts.join("\n"), first.timestamp);
  const draft = newDraft(line.text);
  draft.keepOriginal = settings.keepOriginal;
  source.normalize(line, draft, channel.origin);
  if (line.jsonNotes.length > 0) draft.notes.push(...line.jsonNotes);
  if (refused !== undefined) draft.notes.push(`not_finished:${refused}`);
  const { context, platform, indexStem } = preparedFor(source, channel, catalog, settings);
  const id = documentId(first.id, channel.hash);
  if (settings.filters.length > 0) {
    const severity = draft.severity?.number;
    const rule = filteredBy({ id, source: source.name, logGroup: channel.origin.logGroup, severity }, settings.filters);
    const made = { id, platform, source: source.name, events, origin: channel.origin };
    if (rule !== undefined) return { ...made, index: "", day: "", json: "", filteredBy: rule };
  }
  const damaged = events.some((event) => event.bytes !== undefined);
  const raw: Raw = {
    carrierTime: first.timestamp,
    text: line.text,
    bytes: damaged ? bytesOfEvents(events) : undefined,
    uid: channel.origin.carrier === "cloudwatch" ? first.id : undefined,
  };
  const { redactions } = settings;
  const given =
    redactions.length === 0
      ? { draft, raw }
      : redactRecord(draft, raw, { rules: redactions, builtIn: settings.redact, resource: context.resource });
  const { json, day, cleaned } = seal(given.draft, given.raw, context);
  const notes = cleaned ?? given.draft.notes;
  const taken = redactedBy(context.notes.length === 0 ? notes : [...notes, ...context.notes], redactions);
  const document: Document = {
    id,
    index: indexStem + day,
    day,
    platform,
    source: source.name,
    json,
    events,
    origin: channel.origin,
  };
  return taken.length === 0 ? document : { ...document, redactedBy: taken };
}

function preparedFor(source: Source, channel: Channel, catalog: Catalog, settings: Settings): Prepared {
  const known = channel.prepared.get(source);
  if (known !== undefined) return known;
  const { origin } = channel;
  const platform = origin.platform ?? source.platform;
  const resource: ResourceValues = { ...carrierResource(origin, platform), ...source.resource?.(origin) };
  const context = sealContext({
    dataset: source.name,
    attributes: catalog.attributes,
    resource,
    redact: settings.redact,
  });
  const prepared = { context, platform, indexStem: `${settings.indexPrefix}-${platform}-` };
  channel.prepared.set(source, prepared);
  return prepared;
}

function carrierResource(origin: Origin, platform: Platform): ResourceValues {
  return {
    "cloud.provider": "aws",
    "cloud.platform": platform === "other" ? undefined : `aws_${platform}`,
    "cloud.account.id": origin.account || undefined,
    "cloud.region": origin.region || undefined,
    "aws.log.group.names": origin.logGroup === "" ? undefined : [origin.logGroup],
    "aws.log.stream.names": origin.logStream === "" ? undefined : [origin.logStream],
    "aws.firehose.stream.name": origin.deliveryStream || undefined,
  };
}
