import { expect, it } from "vitest";
import { documentedCommands } from "../../deploy/documented.ts";
import { parameterProblems, stageParameters } from "../../../tools/deploy/check-parameters.ts";

const deployments = documentedCommands().filter(([command, second]) => command === "deploy" && second !== "list");

it("docs/deploy.md deploys in every way there is", () => {
  const given = deployments.flat().join(" ");
  for (const choice of ["opensearch=domain", "opensearch=serverless", "vpcSubnetIds=", "subscription=account-policy"])
    expect(given).toContain(choice);
});

it.each(deployments.map((words) => [words.join(" "), words] as const))(
  "serverless %s has right parameters",
  (_, words) => {
    const values: Record<string, string> = {};
    let stage = "";
    for (const [index, word] of words.entries()) {
      if (word === "--stage") stage = words[index + 1] ?? "";
      const [, name = "", value = ""] = /^--param=([^=]+)=(.*)$/.exec(word) ?? [];
      if (name !== "") values[name] = value;
    }
    expect(stage).not.toBe("");
    expect(parameterProblems({ ...stageParameters(stage), ...values }, `tributary-${stage}`)).toEqual([]);
  },
);
