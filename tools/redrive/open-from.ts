import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { objectStore, objectWriter } from "../../shared/aws/s3.ts";
import type { ObjectStore } from "../../shared/core/redrive/object-store.ts";
import { AWS_PREFIXES } from "../../shared/core/redrive/selection.ts";
import { namedPath } from "../cli/arguments.ts";
import type { Env } from "../cli/aws-domain.ts";
import { readUrl } from "../cli/cluster.ts";
import { Problem, systemReason } from "../cli/problem.ts";
import { folderStore } from "./folder-store.ts";

/** What `--from` names. */
export interface From {
  readonly store: ObjectStore;
  /** Writes an object where the others are. */
  readonly put: (key: string, body: Buffer) => Promise<void>;
  /** What to look through. */
  readonly prefixes: readonly string[];
  /** For people. */
  readonly shown: string;
}

/**
 * Opens what `--from` names: `s3://bucket/prefix`, where a bucket without prefix means what Tributary, Firehose and Lambda keep in
 * it, or a folder that `replay` has written or that is a copy of a bucket.
 *
 * @param failuresPrefix first part of our keys.
 * @param endpoint of an S3 server that is not AWS's.
 * @throws Problem when it cannot be read.
 */
export function openFrom(
  from: string,
  endpoint: string | undefined,
  failuresPrefix: string,
  maxBytes: number,
  env: Env,
): From {
  if (!from.startsWith("s3://")) {
    if (endpoint !== undefined) throw new Problem("--endpoint: is for --from s3://…");
    return openFolder(from, maxBytes);
  }
  const [bucket = "", ...rest] = from.slice("s3://".length).split("/");
  if (bucket === "") throw new Problem(`--from ${from}: names no bucket; wanted is s3://bucket/prefix`);
  const prefix = rest.join("/");
  const config = s3Config(endpoint === undefined ? undefined : readUrl("--endpoint", endpoint), env);
  return {
    store: objectStore(bucket, maxBytes, config),
    put: objectWriter(bucket, config),
    prefixes: prefix === "" ? [`${failuresPrefix}/`, ...AWS_PREFIXES] : [prefix],
    shown: from,
  };
}

/** Credentials are found as AWS's own tools find them: environment, profile, single sign-on. */
function s3Config(endpoint: URL | undefined, env: Env): S3ClientConfig {
  const region = env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  if (endpoint !== undefined) return { endpoint: endpoint.href, forcePathStyle: true, region: region ?? "us-east-1" };
  return { followRegionRedirects: true, ...(region === undefined ? {} : { region }) };
}

/** A folder somewhere within the failures, `out/failures/stage=deliver`, is looked at from above them: keys are whole then. */
function openFolder(from: string, maxBytes: number): From {
  const named = namedPath(from);
  const folders = namesOfFolders(named, from);
  const parts = named.split(path.sep);
  const within = parts.findIndex((part) => part.startsWith("stage="));
  const depth =
    within > 0 ? within - 1 : folders.some((name) => name.startsWith("stage=")) ? parts.length - 1 : parts.length;
  const root = parts.slice(0, depth).join(path.sep) || path.sep;
  const below = parts.slice(depth);
  const { put, ...store } = folderStore(root, maxBytes);
  return { store, put, prefixes: [below.map((part) => `${part}/`).join("")], shown: from };
}

function namesOfFolders(folder: string, shown: string): string[] {
  try {
    if (!statSync(folder).isDirectory())
      throw new Problem(`--from ${shown}: is no folder; wanted is s3://bucket/prefix or a folder`);
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`--from ${shown}: ${systemReason(error)}`);
  }
}
