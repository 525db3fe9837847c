import { bulkEntry } from "../../../../shared/core/delivery/plan.ts";
import { rankSources } from "../../../../shared/core/detect.ts";
import type { Document } from "../../../../shared/core/document.ts";
import { bytesOfEvents } from "../../../../shared/core/join.ts";
import { normalizeBatch, type Catalog } from "../../../../shared/core/normalize.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../../shared/core/settings.ts";
import { newLine } from "../../../../shared/sources/source.ts";
import type { ClaimView, FieldView, RecordView, Span } from "../../wire/messages.ts";
import type { FieldFacts } from "./field-facts.ts";
import { influences } from "./influence.ts";
import { leavesOf, type Leaf } from "./leaves.ts";
import { maskSecrets } from "./mask.ts";
import { verbatimStretches, type Stretch } from "./verbatim.ts";

/** What a line is looked at with. */
export interface Lens {
  readonly catalog: Catalog;
  readonly settings: Settings;
  readonly facts: FieldFacts;
}

/** Longer lines are shown to here, characters; the record has all of it. */
const LONGEST_LINE = 100_000;
const NOTES = "attributes.tributary.notes";
/** What the record says of itself, or of where it came from: no part of a line. */
const NO_PART = /^(?:schemaUrl|observedTimestamp|event\.dataset|attributes\.log\.record\.uid|attributes\.tributary\.)/;

/** A document beside the line that it was made of. @param json of the record, where another one than the document's is stored. */
export function describeDocument(document: Document, lens: Lens, json: string = document.json): RecordView {
  const leaves = leavesOf(json);
  const notes = leaves.filter(({ path }) => path === NOTES).map(({ value }) => String(value));
  const raw = bytesOfEvents(document.events)
    .toString("utf8")
    .replace(/[\r\n]+$/, "");
  const masked = maskSecrets(raw.slice(0, LONGEST_LINE), notes);
  const places = placesOf(document, leaves, masked.text, lens);
  const fields = leaves.map((leaf, number): FieldView => {
    const { path, value, kind } = leaf;
    const provenance = places.derived.has(number) ? "derived" : places.verbatim[number] ? "line" : "origin";
    return { path, value: value === null ? "null" : String(value), kind, provenance, ...lens.facts.of(path) };
  });
  const spans = [
    ...places.verbatim.flatMap((stretch, number) => (stretch === undefined ? [] : [spanOf(stretch, number)])),
    ...[...places.derived].flatMap(([number, parts]) => parts.map((part) => spanOf(part, number))),
    ...masked.stretches.map(({ start, end }): Span => ({ start, end, fields: [], redacted: true })),
  ];
  const { logGroup, logStream } = document.origin;
  return {
    source: document.source,
    id: document.id,
    index: document.index,
    events: document.events.length,
    logGroup,
    logStream,
    line: masked.text,
    spans: cutSpans(spans),
    fields,
    notes,
    record: JSON.stringify(JSON.parse(json), undefined, 2),
    action: bulkEntry({ ...document, json }, { withIds: true }).action,
    claims: claimsOf(document, lens),
  };
}

/** A record whose line is not known any more. */
export function describeAlone(
  place: { readonly id: string; readonly index: string },
  json: string,
  facts: FieldFacts,
): RecordView {
  const leaves = leavesOf(json);
  const valueOf = (path: string): string => String(leaves.find((leaf) => leaf.path === path)?.value ?? "");
  return {
    source: valueOf("event.dataset"),
    ...place,
    events: 1,
    logGroup: valueOf("resource.attributes.aws.log.group.names"),
    logStream: valueOf("resource.attributes.aws.log.stream.names"),
    spans: [],
    fields: leaves.map(({ path, value, kind }) => ({
      path,
      value: String(value),
      kind,
      provenance: "origin",
      ...facts.of(path),
    })),
    notes: leaves.filter(({ path }) => path === NOTES).map(({ value }) => String(value)),
    record: JSON.stringify(JSON.parse(json), undefined, 2),
    action: "",
    claims: [],
  };
}

function placesOf(document: Document, leaves: readonly Leaf[], line: string, lens: Lens) {
  const looked = leaves.map((leaf): Leaf => (NO_PART.test(leaf.path) ? { ...leaf, value: "" } : leaf));
  const verbatim = verbatimStretches(line, looked);
  const wanted = new Set<number>();
  leaves.forEach(({ path, kind }, number) => {
    if (verbatim[number] === undefined && kind === "field" && !NO_PART.test(path)) wanted.add(number);
  });
  const { events, origin } = document;
  const [first] = events;
  const again = (changed: string): string | undefined => {
    if (first === undefined || events.length > 1) return undefined;
    const batch = { origin, events: [{ ...first, message: changed, bytes: undefined }] };
    const [made] = normalizeBatch(batch, lens.catalog, lens.settings);
    return made?.source === document.source && made.filteredBy === undefined ? made.json : undefined;
  };
  return { verbatim, derived: influences(line, leaves, wanted, again) };
}

function spanOf({ start, end }: Stretch, field: number): Span {
  return { start, end, fields: [field] };
}

/** Cuts spans that lie over each other into pieces, each with all fields that it is a part of. */
function cutSpans(spans: readonly Span[]): Span[] {
  const edges = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].toSorted((a, b) => a - b);
  return edges.slice(0, -1).flatMap((start, number) => {
    const end = edges[number + 1] ?? start;
    const over = spans.filter((span) => span.start < end && span.end > start);
    if (over.length === 0) return [];
    // The shortest says most about the piece.
    const fields = over.toSorted((a, b) => a.end - a.start - (b.end - b.start)).flatMap((span) => span.fields);
    return [{ start, end, fields, ...(over.some(({ redacted }) => redacted) ? { redacted: true as const } : {}) }];
  });
}

function claimsOf({ events, origin }: Document, { catalog }: Lens): ClaimView[] {
  const [first] = events;
  if (first === undefined) return [];
  const line = newLine(first.message.replace(/[\r\n]+$/, ""), first.timestamp);
  return rankSources(line, origin, catalog.sources).map(({ source, score }) => ({
    source: source.name,
    score,
    description: source.description,
    by: typeof source.detect(origin) === "function" ? "line" : "origin",
  }));
}

/** The lens of the functions as they are deployed without settings. */
export function defaultLens(catalog: Catalog, facts: FieldFacts): Lens {
  return { catalog, settings: DEFAULT_SETTINGS, facts };
}
