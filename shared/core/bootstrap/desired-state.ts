import { type Artefact, roleArtefact, roleMappingArtefact, templateArtefact } from "./artefact.ts";
import { dashboardsArtefact, type SavedObjectBody } from "./dashboards-artefact.ts";
import { policyArtefact } from "./policy-artefact.ts";

/** What the stack asks for: the properties of the custom resource. */
export interface BootstrapSettings {
  /** First part of index names, as `index` has it. */
  readonly indexPrefix: string;
  /** Days until an index is deleted; 0: never, and no policy. */
  readonly retentionDays: number;
  /** ARNs of the IAM roles that write; none where the domain has no fine-grained access control. */
  readonly writerRoles: readonly string[];
  /** Language of the dashboards' titles; undefined where there is no OpenSearch Dashboards for them. */
  readonly dashboards: DashboardLanguage | undefined;
}

export type DashboardLanguage = "en" | "ja";

type Body = Readonly<Record<string, unknown>>;
type Described = Body & { readonly description: string };

/** The data of `shared/opensearch`. */
export interface ShippedData {
  readonly template: Body & { readonly index_patterns: readonly string[] };
  readonly retentionPolicy: (
    indexPatterns: readonly string[],
    days: number,
  ) => object & { readonly description: string };
  readonly writerRole: (indexPatterns: readonly string[]) => object & { readonly description: string };
  readonly savedObjects: (settings: {
    readonly indexPrefix: string;
    readonly language: DashboardLanguage;
  }) => readonly SavedObjectBody[];
}

/** The prefix that the template is written for. */
const SHIPPED_PREFIX = "logs-";

/**
 * Everything that the cluster is to have, in the order of its making. Names carry the index prefix, so that two stacks can share
 * a domain. The policy comes before indices do: it takes only those that are made after it.
 */
export function desiredState(
  { indexPrefix, retentionDays, writerRoles, dashboards }: BootstrapSettings,
  shipped: ShippedData,
): Artefact[] {
  const patterns = shipped.template.index_patterns.map(
    (pattern) => `${indexPrefix}-${pattern.slice(SHIPPED_PREFIX.length)}`,
  );
  const id = `tributary-${indexPrefix}`;
  const artefacts = [templateArtefact(id, { ...shipped.template, index_patterns: patterns })];
  if (retentionDays > 0) {
    const policy: Described = { ...shipped.retentionPolicy(patterns, retentionDays) };
    artefacts.unshift(policyArtefact(`${id}-retention`, policy, patterns));
  }
  if (writerRoles.length > 0) {
    const role: Described = { ...shipped.writerRole(patterns) };
    artefacts.push(roleArtefact(`${id}-writer`, role), roleMappingArtefact(`${id}-writer`, writerRoles));
  }
  if (dashboards !== undefined) {
    artefacts.push(dashboardsArtefact(id, shipped.savedObjects({ indexPrefix, language: dashboards })));
  }
  return artefacts;
}

/** Properties that are not settings: CloudFormation's own, and what makes it see that the shipped data changed. */
const NO_SETTINGS = new Set(["ServiceToken", "ServiceTimeout", "Revision"]);
const PREFIX = /^[a-z0-9][a-z0-9._-]{0,80}$/;
const LONGEST_RETENTION_DAYS = 36_500;
const DASHBOARDS: ReadonlyMap<unknown, DashboardLanguage | undefined> = new Map([
  ["none", undefined],
  ["en", "en"],
  ["ja", "ja"],
]);

/** Reads the properties of the custom resource, in which CloudFormation makes every number a text. All problems come at once. */
export function readBootstrapProperties(
  properties: Readonly<Record<string, unknown>>,
):
  | { readonly ok: true; readonly settings: BootstrapSettings }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const { IndexPrefix = "logs", RetentionDays = "0", WriterRoles = [], Dashboards = "none", ...rest } = properties;
  const indexPrefix = typeof IndexPrefix === "string" && PREFIX.test(IndexPrefix) ? IndexPrefix : undefined;
  if (indexPrefix === undefined)
    problems.push(`IndexPrefix is ${said(IndexPrefix)}; wanted: lower-case letters, digits, . _ -`);
  const days = /^\d{1,5}$/.test(String(RetentionDays)) ? Number(RetentionDays) : Number.NaN;
  if (!(days <= LONGEST_RETENTION_DAYS))
    problems.push(`RetentionDays is ${said(RetentionDays)}; wanted: a whole number of days, 0 for ever`);
  const roles: unknown[] = Array.isArray(WriterRoles) ? WriterRoles : [WriterRoles];
  const writerRoles = roles.filter(
    (role) => typeof role === "string" && /^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(role),
  ) as string[];
  if (writerRoles.length < roles.length)
    problems.push(`WriterRoles is ${said(WriterRoles)}; wanted: a list of ARNs of IAM roles`);
  const dashboards = DASHBOARDS.get(Dashboards);
  if (!DASHBOARDS.has(Dashboards)) problems.push(`Dashboards is ${said(Dashboards)}; wanted: none, en or ja`);
  for (const name of Object.keys(rest))
    if (!NO_SETTINGS.has(name)) problems.push(`${name} is not a property of this resource`);
  if (problems.length > 0 || indexPrefix === undefined) return { ok: false, problems };
  return { ok: true, settings: { indexPrefix, retentionDays: days, writerRoles, dashboards } };
}

function said(value: unknown): string {
  return JSON.stringify(value).slice(0, 100);
}
