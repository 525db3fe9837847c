import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { HttpRequest } from "./http-exchange.ts";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SigningScope {
  readonly region: string;
  /** The service's name in signatures, such as `es`. */
  readonly service: string;
  /** Asked for each signature, because credentials are renewed. */
  readonly credentials: () => AwsCredentials | Promise<AwsCredentials>;
}

/** Gives the headers of a request with AWS's signature (Signature Version 4), the body's hash among them. */
export type Sign = (url: URL, request: HttpRequest) => Promise<Readonly<Record<string, string>>>;

/** @throws what `credentials` throws. */
export function signer({ region, service, credentials }: SigningScope): Sign {
  const signature = new SignatureV4({
    region,
    service,
    credentials: async () => credentials(),
    sha256: Hash.bind(undefined, "sha256"),
  });
  return async ({ protocol, host, hostname, pathname, searchParams }, { method, headers, body }) => {
    const query = Object.fromEntries(searchParams);
    const plain = { protocol, hostname, path: pathname, query, method, headers: { ...headers, host }, body };
    const signed = await signature.sign(plain);
    return signed.headers;
  };
}
