import type { Opened } from "../wire/messages.ts";
import { failureView } from "./failure-view.ts";
import type { River } from "./river.ts";
import { describeAlone, describeDocument, type Lens } from "./trace/describe.ts";
import { documentFinder } from "./trace/find-document.ts";

/** Opens a row of the table: a record beside its line, or a failure with its bytes. */
export async function openRow(id: number, river: River, lens: Lens): Promise<Opened> {
  const row = river.records.open(id);
  if (row === undefined) return { kind: "gone" };
  const { place } = row;
  if (place.kind === "failure") {
    const entries = await river.failures.entries(place.key);
    const entry = entries[place.entry];
    return entry === undefined ? { kind: "gone" } : { kind: "failure", view: failureView(entry) };
  }
  const json = await river.json(place);
  const invocation = await river.invocation(row.input);
  const document = invocation === undefined ? undefined : documentFinder(invocation, lens)({ id: place.id, json });
  if (document === undefined)
    return { kind: "record", view: describeAlone({ id: place.id, index: place.index }, json, lens.facts) };
  return { kind: "record", view: describeDocument({ ...document, id: place.id, index: place.index }, lens, json) };
}
