import type { TestProject } from "vitest/node";
import { packageStacks } from "./stacks.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder that each of the CHOICES was packaged into. */
    stacks: Readonly<Record<string, string>>;
  }
}

/** Packages the stack once for all tests of templates. */
export default function setup(project: TestProject): () => void {
  const { folders, remove } = packageStacks();
  project.provide("stacks", folders);
  return remove;
}
