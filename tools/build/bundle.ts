/**
 * Bundles each `functions/<name>/handler.ts` into `dist/<name>/`: what the zip holds and nothing else.
 *
 *   index.cjs                 minified CommonJS for nodejs24.x, which loads in three quarters of the time that an ES module needs
 *   *.mjs                     what the code imports with `import()`, read when it is needed first
 *   *.map                     linked source maps; the sources themselves stay at home
 *   node_modules/re2js/       an engine that is read only by functions that are given redaction rules
 *   THIRD-PARTY-NOTICES.txt   licence texts of what was bundled in
 *
 * esbuild's metafile is kept beside the folder (`dist/<name>.meta.json`): byte budgets and import rules read it.
 * The same sources give the same bytes, wherever and whenever they are built.
 */
import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, type BuildOptions, type Metafile } from "esbuild";
import { buildLaterFiles, laterFiles } from "./later-files.ts";
import { type BundledPackage, bundledPackages, noticesText } from "./notices.ts";

/**
 * Credential sources that the SDK imports only when its environment variables name them. Lambda hands credentials in
 * by variables that come first, so these 120 KB would never run; should they, Lambda's own SDK has them.
 */
export const neverInLambda = ["http", "ini", "login", "process", "sso", "web-identity"].map(
  (source) => `@aws-sdk/credential-provider-${source}`,
);

export type Bundle = {
  name: string;
  /** Folder of the files that go into the zip, relative to the root. */
  folder: string;
  /** Size of index.cjs: what a cold start reads. */
  bytes: number;
  /** Size of what is loaded later, if at all. */
  laterBytes: number;
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

/** The module that loads the engine when it is first needed, by the name that Node looks up beside the function. */
const ENGINE_USER = "shared/aws/linear-engine.ts";

async function bundleEngine(root: string, outfile: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["node_modules/re2js/build/index.js"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    logLevel: "silent",
  });
  return metafile;
}

async function bundleFunction(root: string, from: string, to: string, name: string): Promise<Bundle> {
  const folder = path.posix.join(to, name);
  const outfile = path.posix.join(folder, "index.cjs");
  await rm(path.join(root, folder), { recursive: true, force: true });

  const options: BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    external: neverInLambda,
    define: { "import.meta.filename": "__filename" },
    minify: true,
    charset: "utf8",
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "silent",
  };
  const later = laterFiles();
  const { metafile: first, warnings } = await build({
    ...options,
    entryPoints: [path.posix.join(from, name, "handler.ts")],
    outfile,
    format: "cjs",
    plugins: [later.plugin],
    metafile: true,
  });
  // esbuild keeps warnings about node_modules to itself: these are about our own code.
  const [warning] = warnings;
  if (warning) throw new Error(`${warning.location?.file}:${warning.location?.line} ${warning.text}`);

  const second =
    later.found.size === 0 ? { inputs: {}, outputs: {} } : await buildLaterFiles(later, first, folder, options);
  const metafile = { inputs: { ...first.inputs, ...second.inputs }, outputs: { ...first.outputs, ...second.outputs } };
  if (Object.keys(metafile.inputs).some((input) => input.endsWith(ENGINE_USER))) {
    const engine = await bundleEngine(root, path.posix.join(folder, "node_modules/re2js/index.js"));
    Object.assign(metafile.inputs, engine.inputs);
    Object.assign(metafile.outputs, engine.outputs);
  }

  const packages = bundledPackages(root, metafile);
  await mkdir(path.join(root, folder), { recursive: true });
  await writeFile(path.join(root, folder, "THIRD-PARTY-NOTICES.txt"), noticesText(packages));
  await writeFile(path.join(root, `${folder}.meta.json`), JSON.stringify(metafile, null, 1));

  return {
    name,
    folder,
    bytes: first.outputs[outfile]?.bytes ?? 0,
    laterBytes: Object.entries(second.outputs).reduce(
      (sum, [file, { bytes }]) => (file.endsWith(".mjs") ? sum + bytes : sum),
      0,
    ),
    packages,
    metafile,
  };
}
