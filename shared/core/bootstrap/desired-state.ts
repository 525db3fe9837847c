import { membersOf } from "./admin-request.ts";
import { type Artefact, roleArtefact, roleMappingArtefact, templateArtefact } from "./artefact.ts";
import { dashboardsArtefact, type SavedObjectBody } from "./dashboards-artefact.ts";
import { policyArtefact } from "./policy-artefact.ts";

/** What the stack asks for: the properties of the custom resource. */
export interface BootstrapSettings {
  /** First part of index names, as `index` has it. */
  readonly indexPrefix: string;
  /** Days until an index moves to warm storage; 0: never. */
  readonly warmAfterDays: number;
  /** Days until an index is deleted; 0: never. Where both are 0, there is no policy. */
  readonly retentionDays: number;
  readonly storage: IndexStorage;
  /** ARNs of the IAM roles that write; none where the domain has no fine-grained access control. */
  readonly writerRoles: readonly string[];
  /** The same of Firehose, which looks at the cluster before it writes. */
  readonly firehoseRoles?: readonly string[];
  /** ARNs of the IAM roles of people who may do everything; for a domain whose only master is this function. */
  readonly adminRoles?: readonly string[];
  /** OpenSearch Serverless decides on shards, refresh and codec itself, and may refuse a template that says anything about them. */
  readonly decidesItself?: boolean;
  /** Language of the dashboards' titles; undefined where there is no OpenSearch Dashboards for them. */
  readonly dashboards: DashboardLanguage | undefined;
}

/** How each daily index is stored. */
export interface IndexStorage {
  /** Primary shards. */
  readonly shards: number;
  /** Copies of each. */
  readonly replicas: number;
  readonly codec: string;
}

export type DashboardLanguage = "en" | "ja";

type Body = Readonly<Record<string, unknown>>;
type Described = Body & { readonly description: string };

/** The data of `shared/opensearch`. */
export interface ShippedData {
  readonly template: Body & { readonly index_patterns: readonly string[] };
  readonly lifePolicy: (
    indexPatterns: readonly string[],
    life: { readonly warmAfterDays: number; readonly retentionDays: number },
  ) => object & { readonly description: string };
  readonly writerRole: (indexPatterns: readonly string[]) => object & { readonly description: string };
  readonly firehoseRole: (indexPatterns: readonly string[]) => object & { readonly description: string };
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
export function desiredState(settings: BootstrapSettings, shipped: ShippedData): Artefact[] {
  const { indexPrefix, warmAfterDays, retentionDays, storage, writerRoles, dashboards } = settings;
  const { firehoseRoles = [], adminRoles = [], decidesItself = false } = settings;
  const patterns = shipped.template.index_patterns.map(
    (pattern) => `${indexPrefix}-${pattern.slice(SHIPPED_PREFIX.length)}`,
  );
  const id = `tributary-${indexPrefix}`;
  const template = { ...shipped.template, index_patterns: patterns };
  const artefacts = [templateArtefact(id, decidesItself ? withoutSettings(template) : stored(template, storage))];
  if (warmAfterDays > 0 || retentionDays > 0) {
    const policy: Described = { ...shipped.lifePolicy(patterns, { warmAfterDays, retentionDays }) };
    artefacts.unshift(policyArtefact(`${id}-retention`, policy, patterns));
  }
  if (writerRoles.length > 0) {
    const role: Described = { ...shipped.writerRole(patterns) };
    artefacts.push(roleArtefact(`${id}-writer`, role), roleMappingArtefact(`${id}-writer`, writerRoles));
  }
  if (firehoseRoles.length > 0) {
    const role: Described = { ...shipped.firehoseRole(patterns) };
    artefacts.push(roleArtefact(`${id}-firehose`, role), roleMappingArtefact(`${id}-firehose`, firehoseRoles));
  }
  if (adminRoles.length > 0) {
    artefacts.push(...MASTER_ROLES.map((master) => roleMappingArtefact(master, adminRoles)));
  }
  if (dashboards !== undefined) {
    artefacts.push(dashboardsArtefact(id, shipped.savedObjects({ indexPrefix, language: dashboards })));
  }
  return artefacts;
}

/** What a master user of a domain has. */
const MASTER_ROLES = ["all_access", "security_manager"] as const;

function withoutSettings(template: Body): Body {
  return { ...template, template: { mappings: membersOf(template["template"])["mappings"] } };
}

/** A template whose indices are stored so. */
function stored(template: Body, { shards, replicas, codec }: IndexStorage): Body {
  const inner = membersOf(template["template"]);
  const settings = membersOf(inner["settings"]);
  const index = {
    ...membersOf(settings["index"]),
    number_of_shards: shards,
    number_of_replicas: replicas,
    codec,
  };
  return { ...template, template: { ...inner, settings: { ...settings, index } } };
}
