import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { build, type Plugin } from "esbuild";

/** What each file imports: files by their path from the root, packages and Node's own modules by their name. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export const root = path.resolve(import.meta.dirname, "../..");

/** Every TypeScript file of the given folders, by its path from the root; without the lint canary, which is wrong on purpose. */
export function sourceFiles(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => !file.startsWith("tools/check/canary/"))
    .toSorted();
}

/** Reads the imports of the files with esbuild, the bundler that ships them: what it does not see is not shipped. */
export async function importGraph(files: readonly string[]): Promise<ImportGraph> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...files],
    outdir: "unwritten",
    write: false,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    metafile: true,
    logLevel: "silent",
    plugins: [typeImportsCount],
  });
  return new Map(
    Object.entries(metafile.inputs).map(([file, { imports }]) => [file, imports.map((target) => target.path)]),
  );
}

/** `import type` binds a layer to another as `import` does, but esbuild erases it: show it as a plain import. */
const typeImportsCount: Plugin = {
  name: "type-imports-count",
  setup(plugin) {
    plugin.onLoad({ filter: /\.ts$/ }, async (args) => ({
      contents: withPlainTypeImports(await readFile(args.path, "utf8")),
      loader: "ts",
    }));
  },
};

export function withPlainTypeImports(source: string): string {
  return source.replaceAll(
    /^(?:import|export) type (?:\w+|\{[^}]*\}|\*(?: as \w+)?) from ("[^"]+");/gm,
    (_statement, from: string) => `import ${from};`,
  );
}
