import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ACCEPTED, cfnLint, type Finding } from "../../tools/deploy/cfn-lint.ts";
import { say } from "../../tools/servers/progress.ts";
import { choices, folderOf } from "./packaged.ts";

const REGION = "eu-west-1";
const file = (choice: (typeof choices)[number]): string =>
  path.join(folderOf(choice), "cloudformation-template-update-stack.json");

const linted = await cfnLint(choices.map(file), REGION);
if (!linted.ok) {
  const message = `cfn-lint was not run: ${linted.reason}. Install Python 3 with venv.`;
  if (process.env["CI"]) throw new Error(message);
  say(message);
}
const findings: readonly Finding[] = linted.ok ? linted.value : [];

describe.skipIf(!linted.ok)("cfn-lint", () => {
  let planted: readonly Finding[] = [];

  beforeAll(async () => {
    const broken = path.join(folderOf("the default"), "broken.json");
    const resource = { Type: "AWS::S3::Bucket", Properties: { BucketEncrypted: true } };
    writeFileSync(broken, JSON.stringify({ Resources: { Broken: resource } }));
    const outcome = await cfnLint([broken], REGION);
    planted = outcome.ok ? outcome.value : [];
  });

  it("finds nothing in any stack but what is accepted, with a reason", () => {
    expect(findings.filter(({ rule }) => !(rule in ACCEPTED)).map(({ text }) => text)).toEqual([]);
  });

  it("still finds what is accepted: the list holds nothing else", () => {
    expect([...new Set(findings.map(({ rule }) => rule))].toSorted()).toEqual(Object.keys(ACCEPTED).toSorted());
  });

  it("would find an error", () => {
    expect(planted.map(({ rule }) => rule)).toContain("E3002");
  });
});
