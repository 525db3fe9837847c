import { readFileSync } from "node:fs";
import path from "node:path";

export type Members = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly Type: string;
  readonly Properties: Members;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string | readonly string[];
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/** What stands for what only CloudFormation knows. */
const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::Region": "eu-west-1",
  "AWS::AccountId": "111122223333",
};

/** The packaged template, with every intrinsic function of texts resolved: `!GetAtt A.B` becomes `{A.B}`, `!Ref A` becomes `{A}`. */
export function readTemplate(folder: string): Template {
  const file = path.join(folder, "cloudformation-template-update-stack.json");
  return resolve(JSON.parse(readFileSync(file, "utf8"))) as Template;
}

/** The resources of a type by their logical names. */
export function resourcesOf({ Resources }: Template, type: string): [name: string, properties: Members][] {
  return Object.entries(Resources).flatMap(([name, { Type, Properties }]) =>
    Type === type ? [[name, Properties] as [string, Members]] : [],
  );
}

/** The properties of a resource that has to be there. */
export function propertiesOf({ Resources }: Template, name: string): Members {
  const resource = Resources[name];
  if (resource === undefined) throw new Error(`the template has no ${name}`);
  return resource.Properties;
}

/** A member deep within; undefined where there is none. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of keys) found = typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}

function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== "object" || value === null) return value;
  const [entry, second] = Object.entries(value);
  if (entry !== undefined && second === undefined) {
    const [name, argument] = entry;
    if (name === "Ref") return PSEUDO[String(argument)] ?? `{${String(argument)}}`;
    if (name === "Fn::GetAtt") return `{${(Array.isArray(argument) ? argument : [argument]).join(".")}}`;
    if (name === "Fn::Sub") return substitute(argument);
    if (name === "Fn::Join") return (at(resolve(argument), 1) as string[]).join(String(at(argument, 0)));
    if (name === "Fn::Split") return String(resolve(at(argument, 1))).split(String(at(argument, 0)));
    if (name.startsWith("Fn::")) throw new Error(`${name} is not resolved here`);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]));
}

function substitute(argument: unknown): string {
  const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Members];
  return text
    .replaceAll(/\$\{([^!{}][^{}]*)\}/g, (_, name: string) =>
      name in variables ? String(resolve(variables[name])) : (PSEUDO[name] ?? `{${name}}`),
    )
    .replaceAll("${!", "${");
}
