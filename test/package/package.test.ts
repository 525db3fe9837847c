import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Declaration, readEnv } from "../../shared/core/env.ts";
import { functionNames } from "../../tools/build/bundle.ts";
import { bundledPackages } from "../../tools/build/notices.ts";
import { environmentOf, packagedFunctions, root, serverlessPackage } from "./serverless.ts";
import { unzip } from "./zip.ts";

/**
 * Most bytes that each function's code may have: about a tenth above what it has. A cold start reads, parses and runs
 * all of it, so a dependency that breaks the budget has to be worth it.
 */
const budgets: Record<string, number> = {
  index: 1_030_000,
  transform: 1_000_000,
  redrive: 1_010_000,
  subscribe: 260_000,
  bootstrap: 485_000,
};

/** Packages that come along by accident, and what they would cost. */
const unwanted = [
  "aws-sdk", // version 2, which the OpenSearch client's other signer asks for
  "zod", // 88 KB and its locales
  "ajv", // schemas are compiled when the code is generated
  "@aws-sdk/nested-clients", // 58 KB of sign-in that Lambda never needs
];

const licences = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"];

const names = functionNames(root);
const temporary = mkdtempSync(path.join(tmpdir(), "tributary-package-"));
const [first, second] = [path.join(temporary, "first"), path.join(temporary, "second")];

beforeAll(() => {
  for (const folder of [first, second]) {
    mkdirSync(folder);
    serverlessPackage(folder);
  }
});

afterAll(() => {
  rmSync(temporary, { recursive: true });
});

it("packages the functions that have a folder, and has a folder for each", () => {
  expect([...packagedFunctions(first).keys()].toSorted()).toEqual(names);
  expect(Object.keys(budgets).toSorted()).toEqual(names);
});

it.each(names)("gives %s an environment that its own declaration accepts", async (name) => {
  const { VARIABLES } = (await import(`../../functions/${name}/env.ts`)) as { VARIABLES: Declaration };
  const properties = packagedFunctions(first).get(name);
  expect(properties && readEnv(VARIABLES, environmentOf(properties))).toMatchObject({ ok: true });
});

describe.each(names)("the zip of %s", (name) => {
  const zip = (folder: string): Buffer => readFileSync(path.join(folder, `${name}.zip`));
  const inside = (file: string): string => `dist/${name}/${file}`;
  const metafile = (): Metafile =>
    JSON.parse(readFileSync(path.join(root, `dist/${name}.meta.json`), "utf8")) as Metafile;

  it("holds the bundle, its source map, the licence notices and nothing else", () => {
    const files = ["THIRD-PARTY-NOTICES.txt", "index.cjs", "index.cjs.map"].map(inside);
    expect([...unzip(zip(first)).keys()].toSorted()).toEqual(files);
  });

  it("is the same, byte for byte, when it is built again", () => {
    const hash = (folder: string): string => createHash("sha256").update(zip(folder)).digest("hex");
    expect(hash(second)).toBe(hash(first));
  });

  it("loads where there is no node_modules, and exports the handler that the template names", () => {
    const properties = packagedFunctions(first).get(name);
    if (!properties) throw new Error(`the template has no function ${name}`);
    const files = unzip(zip(first));
    const folder = path.join(temporary, name);
    mkdirSync(path.join(folder, "dist", name), { recursive: true });
    for (const [file, bytes] of files) writeFileSync(path.join(folder, file), bytes);

    expect(properties.Handler).toBe(inside("index.handler"));
    const script = `process.stdout.write(typeof require("./${inside("index.cjs")}").handler)`;
    const env = environmentOf(properties);
    expect(execFileSync(process.execPath, ["-e", script], { cwd: folder, env, encoding: "utf8" })).toBe("function");
  });

  it("stays within its budget of bytes", () => {
    const code = unzip(zip(first)).get(inside("index.cjs"));
    expect(code?.length).toBeLessThanOrEqual(budgets[name] ?? 0);
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
