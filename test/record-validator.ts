import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../shared/schema/record.gen.schema.json" with { type: "json" };

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

/** What is wrong with a record by the generated JSON Schema; empty for a valid one. */
export function validateRecord(record: unknown): string[] {
  if (validate(record)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`,
  );
}
