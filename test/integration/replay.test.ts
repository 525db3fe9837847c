import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ask, countByIndex, openSearchUrl } from "./real-servers.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "tributary-replay-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Entry {
  readonly file: string;
  readonly logGroup: string;
  readonly logStream: string;
}

interface Summary {
  readonly received: number;
  readonly delivered: number;
  readonly duplicate: number;
  readonly failed: number;
  readonly records: number;
}

const manifest = JSON.parse(readFileSync(join(root, "events/lines/manifest.json"), "utf8")) as Entry[];

/** Replays a file of real lines as a person would, and gives the summary. */
function replay({ file, logGroup, logStream }: Entry, to: string): Summary {
  const place = ["--log-group", logGroup, "--log-stream", logStream, "--at", "2026-11-23T09:06:00Z"];
  const args = [
    join(root, "tools/cli/replay.ts"),
    ...place,
    "--to",
    to,
    "--failures",
    folder,
    "--json",
    join(root, "events/lines", file),
  ];
  const shell = `"$0" "$@" 2>&1 >/dev/null`;
  return JSON.parse(execFileSync("sh", ["-c", shell, process.execPath, ...args], { encoding: "utf8" })) as Summary;
}

describe.skipIf(openSearchUrl === undefined)("replay into a real OpenSearch", () => {
  it("indexes each record once, and finds nothing but duplicates the second time", async () => {
    const to = openSearchUrl ?? "";
    const first = manifest.map((entry) => replay(entry, to));
    const counted = await countByIndex("logs");
    expect(first.map(({ failed, duplicate }) => failed + duplicate)).toEqual(manifest.map(() => 0));
    expect(counted).toEqual({ "logs-eks-2026-11-23": first.reduce((sum, { records }) => sum + records, 0) });

    const second = manifest.map((entry) => replay(entry, to));
    expect(second.map(({ received, duplicate }) => received - duplicate)).toEqual(manifest.map(() => 0));
    expect(await countByIndex("logs")).toEqual(counted);
  });

  it("has installed the template: the mapping holds declared fields only", async () => {
    const { body } = await ask("GET", "/logs-eks-2026-11-23/_mapping");
    const template = JSON.parse(readFileSync(join(root, "shared/opensearch/index-template.gen.json"), "utf8")) as {
      template: { mappings: { properties: unknown } };
    };
    const [index] = Object.values(body as Record<string, { mappings: { properties: unknown; dynamic: string } }>);
    expect(index?.mappings.dynamic).toBe("false");
    expect(index?.mappings.properties).toEqual(template.template.mappings.properties);
  });
});
