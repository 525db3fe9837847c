import { open, type FileHandle } from "node:fs/promises";
import type { Invocation } from "../../cli/wrap/invocations.ts";

/** The invocations of this session, in a file: they are as large as what was replayed, and nearly none is looked at again. */
export interface Inputs {
  /** Gives its number. */
  readonly add: (invocation: Invocation) => Promise<number>;
  readonly read: (number: number) => Promise<Invocation | undefined>;
  readonly close: () => Promise<void>;
}

export async function openInputs(file: string): Promise<Inputs> {
  const handle: FileHandle = await open(file, "w+");
  const ends: number[] = [];
  return {
    add: async (invocation) => {
      const bytes = Buffer.from(JSON.stringify(invocation));
      const start = ends.at(-1) ?? 0;
      await handle.write(bytes, 0, bytes.length, start);
      return ends.push(start + bytes.length) - 1;
    },
    read: async (number) => {
      const end = ends[number];
      if (end === undefined) return undefined;
      const start = ends[number - 1] ?? 0;
      const bytes = Buffer.alloc(end - start);
      await handle.read(bytes, 0, bytes.length, start);
      return JSON.parse(bytes.toString("utf8")) as Invocation;
    },
    close: () => handle.close(),
  };
}
