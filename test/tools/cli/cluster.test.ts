import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sendBulk } from "../../../shared/aws/opensearch.ts";
import { openCluster, readUrl } from "../../../tools/cli/cluster.ts";
import { startLocalServer, type LocalServer } from "../../aws/local-server.ts";

describe("a URL", () => {
  it("keeps its password to itself when it is refused", () => {
    expect(readUrl("--to", "https://u:p@host:9200").host).toBe("host:9200");
    for (const text of ["ftp://u:secret@host", "https://u:secret@"]) {
      expect(() => readUrl("--to", text)).toThrow("--to: not a URL that can be used");
      expect(() => readUrl("--to", text)).not.toThrow("secret");
    }
  });
});

describe("requests to a cluster", () => {
  const AWS = { OPENSEARCH_AUTH: "es", AWS_REGION: "eu-west-1" };
  let server: LocalServer;
  let url: URL;
  beforeEach(async () => {
    server = await startLocalServer((response) => {
      response.writeHead(400, { "content-type": "application/json" }).end("{}");
    });
    url = new URL(server.url);
  });
  afterEach(() => server.close());

  it("are signed with the credentials that AWS's tools would use, where it is one of AWS", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    const { client } = openCluster({ url, env: AWS });
    expect(await sendBulk(client, "", 5000)).toMatchObject({ kind: "answer", status: 400 });
    expect(server.received[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/es\/aws4_request/,
    );
  });

  it("are refused in one line where there are no credentials", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
    vi.stubEnv("AWS_CONFIG_FILE", "no-config");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "no-credentials");
    const { client } = openCluster({ url, env: AWS });
    await expect(sendBulk(client, "", 5000)).rejects.toThrow(/^no AWS credentials: /);
  });

  it.each([{}, AWS])("carry the user and password of the URL, with %j", async (env) => {
    url.username = "me";
    url.password = "p%40ss";
    const { client, endpoint } = openCluster({ url, env });
    await sendBulk(client, "", 5000);
    expect(server.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from("me:p@ss").toString("base64")}`);
    expect(endpoint).toBe(url.origin);
  });

  it("are not begun with a password that cannot be read", () => {
    const opening = (): unknown => openCluster({ url: new URL("https://me:100%@host"), env: {} });
    expect(opening).toThrow("--to: a % in the user or the password is no escape; write it as %25");
  });
});
