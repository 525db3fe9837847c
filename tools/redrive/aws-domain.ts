import { S3Client } from "@aws-sdk/client-s3";
import { openSearchClient, sendBulk, type AwsCredentials } from "../../shared/aws/opensearch.ts";
import type { DeliveryPorts } from "../../shared/core/delivery/deliver.ts";
import { Problem } from "../cli/problem.ts";

/** How requests to a domain or collection of AWS are signed. */
export interface AwsService {
  readonly service: "es" | "aoss";
  readonly region: string;
}

const HOST = /\.([a-z0-9-]+)\.(es|aoss)\.amazonaws\.com(?:\.cn)?$/;

/**
 * Whether a URL is one of AWS, by its name or because OPENSEARCH_AUTH says so.
 *
 * @throws Problem when the region is not known.
 */
export function awsServiceOf(
  { hostname }: URL,
  env: Readonly<Record<string, string | undefined>>,
): AwsService | undefined {
  const [, named, kind] = HOST.exec(hostname) ?? [];
  const asked = env["OPENSEARCH_AUTH"];
  const service = asked === undefined || asked === "" ? kind : asked;
  if (service !== "es" && service !== "aoss") return undefined;
  const region = named ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  if (region === undefined) throw new Problem(`--to ${hostname}: in which region is it? Set AWS_REGION`);
  return { service, region };
}

/** Sends signed requests, with the credentials that AWS's own tools would use; they are renewed before they end. */
export function signedBulk(url: URL, { service, region }: AwsService): DeliveryPorts["bulk"] {
  // The chain of credential sources comes with every client of the SDK.
  const chain = new S3Client({ region }).config.credentials;
  let current: AwsCredentials | undefined;
  const credentials = (): AwsCredentials => {
    if (current === undefined) throw new Error("credentials are asked for before each request");
    return current;
  };
  const client = openSearchClient({
    endpoint: url.origin,
    auth: { kind: "sigv4", region, service, credentials },
    gzip: true,
  });
  return async (body, timeoutMs) => {
    try {
      current = await chain();
    } catch (error) {
      throw new Problem(`no AWS credentials: ${error instanceof Error ? error.message : String(error)}`);
    }
    return sendBulk(client, body, timeoutMs);
  };
}

/** Sends requests with user and password of the domain's own user database. */
export function basicBulk(url: URL): DeliveryPorts["bulk"] {
  const auth = {
    kind: "basic",
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  } as const;
  const client = openSearchClient({ endpoint: url.origin, auth, gzip: true });
  return (body, timeoutMs) => sendBulk(client, body, timeoutMs);
}
