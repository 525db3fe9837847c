import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

type LambdaFunction = { Handler: string; Environment?: { Variables: Record<string, unknown> } };
type Template = { Resources: Record<string, { Type: string; Properties: LambdaFunction }> };

/**
 * Runs `serverless package` as on a machine that knows nothing of AWS: no credentials, no profile, no region.
 * @throws Error with everything that serverless said, when it fails.
 */
export function serverlessPackage(to: string, args: readonly string[] = []): void {
  const serverless = path.join(root, "node_modules/serverless/bin/serverless.js");
  execFileSync(process.execPath, [serverless, "package", "--package", to, ...args], {
    cwd: root,
    // serverless waits for input when stdin is neither closed nor a terminal.
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: path.dirname(process.execPath), HOME: to },
  });
}

/** The Lambda functions of the packaged template: name of the function's folder → its properties. */
export function packagedFunctions(folder: string): Map<string, LambdaFunction> {
  const file = path.join(folder, "cloudformation-template-update-stack.json");
  const { Resources } = JSON.parse(readFileSync(file, "utf8")) as Template;
  const functions = Object.values(Resources).filter(({ Type }) => Type === "AWS::Lambda::Function");
  return new Map(functions.map(({ Properties }) => [Properties.Handler.split("/")[1] ?? "", Properties]));
}

/** A function's environment as Lambda would set it; what only CloudFormation knows becomes a plausible value. */
export function environmentOf({ Environment }: LambdaFunction): Record<string, string> {
  const plausible = (name: string): string => {
    if (name.endsWith("_ARN")) return "arn:aws:lambda:eu-central-1:111122223333:function:some-name";
    return name.endsWith("_ENDPOINT") ? "https://search.example" : "some-name";
  };
  const isKnown = (value: unknown): value is string => typeof value === "string" && !value.startsWith("{{resolve:");
  return {
    AWS_REGION: "eu-central-1",
    ...Object.fromEntries(
      Object.entries(Environment?.Variables ?? {}).map(([name, value]) => [
        name,
        isKnown(value) ? value : plausible(name),
      ]),
    ),
  };
}
