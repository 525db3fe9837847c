import { PARAMETERS, type Parameter, type ParameterName } from "./parameters.ts";

/** Parameters as serverless has them; numbers where somebody wrote them without quotes. */
export type ParameterValues = Readonly<Record<string, unknown>>;

/** Longest name of an OpenSearch domain (CreateDomain, API reference); the stack's domain is called after service and stage. */
const DOMAIN_NAME = /^[a-z][a-z0-9-]{2,27}$/;

/**
 * All that is wrong with a stack's parameters, one line each: before anything is built, because CloudFormation would find out
 * half-way through a deployment, one at a time.
 *
 * @param values those that were set, over the defaults.
 * @param domainName the name of the domain that the stack would create.
 */
export function parameterProblems(values: ParameterValues, domainName: string): string[] {
  const problems: string[] = [];
  const names = Object.keys(PARAMETERS);
  for (const name of Object.keys(values)) {
    if (!names.includes(name)) problems.push(`${name} is no parameter of this stack; there are: ${names.join(", ")}`);
  }
  for (const [name, { pattern, wanted, fallback }] of Object.entries<Parameter>(PARAMETERS)) {
    const value = textOf(values[name]);
    const isLeftOut = value === "" && fallback === "";
    if (!isLeftOut && !pattern.test(value)) problems.push(`${name} is ${JSON.stringify(value)}; wanted: ${wanted}`);
  }
  return [...problems, ...contradictions((name) => textOf(values[name]), domainName)];
}

/** The stage's parameters: the defaults, those of `prod` over them, those that were set over both. */
export function stageParameters(stage: string): Record<ParameterName, string> {
  const entries = Object.entries<Parameter>(PARAMETERS).map(([name, { fallback, prod }]) => [
    name,
    stage === "prod" ? (prod ?? fallback) : fallback,
  ]);
  return Object.fromEntries(entries) as Record<ParameterName, string>;
}

function contradictions(value: (name: ParameterName) => string, domainName: string): string[] {
  const problems: string[] = [];
  const opensearch = value("opensearch");
  const asked = (name: ParameterName, when: string): void => {
    if (value(name) === "") problems.push(`${name} must be set with ${when}`);
  };
  const refused = (name: ParameterName, when: string): void => {
    if (value(name) !== "") problems.push(`${name} has no meaning with ${when}`);
  };
  const how = `opensearch=${opensearch}`;
  for (const name of ["opensearchEndpoint", "opensearchArn"] as const)
    (opensearch === "create" ? refused : asked)(name, how);
  (opensearch === "serverless" ? asked : refused)("opensearchCollection", how);
  if (opensearch !== "create") refused("adminRoleArn", how);
  const service = value("opensearchArn").split(":")[2];
  if (opensearch === "domain" && service === "aoss") problems.push(`opensearchArn is of a collection with ${how}`);
  if (opensearch === "serverless" && service === "es") problems.push(`opensearchArn is of a domain with ${how}`);

  const subnets = value("vpcSubnetIds");
  if (subnets === "") refused("vpcSecurityGroupIds", "no vpcSubnetIds");
  else asked("vpcSecurityGroupIds", "vpcSubnetIds");
  if (opensearch === "create") {
    const zones = Number(value("domainZones"));
    if (!DOMAIN_NAME.test(domainName)) {
      problems.push(
        `the domain would be called ${domainName}; wanted: 3 to 28 lower-case letters, digits, -: choose a shorter stage`,
      );
    }
    if (Number(value("domainInstanceCount")) % zones !== 0)
      problems.push(
        `domainInstanceCount is ${value("domainInstanceCount")}; wanted: a multiple of domainZones, ${zones}`,
      );
    if (subnets !== "" && subnets.split(",").length !== zones)
      problems.push(
        `vpcSubnetIds has ${subnets.split(",").length} subnets; wanted: one for each of domainZones, ${zones}`,
      );
  }
  if (value("subscription") === "account-policy" && value("subscribeExclude").includes("*")) {
    problems.push("subscribeExclude holds a pattern; an account policy leaves out whole names only");
  }
  return problems;
}

function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
}
