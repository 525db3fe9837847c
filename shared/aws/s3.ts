import { PutObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

/**
 * Writes objects into one bucket. The SDK's own retries apply (three attempts); after them the write rejects.
 *
 * @param config for tests and local servers; in Lambda the environment says it all.
 */
export function objectWriter(
  bucket: string,
  config: S3ClientConfig = {},
): (key: string, body: Buffer) => Promise<void> {
  let client: S3Client | undefined;
  return async (key, body) => {
    client ??= new S3Client(config);
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: "application/x-ndjson",
        ContentEncoding: "gzip",
      }),
    );
  };
}
