// planted: eslint(no-restricted-imports)
import { S3Client } from "@aws-sdk/client-s3";

export function handler(): unknown {
  // planted: eslint(no-console)
  console.log("a log pipeline that prints feeds itself");
  return S3Client;
}
