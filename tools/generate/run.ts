import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { cloudWatchDashboard } from "./cloudwatch-dashboard.ts";
import { environmentDocs } from "./environment-docs.ts";
import { failureDocs } from "./failure-docs.ts";
import { fieldDocs } from "./field-docs.ts";
import { glueColumns } from "./glue-columns.ts";
import { indexTemplate } from "./index-template.ts";
import { recordSchema } from "./record-schema.ts";
import { recordTypes } from "./record-types.ts";
import { registryModule } from "./registry.ts";
import { reliabilityDocs } from "./reliability-docs.ts";
import { alarmDocs, stackAlarms } from "./stack-alarms.ts";
import { parameterDocs, stackParameters } from "./stack-parameters.ts";

const ROOT = join(import.meta.dirname, "../..");

/**
 * Writes everything that is generated from declarations; `--check` writes nothing and fails, naming each file that is stale.
 * The registry comes first: the other generators import what it lists.
 */
async function run(check: boolean): Promise<void> {
  const stale: string[] = [];
  const emit = async (path: string, content: string): Promise<void> => {
    const current = await readFile(join(ROOT, path), "utf8").catch(() => undefined);
    if (current === content) return;
    stale.push(path);
    if (check) return;
    await mkdir(dirname(join(ROOT, path)), { recursive: true });
    await writeFile(join(ROOT, path), content);
    console.log(`wrote ${path}`);
  };

  await emit("shared/core/registry.gen.ts", await registryModule(join(ROOT, "shared/sources")));
  const { SOURCES } = await import("../../shared/core/registry.gen.ts");
  const schema = recordSchema(SOURCES);
  await emit("shared/schema/record.gen.schema.json", `${JSON.stringify(schema, undefined, 2)}\n`);
  await emit("shared/schema/record.gen.ts", await recordTypes(schema));
  await emit("shared/opensearch/index-template.gen.json", `${JSON.stringify(indexTemplate(SOURCES), undefined, 2)}\n`);
  await emit("shared/opensearch/glue-columns.gen.json", `${JSON.stringify(glueColumns(SOURCES), undefined, 2)}\n`);
  await emit("docs/fields.md", fieldDocs(SOURCES));
  const { sourceDocs } = await import("./source-docs.ts");
  await emit("docs/sources.md", await sourceDocs(SOURCES));
  const { costDocs } = await import("./cost-docs.ts");
  const prices: unknown = JSON.parse(await readFile(join(ROOT, "tools/estimate/prices.json"), "utf8"));
  await emit("docs/cost.md", costDocs(prices));
  const { readCollectors } = await import("./collector-arrivals.ts");
  const { collectorPage } = await import("./collector-docs.ts");
  for (const collector of await readCollectors())
    await emit(`docs/collectors/${collector.name}/README.md`, await collectorPage(collector));
  // Questions read the mapping, so they are loaded once it is written.
  const { questionsDocs } = await import("./questions-docs.ts");
  await emit("docs/questions.md", questionsDocs());
  const { LANGUAGES } = await import("../../shared/opensearch/saved-objects/saved-object.ts");
  const { ndjson, savedObjects } = await import("../../shared/opensearch/saved-objects/all-objects.ts");
  for (const language of LANGUAGES) {
    const objects = savedObjects({ indexPrefix: "logs", language });
    await emit(`shared/opensearch/dashboards.${language}.gen.ndjson`, ndjson(objects));
  }
  await emit("docs/failures.md", failureDocs());
  await emit("docs/reliability.md", reliabilityDocs());
  await emit("resources/parameters.gen.json", `${JSON.stringify(stackParameters(), undefined, 2)}\n`);
  await emit("docs/parameters.md", parameterDocs());
  await emit("resources/alarms.gen.json", `${JSON.stringify(stackAlarms(), undefined, 2)}\n`);
  await emit("docs/alarms.md", alarmDocs());
  for (const destination of ["domain", "existing-domain", "collection"] as const) {
    await emit(`resources/dashboard.${destination}.gen.txt`, cloudWatchDashboard(destination));
  }
  await emit("docs/environment.md", await environmentDocs(join(ROOT, "functions")));

  if (check && stale.length > 0) {
    console.error(`stale: ${stale.join(", ")}\nrun: npm run generate`);
    process.exitCode = 1;
  }
}

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
await run(values.check);
