import type { BootstrapSettings, DashboardLanguage } from "./desired-state.ts";

/** CloudFormation's own, what makes it see that the shipped data changed, and the settings. */
const KNOWN = new Set([
  "ServiceToken",
  "ServiceTimeout",
  "Revision",
  "IndexPrefix",
  "RetentionDays",
  "WarmAfterDays",
  "Shards",
  "Replicas",
  "Codec",
  "WriterRoles",
  "FirehoseRoles",
  "AdminRoles",
  "Serverless",
  "Dashboards",
]);
const PREFIX = /^[a-z0-9][a-z0-9._-]{0,80}$/;
const ROLE = /^arn:[\w-]+:iam::\d{12}:role\/\S+$/;
const LONGEST_DAYS = 36_500;
/** OpenSearch's own limit. */
const MOST_SHARDS = 1024;
/** More copies than a domain has zones protect nothing. */
const MOST_REPLICAS = 5;
/** zstd: from OpenSearch 2.9 on. */
const CODECS = ["best_compression", "default", "zstd", "zstd_no_dict"];
const DASHBOARDS: ReadonlyMap<unknown, DashboardLanguage | undefined> = new Map([
  ["none", undefined],
  ["en", "en"],
  ["ja", "ja"],
]);

type Properties = Readonly<Record<string, unknown>>;

/** Reads the properties of the custom resource, in which CloudFormation makes every number a text. All problems come at once. */
export function readBootstrapProperties(
  properties: Properties,
):
  | { readonly ok: true; readonly settings: BootstrapSettings }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const refuse = (name: string, value: unknown, wanted: string): void => {
    problems.push(`${name} is ${JSON.stringify(value).slice(0, 100)}; wanted: ${wanted}`);
  };
  const whole = (name: string, value: unknown, least: number, most: number, what: string): number => {
    const number = /^\d{1,6}$/.test(String(value)) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    refuse(name, value, `a whole number ${what}`);
    return least;
  };
  const { IndexPrefix = "logs", Dashboards = "none", Codec = "best_compression" } = properties;
  const { RetentionDays = "0", WarmAfterDays = "0", Shards = "1", Replicas = "1" } = properties;

  const indexPrefix = typeof IndexPrefix === "string" && PREFIX.test(IndexPrefix) ? IndexPrefix : "";
  if (indexPrefix === "") refuse("IndexPrefix", IndexPrefix, "lower-case letters, digits, . _ -");
  const retentionDays = whole("RetentionDays", RetentionDays, 0, LONGEST_DAYS, "of days, 0 for ever");
  const warmAfterDays = whole("WarmAfterDays", WarmAfterDays, 0, LONGEST_DAYS, "of days, 0 for never");
  if (retentionDays > 0 && warmAfterDays >= retentionDays) {
    refuse("WarmAfterDays", WarmAfterDays, `less than RetentionDays, which is ${retentionDays}`);
  }
  const shards = whole("Shards", Shards, 1, MOST_SHARDS, `from 1 to ${MOST_SHARDS}`);
  const replicas = whole("Replicas", Replicas, 0, MOST_REPLICAS, `from 0 to ${MOST_REPLICAS}`);
  const codec = CODECS.find((name) => name === Codec) ?? "";
  if (codec === "") refuse("Codec", Codec, CODECS.join(", "));
  const roles = (name: string): string[] => {
    const { [name]: value = [] } = properties;
    const all: unknown[] = Array.isArray(value) ? value : [value];
    const known = all.filter((role) => typeof role === "string" && ROLE.test(role)) as string[];
    if (known.length < all.length) refuse(name, value, "a list of ARNs of IAM roles");
    return known;
  };
  const writerRoles = roles("WriterRoles");
  const firehoseRoles = roles("FirehoseRoles");
  const adminRoles = roles("AdminRoles");
  const { Serverless = "false" } = properties;
  const decidesItself = String(Serverless) === "true";
  if (!decidesItself && String(Serverless) !== "false") refuse("Serverless", Serverless, "true or false");
  const dashboards = DASHBOARDS.get(Dashboards);
  if (!DASHBOARDS.has(Dashboards)) refuse("Dashboards", Dashboards, "none, en or ja");
  for (const name of Object.keys(properties)) {
    if (!KNOWN.has(name)) problems.push(`${name} is not a property of this resource`);
  }
  if (problems.length > 0) return { ok: false, problems };
  const storage = { shards, replicas, codec };
  const roleSettings = { writerRoles, firehoseRoles, adminRoles };
  return {
    ok: true,
    settings: { indexPrefix, warmAfterDays, retentionDays, storage, ...roleSettings, decidesItself, dashboards },
  };
}
