/**
 * Bundles each `functions/<name>/handler.ts` into `dist/<name>/`: what the zip holds and nothing else.
 *
 *   index.cjs                 minified CommonJS for nodejs24.x. CommonJS, because opensearch-js is, and it loads faster.
 *   index.cjs.map             linked source map; the sources themselves stay at home
 *   THIRD-PARTY-NOTICES.txt   licence texts of what was bundled in
 *
 * esbuild's metafile is kept beside the folder (`dist/<name>.meta.json`): byte budgets and import rules read it.
 * The same sources give the same bytes, wherever and whenever they are built.
 */
import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, type Metafile } from "esbuild";
import { type BundledPackage, bundledPackages, noticesText } from "./notices.ts";

/**
 * Credential sources that the SDK imports only when its environment variables name them. Lambda hands credentials in
 * by variables that come first, so these 120 KB would never run; should they, Lambda's own SDK has them.
 */
const neverInLambda = ["http", "ini", "login", "process", "sso", "web-identity"].map(
  (source) => `@aws-sdk/credential-provider-${source}`,
);

export type Bundle = {
  name: string;
  /** Folder of the files that go into the zip, relative to the root. */
  folder: string;
  /** Size of index.cjs. */
  bytes: number;
  packages: BundledPackage[];
  metafile: Metafile;
};

/** Names of the Lambda functions: the folders that hold a handler.ts, sorted. */
export function functionNames(root: string, from = "functions"): string[] {
  const folders = readdirSync(path.join(root, from), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map((entry) => entry.name)
    .filter((name) => existsSync(path.join(root, from, name, "handler.ts")))
    .toSorted();
}

/**
 * Builds the named functions, or all of them. Each function's part of `to` is emptied first; a build of all empties
 * the whole folder, so that a function that was renamed leaves nothing behind.
 * @throws esbuild's BuildFailure, with file and line; an Error for a warning or for a bundled package without a licence.
 */
export async function bundleFunctions(
  root: string,
  { from = "functions", to = "dist", only }: { from?: string; to?: string; only?: string[] | undefined } = {},
): Promise<Bundle[]> {
  if (!only) await rm(path.join(root, to), { recursive: true, force: true });
  return Promise.all((only ?? functionNames(root, from)).map((name) => bundleFunction(root, from, to, name)));
}

async function bundleFunction(root: string, from: string, to: string, name: string): Promise<Bundle> {
  const folder = path.posix.join(to, name);
  const outfile = path.posix.join(folder, "index.cjs");
  await rm(path.join(root, folder), { recursive: true, force: true });

  const { metafile, warnings } = await build({
    absWorkingDir: root,
    entryPoints: [path.posix.join(from, name, "handler.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    mainFields: ["module", "main"],
    external: neverInLambda,
    minify: true,
    charset: "utf8",
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    metafile: true,
    logLevel: "silent",
  });

  // esbuild keeps warnings about node_modules to itself: these are about our own code.
  const [warning] = warnings;
  if (warning) throw new Error(`${warning.location?.file}:${warning.location?.line} ${warning.text}`);

  const packages = bundledPackages(root, metafile);
  await mkdir(path.join(root, folder), { recursive: true });
  await writeFile(path.join(root, folder, "THIRD-PARTY-NOTICES.txt"), noticesText(packages));
  await writeFile(path.join(root, `${folder}.meta.json`), JSON.stringify(metafile, null, 1));

  return {
    name,
    folder,
    bytes: metafile.outputs[outfile]?.bytes ?? 0,
    packages,
    metafile,
  };
}
