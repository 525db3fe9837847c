import type { TestProject } from "vitest/node";
import { integrationServers, type ServerAddresses } from "../../tools/servers/available.ts";

declare module "vitest" {
  interface ProvidedContext {
    servers: ServerAddresses;
  }
}

/** Starts OpenSearch and an S3 server once for all suites. What cannot run here is said; under CI it is an error. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = await integrationServers();
  project.provide("servers", servers.addresses);
  return servers.stop;
}
