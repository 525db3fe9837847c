import { describe, expect, it } from "vitest";
import { type Declaration, readEnv } from "../../shared/core/env.ts";
import { functionNames } from "../../tools/build/bundle.ts";
import { choices, template } from "./packaged.ts";
import { root } from "./serverless.ts";
import { at, resourcesOf } from "./template.ts";

/** Set by Lambda, or for Node. */
const NOT_OURS = ["AWS_REGION", "NODE_OPTIONS"];

/** Declared, and left to their defaults by the stack: a variable that is in neither place has been forgotten. */
const LEFT_TO_DEFAULTS = [
  // For clusters that are not AWS's; the stack signs its requests.
  "OPENSEARCH_USERNAME",
  "OPENSEARCH_PASSWORD",
  // Sizes that fit the smallest instances.
  "OPENSEARCH_GZIP",
  "BULK_MAX_BYTES",
  "BULK_MAX_DOCUMENTS",
  "REQUEST_TIMEOUT_MS",
  "INFLATE_MAX_BYTES",
  "REDRIVE_MAX_OBJECT_BYTES",
  "REDRIVE_MAX_ATTEMPTS",
  // The roles are written for this one.
  "FAILURES_PREFIX",
  "SUBSCRIBE_FILTER_PATTERN",
];

const names = functionNames(root);
const declarationOf = async (name: string): Promise<Declaration> =>
  ((await import(`../../functions/${name}/env.ts`)) as { VARIABLES: Declaration }).VARIABLES;

describe.each(choices)("with %s", (choice) => {
  /** What Lambda would set; names that only CloudFormation knows become plausible ones. */
  function environmentOf(name: string): Record<string, string> {
    const found = resourcesOf(template(choice), "AWS::Lambda::Function").find(
      ([, { Handler }]) => Handler === `dist/${name}/index.handler`,
    );
    const variables = Object.entries((at(found?.[1], "Environment", "Variables") ?? {}) as Record<string, string>);
    const plausible = (text: string): string =>
      text
        .replaceAll(/\{\w+\.Arn\}/g, "arn:aws:iam::111122223333:role/some-role")
        .replaceAll(/\{[\w.]+\}/g, "some-name");
    return {
      AWS_REGION: "eu-west-1",
      ...Object.fromEntries(variables.map(([key, value]) => [key, plausible(value)])),
    };
  }

  it.each(names)("%s has the variables that it declares, and no others", async (name) => {
    const declared = Object.keys(await declarationOf(name)).filter((variable) => !LEFT_TO_DEFAULTS.includes(variable));
    const set = Object.keys(environmentOf(name));
    expect(set.filter((variable) => !NOT_OURS.includes(variable)).toSorted()).toEqual(
      declared.filter((variable) => !NOT_OURS.includes(variable)).toSorted(),
    );
  });

  it.each(names)("%s starts with them", async (name) => {
    expect(readEnv(await declarationOf(name), environmentOf(name))).toMatchObject({ ok: true });
  });
});

it("what is left to defaults is declared somewhere", async () => {
  const declared = new Set(
    (await Promise.all(names.map(declarationOf))).flatMap((declaration) => Object.keys(declaration)),
  );
  expect(LEFT_TO_DEFAULTS.filter((variable) => !declared.has(variable))).toEqual([]);
});

it("every stream that `transform` may be asked by has its setting", () => {
  for (const choice of choices) {
    const variables = at(
      template(choice).Resources["TransformLambdaFunction"],
      "Properties",
      "Environment",
      "Variables",
      "STREAMS",
    );
    const settings = JSON.parse(String(variables)) as Record<string, { platform?: string; destination: string }>;
    for (const [name, { DeliveryStreamName: stream }] of resourcesOf(
      template(choice),
      "AWS::KinesisFirehose::DeliveryStream",
    )) {
      const expected =
        name === "ArchiveStream"
          ? { destination: "s3" }
          : { platform: name.replace("Stream", "").toLowerCase(), destination: "opensearch" };
      expect(settings[String(stream)], String(stream)).toEqual(expected);
    }
  }
});
