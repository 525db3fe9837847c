import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ParameterName } from "../../tools/deploy/parameters.ts";
import { serverlessPackage } from "./serverless.ts";

/** What operators may choose, one of each kind. */
export const CHOICES = {
  "the default": {},
  production: { stage: "prod", adminRoleArn: "arn:aws:iam::111122223333:role/admins" },
  "a domain of another account": {
    opensearch: "domain",
    opensearchEndpoint: "https://search.example.com",
    opensearchArn: "arn:aws:es:eu-west-1:444455556666:domain/theirs",
  },
  "a Serverless collection and an account policy": {
    opensearch: "serverless",
    opensearchEndpoint: "https://abc.eu-west-1.aoss.amazonaws.com",
    opensearchArn: "arn:aws:aoss:eu-west-1:111122223333:collection/abc",
    opensearchCollection: "logs",
    subscription: "account-policy",
    subscribeExclude: "/shop/noise,/shop/secret",
  },
  "a VPC, a key, Firehose in front and no archive": {
    vpcSubnetIds: "subnet-0a1b2c3d",
    vpcSecurityGroupIds: "sg-0a1b2c3d,sg-1a1b2c3d",
    kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d",
    deliverTo: "firehose",
    archive: "false",
    indexConcurrency: "50",
    transformConcurrency: "20",
    alarmTopicArn: "arn:aws:sns:eu-west-1:111122223333:on-call",
  },
} as const satisfies Readonly<Record<string, Partial<Record<ParameterName | "stage", string>>>>;

export type Choice = keyof typeof CHOICES;

/** Packages the stack for every choice. */
export function packageStacks(): { readonly folders: Readonly<Record<string, string>>; readonly remove: () => void } {
  const root = mkdtempSync(path.join(tmpdir(), "tributary-stacks-"));
  const folders = Object.entries<Readonly<Record<string, string>>>(CHOICES).map(
    ([choice, { stage = "dev", ...params }], index) => {
      const folder = path.join(root, String(index));
      mkdirSync(folder);
      const given = Object.entries(params).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
      serverlessPackage(folder, ["--stage", stage, ...given]);
      return [choice, folder] as const;
    },
  );
  return { folders: Object.fromEntries(folders), remove: () => rmSync(root, { recursive: true }) };
}
