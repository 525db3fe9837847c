import { S3Client } from "@aws-sdk/client-s3";
import type { AwsCredentials } from "../../shared/aws/sign.ts";
import { Problem } from "./problem.ts";

export type Env = Readonly<Record<string, string | undefined>>;

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
export function awsServiceOf({ hostname }: URL, env: Env): AwsService | undefined {
  const [, named, kind] = HOST.exec(hostname) ?? [];
  const asked = env["OPENSEARCH_AUTH"];
  const service = asked === undefined || asked === "" ? kind : asked;
  if (service !== "es" && service !== "aoss") return undefined;
  const region = named ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  if (region === undefined) throw new Problem(`--to ${hostname}: in which region is it? Set AWS_REGION`);
  return { service, region };
}

/**
 * The credentials that AWS's own tools would use, renewed before they end.
 *
 * @throws Problem when asked and there are none.
 */
export function credentialChain(region: string): () => Promise<AwsCredentials> {
  // The chain of credential sources comes with every client of the SDK.
  const chain = new S3Client({ region }).config.credentials;
  return () =>
    chain().catch((error: unknown) => {
      throw new Problem(`no AWS credentials: ${error instanceof Error ? error.message : String(error)}`);
    });
}
