import path from "node:path";
import { build as bundle, type BuildOptions, type Metafile, type Plugin } from "esbuild";

/** The files that a function imports with `import()`: they become files of their own in its zip, which a cold start does not read. */
export type LaterFiles = { readonly plugin: Plugin; readonly found: Set<string> };

/** A plugin that leaves each `import("./x.ts")` of ours as `import("./x.mjs")`, and notes which they were. */
export function laterFiles(): LaterFiles {
  const found = new Set<string>();
  const plugin: Plugin = {
    name: "later-files",
    setup: (build) => {
      build.onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path: imported, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        found.add(path.join(resolveDir, imported));
        return { path: `./${path.basename(imported, ".ts")}.mjs`, external: true };
      });
    },
  };
  return { plugin, found };
}

/**
 * Builds what is loaded later into the folder of a function, as ES modules: only for them esbuild puts what several of them share
 * into one file.
 *
 * @param entry what the function's first file is made of; a file of ours in both would be two modules with a state each.
 */
export async function buildLaterFiles(
  { found }: LaterFiles,
  entry: Metafile,
  folder: string,
  options: BuildOptions,
): Promise<Metafile> {
  const { metafile } = await bundle({
    ...options,
    entryPoints: [...found].toSorted(),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    splitting: true,
    metafile: true,
  });
  const twice = Object.keys(metafile.inputs).find((input) => !input.includes("node_modules") && input in entry.inputs);
  if (twice !== undefined)
    throw new Error(`${twice} would be loaded twice: at the cold start and with what is loaded later`);
  return metafile;
}
