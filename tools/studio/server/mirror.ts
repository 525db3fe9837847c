import type { DeliveryPorts } from "../../../shared/core/delivery/deliver.ts";
import { directoryDestination } from "../../cli/destinations/directory.ts";
import { readBulkBody, type BulkDocument } from "../../cli/destinations/local-bulk.ts";

/** A document that was created now, and where it stands in the file of its index. */
export interface Created extends BulkDocument {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * A folder of records that knows where each stands. It is the studio's own cluster, or, in front of a real one, a copy of what
 * that has created, so that records can be looked at without asking it again.
 *
 * @param cluster what answers; by default the folder itself.
 */
export async function mirrored(
  folder: string,
  cluster: DeliveryPorts["bulk"] | undefined,
  onCreated: (documents: readonly Created[]) => Promise<void>,
): Promise<DeliveryPorts["bulk"]> {
  const copy = await directoryDestination(folder, folder, folder);
  const ends = new Map<string, number>();
  const note = async (documents: readonly BulkDocument[], fresh: readonly boolean[]): Promise<void> => {
    const created: Created[] = [];
    documents.forEach((document, number) => {
      if (fresh[number] !== true) return;
      const offset = ends.get(document.index) ?? 0;
      const bytes = Buffer.byteLength(document.json);
      ends.set(document.index, offset + bytes + 1);
      created.push({ ...document, offset, bytes });
    });
    await onCreated(created);
  };
  return async (body, timeoutMs) => {
    const documents = readBulkBody(body);
    if (cluster === undefined) {
      const answer = await copy.bulk(body, timeoutMs);
      await note(documents, createdIn(answer));
      return answer;
    }
    const answer = await cluster(body, timeoutMs);
    const taken = createdIn(answer);
    const fresh = documents.filter((_, number) => taken[number] === true);
    const lines = fresh.map(
      ({ index, id, json }) => `${JSON.stringify({ create: { _index: index, _id: id } })}\n${json}\n`,
    );
    await note(fresh, createdIn(await copy.bulk(lines.join(""), timeoutMs)));
    return answer;
  };
}

function createdIn(answer: Awaited<ReturnType<DeliveryPorts["bulk"]>>): boolean[] {
  if (answer.kind !== "answer" || answer.status !== 200) return [];
  const { items = [] } = answer.body as {
    readonly items?: readonly { readonly create?: { readonly status?: number } }[];
  };
  return items.map(({ create }) => create?.status === 201);
}
