import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { documentedCommands } from "../deploy/documented.ts";
import { packagedFunctions, serverlessPackage } from "./serverless.ts";

const root = mkdtempSync(path.join(tmpdir(), "tributary-documented-"));
afterAll(() => rmSync(root, { recursive: true }));

const deployments = new Map(
  documentedCommands()
    .filter(([command, second]) => command === "deploy" && second !== "list")
    .map(([, ...args]) => [args.join(" "), args]),
);

// What a deployment does before it asks AWS for anything.
it.each([...deployments])("docs/deploy.md: what `deploy %s` packages has all functions", (_, args) => {
  const folder = mkdtempSync(path.join(root, "package-"));
  serverlessPackage(folder, args);
  expect([...packagedFunctions(folder).keys()].toSorted()).toEqual([
    "bootstrap",
    "index",
    "redrive",
    "subscribe",
    "transform",
  ]);
});
