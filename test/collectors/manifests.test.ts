import { describe, expect, it } from "vitest";
import { collectorFiles, readJson, readManifests, type Manifest } from "./configurations.ts";
import { readTemplate } from "./places.ts";
import { typeErrors, type Typed } from "./typed.ts";

/** Folders of kubernetes-types by API version. */
const MODULES: Readonly<Record<string, string>> = {
  v1: "kubernetes-types/core/v1",
  "apps/v1": "kubernetes-types/apps/v1",
  "rbac.authorization.k8s.io/v1": "kubernetes-types/rbac/v1",
};
const MANIFESTS = collectorFiles(/^eks-.*\.yaml$/).flatMap((path) =>
  readManifests(path).map((manifest) => ({ path, manifest })),
);
const TASKS = collectorFiles(/task-definition.*\.json$/);

function typedManifest(path: string, manifest: Manifest): Typed {
  const { kind, apiVersion, metadata } = manifest;
  return {
    name: `${path}: ${kind} ${metadata.name}`,
    value: manifest,
    module: MODULES[apiVersion] ?? apiVersion,
    type: kind,
  };
}

function typedTask(name: string, value: unknown): Typed {
  return { name, value, module: "@aws-sdk/client-ecs", type: "RegisterTaskDefinitionCommandInput" };
}

describe("manifests", () => {
  it("say what Kubernetes and ECS know, as their types have it", () => {
    const values = [
      ...MANIFESTS.map(({ path, manifest }) => typedManifest(path, manifest)),
      ...TASKS.map((path) => typedTask(path, readJson(path))),
    ];
    expect(values).toHaveLength(14);
    expect(typeErrors(values)).toEqual([]);
  });

  it("would be refused with a misspelt or missing member", () => {
    const errors = typeErrors([
      typedManifest("a", {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name: "a" },
        spec: { templates: {} },
      }),
      typedTask("b", { family: "b", containerDefinitions: [{ name: "b", logConfiguration: { logDriver: "awslog" } }] }),
      typedTask("c", { containerDefinitions: [] }),
    ]);
    for (const name of ["a: DaemonSet a", "b", "c"]) {
      expect(
        errors.filter((line) => line.startsWith(`${name}(`)),
        name,
      ).not.toEqual([]);
    }
  });

  it("refer to objects that they define", () => {
    const names = (kind: string): string[] =>
      MANIFESTS.filter(({ manifest }) => manifest.kind === kind).map(({ manifest }) => manifest.metadata.name);
    const [daemonSet] = MANIFESTS.filter(({ manifest }) => manifest.kind === "DaemonSet").map(
      ({ manifest }) => manifest,
    );
    const text = JSON.stringify(daemonSet);
    const maps = [...text.matchAll(/"configMap(?:Ref)?":\{"name":"([^"]+)"\}/g)].map(([, name]) => name);
    expect(maps).toHaveLength(3);
    expect(names("ConfigMap")).toEqual(expect.arrayContaining(maps));
    expect(names("ServiceAccount")).toContain("fluent-bit");
    expect(text).toContain('"serviceAccountName":"fluent-bit"');
  });

  it("mount every folder that a container mounts, and read kubelet from the node's network", () => {
    const [{ spec }] = MANIFESTS.filter(({ manifest }) => manifest.kind === "DaemonSet").map(
      ({ manifest }) => manifest as unknown as { spec: { template: { spec: PodSpec } } },
    ) as [{ spec: { template: { spec: PodSpec } } }];
    const pod = spec.template.spec;
    const mounts = pod.containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name));
    expect(mounts.toSorted()).toEqual(pod.volumes.map(({ name }) => name).toSorted());
    expect(pod).toMatchObject({ hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" });
  });
});

interface PodSpec {
  readonly containers: readonly { readonly volumeMounts: readonly { readonly name: string }[] }[];
  readonly volumes: readonly { readonly name: string }[];
}

describe("the function's template", () => {
  it("logs JSON, at levels that Lambda knows, into a log group with a retention", () => {
    const { Resources } = readTemplate("lambda/template.yaml");
    const properties = Resources["ShopFunction"]?.Properties;
    expect(properties?.LoggingConfig).toEqual({
      LogFormat: "JSON",
      ApplicationLogLevel: "INFO",
      SystemLogLevel: "INFO",
      LogGroup: "ShopLogs",
    });
    expect(Resources["ShopLogs"]).toMatchObject({ Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 14 } });
  });
});
