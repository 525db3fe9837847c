import { join } from "node:path";
import { build } from "esbuild";
import { neverInLambda } from "../build/bundle.ts";

/** What a cold start could load, each alone: the prices by which the parts of the functions were chosen. */
const PARTS: Readonly<Record<string, string>> = {
  "node:crypto": `export * from "node:crypto"`,
  "node:zlib": `export * from "node:zlib"`,
  "node:https": `export * from "node:https"`,
  "all sources, formats and the core": `
    export { indexEvent } from "./shared/core/pipeline/index-event.ts";
    export { SOURCES } from "./shared/core/registry.gen.ts"`,
  "@middy/core": `export { default } from "@middy/core"`,
  "Powertools logger and metrics": `
    export { Logger } from "@aws-lambda-powertools/logger";
    export { Metrics } from "@aws-lambda-powertools/metrics"`,
  "our OpenSearch client with AWS's signer": `export { openSearchClient } from "./shared/aws/opensearch.ts"`,
  "@opensearch-project/opensearch with its signer": `
    export { Client } from "@opensearch-project/opensearch";
    export { AwsSigv4Signer } from "@opensearch-project/opensearch/aws-v3"`,
  "@aws-sdk/client-s3, one command": `export { S3Client, PutObjectCommand } from "@aws-sdk/client-s3"`,
  "@aws-sdk/client-firehose, one command": `export { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose"`,
};

/** Bundles each part alone, minified, into the folder: its name → file and bytes. */
export async function buildParts(root: string, folder: string): Promise<Map<string, { file: string; bytes: number }>> {
  const built = new Map<string, { file: string; bytes: number }>();
  for (const [index, [name, contents]] of Object.entries(PARTS).entries()) {
    const file = join(folder, `part-${index}.cjs`);
    const { metafile } = await build({
      absWorkingDir: root,
      stdin: { contents, resolveDir: root, loader: "ts" },
      outfile: file,
      bundle: true,
      platform: "node",
      target: "node24",
      format: "cjs",
      mainFields: ["module", "main"],
      external: neverInLambda,
      minify: true,
      legalComments: "none",
      logLevel: "silent",
      metafile: true,
    });
    const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
    built.set(name, { file, bytes });
  }
  return built;
}
