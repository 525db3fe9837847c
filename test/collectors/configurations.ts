import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { parseFluentBit, type ConfigFiles, type Section } from "./fluent-bit-config.ts";

const FOLDER = join(import.meta.dirname, "../../docs/collectors");

/** An object of Kubernetes as its file has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: ConfigFiles;
  readonly [member: string]: unknown;
}

/** Paths of the files of a kind under docs/collectors, as `<collector>/<file>`. */
export function collectorFiles(name: RegExp): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((path) => name.test(path))
    .toSorted();
}

export function readText(path: string): string {
  return readFileSync(join(FOLDER, path), "utf8");
}

export function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

/** The objects of a manifest; a mistake in its YAML is thrown with its line. */
export function readManifests(path: string): Manifest[] {
  return parseAllDocuments(readText(path), { strict: true, uniqueKeys: true }).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS() as Manifest;
  });
}

/** A Fluent Bit configuration with one of its outputs, put together as its manifest or its page says. */
export interface FluentBit {
  readonly name: string;
  readonly collector: string;
  readonly sections: readonly Section[];
  /** Values of the variables that it uses. */
  readonly variables: Readonly<Record<string, string>>;
}

const NODE = "ip-10-0-3-33.eu-west-1.compute.internal";
const HOST = "ip-10-0-1-20.eu-west-1.compute.internal";

export function fluentBitConfigurations(): FluentBit[] {
  return [...daemonSets(), fargate(), ...onInstances()];
}

function daemonSets(): FluentBit[] {
  const shared = readManifests("eks-fluent-bit/fluent-bit.yaml");
  const settings = dataOf(shared, "fluent-bit-settings");
  return ["outputs-cloudwatch.yaml", "outputs-firehose.yaml"].map((outputs) => {
    // As the projected volume of the DaemonSet: both ConfigMaps in one folder.
    const files = {
      ...dataOf(shared, "fluent-bit-config"),
      ...dataOf(readManifests(`eks-fluent-bit/${outputs}`), "fluent-bit-outputs"),
    };
    const sections = [...parseFluentBit(files, "fluent-bit.conf"), ...parseFluentBit(files, "parsers.conf")];
    return {
      name: `eks-fluent-bit/${outputs}`,
      collector: "eks-fluent-bit",
      sections,
      variables: { ...settings, NODE_NAME: NODE },
    };
  });
}

/** Fargate has the input itself (EKS user guide, "AWS Fargate logging"), and takes no other. */
const FARGATE_INPUT = "[INPUT]\n    Name tail\n    Tag kube.*\n    Path /var/log/containers/*.log\n";

function fargate(): FluentBit {
  const files = { ...dataOf(readManifests("eks-fargate/aws-logging.yaml"), "aws-logging"), input: FARGATE_INPUT };
  const sections = ["input", "filters.conf", "output.conf", "parsers.conf"].flatMap((file) =>
    parseFluentBit(files, file),
  );
  return { name: "eks-fargate/aws-logging.yaml", collector: "eks-fargate", sections, variables: {} };
}

function onInstances(): FluentBit[] {
  const files = Object.fromEntries(
    collectorFiles(/^ec2-fluent-bit\/.*\.conf$/).map((path) => [basename(path), readText(path)]),
  );
  return ["outputs-cloudwatch.conf", "outputs-firehose.conf"].map((outputs) => {
    const main = (files["fluent-bit.conf"] ?? "").replace(/^@INCLUDE .*$/m, `@INCLUDE ${outputs}`);
    const sections = [...parseFluentBit({ ...files, main }, "main"), ...parseFluentBit(files, "parsers.conf")];
    return {
      name: `ec2-fluent-bit/${outputs}`,
      collector: "ec2-fluent-bit",
      sections,
      variables: { AWS_REGION: "eu-west-1", DELIVERY_STREAM: "tributary-dev-ec2", HOST },
    };
  });
}

function dataOf(manifests: readonly Manifest[], name: string): ConfigFiles {
  const map = manifests.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === name);
  if (map?.data === undefined) throw new Error(`no ConfigMap is called ${name}`);
  return map.data;
}

/** A value with its variables put in; Fluent Bit replaces an unset one by nothing, which is refused here. */
export function withVariables(value: string, variables: FluentBit["variables"]): string {
  return value.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const set = variables[name];
    if (set === undefined) throw new Error(`\${${name}} is set nowhere`);
    return set;
  });
}
