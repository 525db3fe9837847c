import type { ImportGraph } from "./import-graph.ts";

/** A folder, the folders below it that it may import from (its own always), and the modules that are not ours. */
type Layer = { folder: string; below: readonly string[]; modules: RegExp };

// No file, socket, clock, process or randomness; hashing and unzipping compute.
const computing = "node:(?:buffer|crypto|string_decoder|util|zlib)";

const bottom = ["shared/formats", "shared/schema"];
const sources = ["shared/sources", ...bottom];
const core = ["shared/core", ...sources];
const ports = ["shared/aws", "shared/opensearch", ...core];

/** The import rules: functions → shared/aws → shared/core → shared/sources → shared/{formats,schema}. */
const layers: readonly Layer[] = [
  { folder: "shared/formats", below: bottom, modules: only(computing, "@rgrove/parse-xml") },
  { folder: "shared/schema", below: bottom, modules: only(computing) },
  { folder: "shared/sources", below: bottom, modules: only(computing) },
  { folder: "shared/core", below: sources, modules: only(computing, "aws-lambda") },
  { folder: "shared/opensearch", below: bottom, modules: only(computing) },
  {
    folder: "shared/aws",
    below: ["shared/opensearch", ...core],
    modules: only("node:.+", "@(?:aws-sdk|aws-lambda-powertools|middy|smithy)/.+", "re2js", "aws-lambda"),
  },
  {
    folder: "functions",
    below: ports,
    modules: only("node:.+", "@middy/.+", "@aws-lambda-powertools/.+", "aws-lambda"),
  },
  { folder: "tools", below: ["functions", ...ports], modules: /./ },
];

function only(...names: string[]): RegExp {
  return new RegExp(`^(?:${names.join("|")})$`);
}

/** One sentence for every import that goes the wrong way or out of its layer's reach. */
export function layerViolations(graph: ImportGraph): string[] {
  return [...graph].flatMap(([file, targets]) => {
    const layer = layerOf(file);
    if (!layer) return [`${file} is in no layer: name its folder in test/architecture/layers.ts`];
    return targets.flatMap((target) => violation(file, layer, target, graph.has(target)) ?? []);
  });
}

function violation(file: string, from: Layer, target: string, isOurs: boolean): string | undefined {
  if (!isOurs) return from.modules.test(target) ? undefined : `${file} imports ${target}, which ${from.folder} may not`;
  const to = layerOf(target);
  if (to?.folder === from.folder) {
    return from.folder === "functions" && second(file) !== second(target)
      ? `${file} imports ${target}: a function ships alone, what two share belongs to shared`
      : undefined;
  }
  return to && from.below.includes(to.folder) ? undefined : `${file} imports ${target}: the wrong way`;
}

function layerOf(file: string): Layer | undefined {
  return layers.find(({ folder }) => file.startsWith(`${folder}/`));
}

function second(file: string): string | undefined {
  return file.split("/")[1];
}

/** Import cycles, each once, as `a → b → a`. */
export function importCycles(graph: ImportGraph): string[] {
  const finished = new Set<string>();
  const path: string[] = [];
  const cycles: string[] = [];

  function visit(file: string): void {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file].join(" → "));
    if (at >= 0 || finished.has(file)) return;
    path.push(file);
    for (const target of graph.get(file) ?? []) visit(target);
    path.pop();
    finished.add(file);
  }

  for (const file of graph.keys()) visit(file);
  return cycles;
}
