import { compile } from "json-schema-to-typescript";
import { GENERATED } from "./registry.ts";

/** The TypeScript type of a record, for code that reads records. */
export async function recordTypes(schema: Record<string, unknown>): Promise<string> {
  return compile(schema, "TributaryRecord", {
    bannerComment: `${GENERATED}/* eslint-disable */`,
    additionalProperties: false,
    format: false,
  });
}
