import type { Pipeline } from "../pipeline/pipeline.ts";
import { listObjects } from "./list-objects.ts";
import type { ObjectStore, StoreFailure } from "./object-store.ts";
import { newPreview, previewObject, type Preview } from "./preview-object.ts";
import type { RunOptions } from "./redrive-run.ts";
import type { Selection } from "./selection.ts";

export interface PreviewReport {
  readonly preview: Preview;
  /** Objects that were read. */
  readonly objects: number;
  /** Objects that the store could not read, and prefixes that it could not list. */
  readonly failed: readonly StoreFailure[];
}

/** Reads what a run would redrive, and says what it would do. Touches neither the store nor the cluster. */
export async function previewRun(
  selection: Selection,
  store: Pick<ObjectStore, "list" | "get">,
  pipeline: Pipeline,
  options: Omit<RunOptions, "deadline">,
): Promise<PreviewReport> {
  const listing = await listObjects(store, selection, options.maxObjects);
  options.onListed?.(listing.objects);
  const preview = newPreview();
  const failed = [...listing.failed];
  let objects = 0;
  for (const object of listing.objects) {
    const { key } = object;
    try {
      const content = await store.get(key);
      if (content.kind !== "gone") objects++;
      if (content.kind === "too-large")
        preview.unreadable.push({ key, why: `${content.size} bytes, more than the cap` });
      if (content.kind === "bytes") previewObject({ key, bytes: content.bytes }, pipeline, options, preview);
    } catch (error) {
      failed.push({ key, error });
    }
    options.onObject?.(object);
  }
  return { preview, objects, failed };
}
