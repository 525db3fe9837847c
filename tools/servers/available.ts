import { isMissing, type MissingRuntime } from "./missing-runtime.ts";
import { startOpenSearch } from "./opensearch.ts";
import { say } from "./progress.ts";
import { type S3Access, startS3 } from "./s3.ts";

/** Plain data, so that a test runner can hand it from its setup to its workers. */
export interface ServerAddresses {
  readonly opensearch: { readonly url: string } | MissingRuntime;
  readonly s3: S3Access | MissingRuntime;
}

export interface IntegrationServers {
  readonly addresses: ServerAddresses;
  readonly stop: () => Promise<void>;
}

interface Starters {
  readonly opensearch: typeof startOpenSearch;
  readonly s3: typeof startS3;
}

/**
 * Starts the servers that integration tests need, one of each. One that cannot be run here is in the result as a message
 * for the person; with the variable CI set it is an error, because a suite that was not run must not look like success.
 *
 * @throws Error when a server does not come up, or is missing under CI; the other one is stopped then
 */
export async function integrationServers(
  env: Readonly<Record<string, string | undefined>> = process.env,
  start: Starters = { opensearch: startOpenSearch, s3: startS3 },
): Promise<IntegrationServers> {
  const outcomes = await Promise.allSettled([start.opensearch(), start.s3()]);
  const started = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => (isMissing(server) ? Promise.resolve() : server.stop())));
  };

  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));
  const missing = env["CI"] ? started.filter(isMissing).map(({ message }) => message) : [];
  const [opensearch, s3] = outcomes;
  if (opensearch.status === "rejected" || s3.status === "rejected" || missing.length > 0) {
    await stop();
    throw new Error([...failures, ...missing].join("\n"));
  }
  for (const server of started) if (isMissing(server)) say(`Not run: ${server.message}`);
  return { addresses: { opensearch: openSearchAddress(opensearch.value), s3: s3Access(s3.value) }, stop };
}

function openSearchAddress(server: Awaited<ReturnType<Starters["opensearch"]>>): ServerAddresses["opensearch"] {
  return isMissing(server) ? server : { url: server.url };
}

function s3Access(server: Awaited<ReturnType<Starters["s3"]>>): ServerAddresses["s3"] {
  if (isMissing(server)) return server;
  const { endpoint, region, accessKeyId, secretAccessKey } = server;
  return { endpoint, region, accessKeyId, secretAccessKey };
}
