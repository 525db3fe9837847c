type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Members = Readonly<Record<string, Json>>;

/** The sections of a CloudFormation template that hold conditions or depend on them. */
export interface Template {
  readonly Conditions?: Members;
  readonly Resources: Readonly<Record<string, Members>>;
  readonly Outputs?: Readonly<Record<string, Members>>;
}

/**
 * Decides a template's conditions, and leaves only what was chosen. serverless has put the parameters' values into them, so they
 * compare constants; CloudFormation would carry every branch that is not taken through its own checks, and so would whoever reads it.
 *
 * @throws Error for a condition that compares something else than constants, or that is not there.
 */
export function foldConditions<T extends Template>(template: T): T {
  const { Conditions = {}, Resources, Outputs = {}, ...rest } = template;
  const holds = (name: string): boolean => decide(Conditions[name], name, holds);
  const chosen = (items: Readonly<Record<string, Members>>): Record<string, Json> =>
    Object.fromEntries(
      Object.entries(items).flatMap(([name, { Condition, ...item }]) =>
        Condition === undefined || holds(nameIn(Condition)) ? [[name, fold(item, holds) ?? {}]] : [],
      ),
    );
  const resources = chosen(Resources);
  for (const [name, resource] of Object.entries(resources)) resources[name] = withoutMissing(resource, resources);
  return { ...rest, Resources: resources, Outputs: chosen(Outputs) } as unknown as T;
}

type Holds = (name: string) => boolean;

function decide(condition: Json | undefined, name: string, holds: Holds): boolean {
  const [key, value] = onlyMember(condition) ?? [];
  const operands = Array.isArray(value) ? (value as readonly Json[]) : [];
  const all = (): boolean[] => operands.map((operand) => decide(operand, name, holds));
  switch (key ?? "") {
    case "Condition":
      return holds(nameIn(value));
    case "Fn::Not":
      return !all()[0];
    case "Fn::And":
      return all().every(Boolean);
    case "Fn::Or":
      return all().some(Boolean);
    case "Fn::Equals":
      if (operands.every((operand) => typeof operand !== "object")) return String(operands[0]) === String(operands[1]);
  }
  throw new Error(`condition ${name} is not made of constants: ${JSON.stringify(condition)}`);
}

/** Undefined for what is to be left out. */
function fold(value: Json, holds: Holds): Json | undefined {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item: Json) => fold(item, holds)).filter((item) => item !== undefined);
  }
  const [key, argument] = onlyMember(value) ?? [];
  if (key === "Ref" && argument === "AWS::NoValue") return undefined;
  if (key === "Fn::If") {
    const [name, yes, no] = argument as readonly [string, Json, Json];
    return fold(holds(name) ? yes : no, holds);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const folded = fold(member, holds);
      return folded === undefined ? [] : [[name, folded]];
    }),
  );
}

/** A resource need not wait for what is not there. */
function withoutMissing(resource: Json, resources: Readonly<Record<string, Json>>): Json {
  const { DependsOn, ...rest } = resource as Members;
  if (DependsOn === undefined) return resource;
  const names = (Array.isArray(DependsOn) ? (DependsOn as readonly Json[]) : [DependsOn]).filter(
    (name) => nameIn(name) in resources,
  );
  return names.length === 0 ? rest : { ...rest, DependsOn: names };
}

function nameIn(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function onlyMember(value: Json | undefined): [string, Json] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [member, second] = Object.entries(value as Members);
  return second === undefined ? member : undefined;
}
