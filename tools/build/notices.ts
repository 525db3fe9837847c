import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Metafile } from "esbuild";

/** An npm package of which at least one file went into a bundle. */
export type BundledPackage = {
  name: string;
  version: string;
  /** SPDX expression of its package.json. */
  license: string;
  /** Its licence and notice files; empty when it ships none. */
  text: string;
};

const licenceFile = /^(licen[cs]e|copying|notice)/i;

/**
 * The npm packages in a bundle, sorted by name and version.
 * @throws Error when one of them does not say its licence: such code may not be shipped.
 */
export function bundledPackages(root: string, metafile: Metafile): BundledPackage[] {
  const folders = new Set(Object.keys(metafile.inputs).flatMap((input) => packageFolder(input) ?? []));
  return [...folders]
    .map((folder) => readPackage(path.resolve(root, folder)))
    .toSorted((a, b) => (label(a) < label(b) ? -1 : 1));
}

/** Every licence text once, under the packages it covers. */
export function noticesText(packages: readonly BundledPackage[]): string {
  const byText = new Map<string, BundledPackage[]>();
  for (const item of packages) byText.set(item.text, [...(byText.get(item.text) ?? []), item]);

  const sections = [...byText].map(([text, covered]) => {
    const titles = covered.map((item) => `${label(item)} (${item.license})`);
    return [...titles, "", text || "(ships no licence file; see the SPDX name above)"].join("\n");
  });
  return `${["Third-party software in this bundle", ...sections].join(`\n\n${"=".repeat(80)}\n\n`)}\n`;
}

const label = ({ name, version }: BundledPackage): string => `${name}@${version}`;

/** `node_modules/@a/b/c.js` → `node_modules/@a/b`, the innermost; our own files → undefined. */
function packageFolder(input: string): string | undefined {
  const parts = input.split("/");
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return undefined;
  return parts.slice(0, at + (parts[at + 1]?.startsWith("@") === true ? 3 : 2)).join("/");
}

function readPackage(folder: string): BundledPackage {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const { name, version, license } = manifest as { name: string; version: string; license?: unknown };
  if (typeof license !== "string") throw new Error(`${name}@${version} is bundled but does not name its licence`);
  const files = readdirSync(folder).filter((file) => licenceFile.test(file));
  const text = files.toSorted().map((file) => readFileSync(path.join(folder, file), "utf8"));
  return { name, version, license, text: text.join("\n").replaceAll("\r\n", "\n").trim() };
}
