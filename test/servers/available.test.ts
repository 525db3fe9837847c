import { describe, expect, it, vi } from "vitest";
import { integrationServers } from "../../tools/servers/available.ts";
import { missingRuntime } from "../../tools/servers/missing-runtime.ts";

const access = { endpoint: "http://127.0.0.1:7070", region: "us-east-1", accessKeyId: "id", secretAccessKey: "secret" };
const url = "http://127.0.0.1:9200";
const missing = missingRuntime("OpenSearch", ["no Maven"], "Install Maven.");

/** Two starters, and how often what they started was stopped. */
function starters() {
  const stopOpenSearch = vi.fn(() => Promise.resolve());
  const stopS3 = vi.fn(() => Promise.resolve());
  return {
    stopOpenSearch,
    stopS3,
    opensearch: () => Promise.resolve({ url, stop: stopOpenSearch }),
    s3: () => Promise.resolve({ ...access, stop: stopS3 }),
  };
}

describe("integrationServers", () => {
  it("gives the addresses as plain data, and stops both", async () => {
    const start = starters();
    const servers = await integrationServers({}, start);
    expect(servers.addresses).toEqual({ opensearch: { url }, s3: access });
    expect(structuredClone(servers.addresses)).toEqual(servers.addresses);
    await servers.stop();
    expect(start.stopOpenSearch).toHaveBeenCalledOnce();
    expect(start.stopS3).toHaveBeenCalledOnce();
  });

  it("says what cannot be run here, and runs the rest", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const start = { ...starters(), opensearch: () => Promise.resolve(missing) };
    const servers = await integrationServers({}, start);
    expect(servers.addresses).toEqual({ opensearch: missing, s3: access });
    expect(stderr).toHaveBeenCalledExactlyOnceWith("Not run: No real OpenSearch here: no Maven. Install Maven.\n");
    await servers.stop();
    expect(start.stopS3).toHaveBeenCalledOnce();
  });

  it("fails under CI if anything is missing, and stops the rest", async () => {
    const start = { ...starters(), opensearch: () => Promise.resolve(missing) };
    await expect(integrationServers({ CI: "true" }, start)).rejects.toThrow(missing.message);
    expect(start.stopS3).toHaveBeenCalledOnce();
  });

  it("fails if a server does not come up, and stops the other", async () => {
    const start = { ...starters(), s3: () => Promise.reject(new Error("versitygw ended while starting")) };
    await expect(integrationServers({}, start)).rejects.toThrow("versitygw ended while starting");
    expect(start.stopOpenSearch).toHaveBeenCalledOnce();
  });
});
