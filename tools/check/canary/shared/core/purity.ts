/** A core file that does all that the pure layers must not. */
// planted: eslint(no-restricted-imports)
import { S3Client } from "@aws-sdk/client-s3";
// planted: eslint(no-restricted-imports)
import { randomUUID } from "node:crypto";
// planted: eslint(no-restricted-imports)
import { readFile } from "node:fs/promises";
// planted: eslint(no-restricted-imports)
import type { Port } from "../aws/port.ts";

// planted: typescript(consistent-type-imports)
import { readsASource } from "../formats/upward.ts";

export const reaches = (port: Port): unknown[] => [S3Client, randomUUID, readFile, port];

export function looksAround(): ReturnType<typeof readsASource>[] {
  return [
    // planted: eslint(no-restricted-properties)
    String(Date.now()),
    // planted: eslint(no-restricted-properties)
    String(Math.random()),
    // planted: eslint(no-restricted-globals)
    String(process.env["AWS_REGION"]),
    // planted: eslint(no-restricted-globals)
    String(globalThis.performance.now()),
  ];
}

// planted: eslint(no-restricted-globals) eslint(no-console)
console.log(reaches);
