import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Problem, systemReason } from "../problem.ts";

/** First part of the keys in the failures bucket, as the functions have it by default. */
export const FAILURES_PREFIX = "failures";

/**
 * Writes failure objects as the bucket would hold them: the key is the path, with the folder in the place of the prefix.
 *
 * @throws Problem when an object cannot be written.
 */
export function failuresFolder(folder: string): (key: string, body: Buffer) => Promise<void> {
  return async (key, body) => {
    const file = path.join(folder, key.slice(FAILURES_PREFIX.length + 1));
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, body);
    } catch (error) {
      throw new Problem(`${file}: cannot write a failure: ${systemReason(error)}`);
    }
  };
}
