import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { functionNames } from "../../tools/build/bundle.ts";
import { bundledPackages } from "../../tools/build/notices.ts";
import { folderOf } from "./packaged.ts";
import { environmentOf, packagedFunctions, root, serverlessPackage } from "./serverless.ts";
import { unzip } from "./zip.ts";

/** Most bytes of what a function has, about a tenth above what it has: a dependency that breaks a budget has to be worth it. */
interface Budget {
  /** `index.cjs`: a cold start reads, parses and runs all of it. */
  readonly atOnce: number;
  /** What is read when it is needed first; it only makes the zip larger, which Lambda fetches whole. */
  readonly later: number;
}

/** 265 KB are sources, formats and the core, 35 KB Powertools, 18 KB the OpenSearch client with AWS's signer. */
const budgets: Record<string, Budget> = {
  // Later: the S3 client for failures, and Firehose's, which shares most of its code.
  index: { atOnce: 365_000, later: 415_000 },
  // Later: the S3 client, and the OpenSearch client, which only what Firehose cannot carry needs.
  transform: { atOnce: 345_000, later: 380_000 },
  redrive: { atOnce: 375_000, later: 380_000 },
  // The CloudWatch Logs client is what it is for.
  subscribe: { atOnce: 260_000, later: 0 },
  // Half of it is the index template and the dashboards.
  bootstrap: { atOnce: 140_000, later: 0 },
};

/** What esbuild makes of the clients alone, minified: S3 with Firehose, and OpenSearch's own with its signer. */
const SUM_OF_CLIENTS = 444_000 + 299_000;

/** Packages that come along by accident, and what they would cost. */
const unwanted = [
  "aws-sdk", // version 2, which the OpenSearch client's other signer asks for
  "zod", // 88 KB and its locales
  "ajv", // schemas are compiled when the code is generated
  "@aws-sdk/nested-clients", // 58 KB of sign-in that Lambda never needs
  "@opensearch-project/opensearch", // 330 KB for APIs that are never called
];

/** Functions that an operator's redaction rules reach. */
const makesRecords = new Set(["index", "transform", "redrive"]);

const licences = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"];

const names = functionNames(root);
const temporary = mkdtempSync(path.join(tmpdir(), "tributary-package-"));
const first = folderOf("the default");
const second = path.join(temporary, "second");

beforeAll(() => {
  mkdirSync(second);
  serverlessPackage(second);
});

afterAll(() => {
  rmSync(temporary, { recursive: true });
});

it("packages the functions that have a folder, and has a folder for each", () => {
  expect([...packagedFunctions(first).keys()].toSorted()).toEqual(names);
  expect(Object.keys(budgets).toSorted()).toEqual(names);
});

describe.each(names)("the zip of %s", (name) => {
  const zip = (folder: string): Buffer => readFileSync(path.join(folder, `${name}.zip`));
  const inside = (file: string): string => `dist/${name}/${file}`;
  const metafile = (): Metafile =>
    JSON.parse(readFileSync(path.join(root, `dist/${name}.meta.json`), "utf8")) as Metafile;

  const laterFiles = (): string[] => [...unzip(zip(first)).keys()].filter((file) => file.endsWith(".mjs"));

  it("holds the bundle, what it loads later, their source maps, the licence notices, the engine of redaction rules, and nothing else", () => {
    const code = [inside("index.cjs"), ...laterFiles()];
    const files = [inside("THIRD-PARTY-NOTICES.txt"), ...code, ...code.map((file) => `${file}.map`)];
    if (makesRecords.has(name)) files.push(inside("node_modules/re2js/index.js"));
    expect([...unzip(zip(first)).keys()].toSorted()).toEqual(files.toSorted());
  });

  it("is the same, byte for byte, when it is built again", () => {
    const hash = (folder: string): string => createHash("sha256").update(zip(folder)).digest("hex");
    expect(hash(second)).toBe(hash(first));
  });

  it("loads where there is no node_modules, with all that it loads later, and exports the handler that the template names", () => {
    const properties = packagedFunctions(first).get(name);
    if (!properties) throw new Error(`the template has no function ${name}`);
    const files = unzip(zip(first));
    const folder = path.join(temporary, name);
    mkdirSync(path.join(folder, "dist", name), { recursive: true });
    for (const [file, bytes] of files) {
      // The engine is read only where there are rules.
      if (!file.includes("node_modules")) writeFileSync(path.join(folder, file), bytes);
    }

    expect(properties.Handler).toBe(inside("index.handler"));
    const loaded = laterFiles().map((file) => `import("./${file}")`);
    const script = `const { handler } = require("./${inside("index.cjs")}");
      Promise.all([${loaded.join()}]).then(() => process.stdout.write(typeof handler))`;
    const env = environmentOf(properties);
    expect(execFileSync(process.execPath, ["-e", script], { cwd: folder, env, encoding: "utf8" })).toBe("function");
  });

  it("stays within its budgets of bytes", () => {
    const files = unzip(zip(first));
    const atOnce = files.get(inside("index.cjs"))?.length;
    const later = laterFiles().reduce((sum, file) => sum + (files.get(file)?.length ?? 0), 0);
    const budget = budgets[name] ?? { atOnce: 0, later: 0 };
    expect(atOnce).toBeLessThanOrEqual(budget.atOnce);
    expect(later).toBeLessThanOrEqual(budget.later);
    expect((atOnce ?? 0) + later).toBeLessThan(SUM_OF_CLIENTS);
  });

  it.skipIf(name === "subscribe")("reads no AWS client at the cold start", () => {
    const { inputs } = metafile().outputs[inside("index.cjs")] ?? { inputs: {} };
    expect(Object.keys(inputs).filter((input) => input.includes("node_modules/@aws-sdk/"))).toEqual([]);
  });

  it("has a source map that points at our sources and does not carry them", () => {
    const map = JSON.parse(String(unzip(zip(first)).get(inside("index.cjs.map")))) as Record<string, unknown>;
    expect(map["sources"]).toContain(`../../functions/${name}/handler.ts`);
    expect(map["sourcesContent"]).toBeUndefined();
  });

  it("bundles no package by accident, and only under licences that allow it", () => {
    const packages = bundledPackages(root, metafile());
    expect(packages.map((item) => item.name).filter((item) => unwanted.includes(item))).toEqual([]);
    expect(packages.filter(({ license }) => !licences.includes(license))).toEqual([]);
  });

  it("names every bundled package, with its licence, in the notices", () => {
    const notices = String(unzip(zip(first)).get(inside("THIRD-PARTY-NOTICES.txt")));
    const missing = bundledPackages(root, metafile()).filter(
      (item) => !notices.includes(`\n${item.name}@${item.version} (${item.license})\n`),
    );
    expect(missing).toEqual([]);
  });
});
