import { describe, expect, it } from "vitest";
import {
  desiredState,
  type BootstrapSettings,
  type ShippedData,
} from "../../../shared/core/bootstrap/desired-state.ts";
import { install, type InstallOutcome } from "../../../shared/core/bootstrap/install.ts";
import template from "../../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { lifePolicy } from "../../../shared/opensearch/ism-policies.ts";
import { savedObjects } from "../../../shared/opensearch/saved-objects/all-objects.ts";
import { firehoseRole, writerRole } from "../../../shared/opensearch/writer-role.ts";
import { newFakeCluster, type FakeCluster } from "./fake-cluster.ts";

const SHIPPED: ShippedData = { template, lifePolicy, writerRole, firehoseRole, savedObjects };
const NAME = "dashboards tributary-logs";
const LAST = "tributary-logs-dashboard-pipeline-health";
const ENGLISH = savedObjects({ indexPrefix: "logs", language: "en" });

function bring(
  cluster: FakeCluster,
  settings: Partial<BootstrapSettings> = {},
  shipped = SHIPPED,
): Promise<InstallOutcome> {
  const whole: BootstrapSettings = {
    indexPrefix: "logs",
    warmAfterDays: 0,
    retentionDays: 0,
    storage: { shards: 1, replicas: 1, codec: "best_compression" },
    writerRoles: [],
    dashboards: "en",
    ...settings,
  };
  return install(desiredState(whole, shipped), cluster.ports, cluster.clock() + 60_000);
}

const changeOf = ({ changes }: InstallOutcome): string | undefined => changes.get(NAME)?.change;
const globalObjects = ({ dashboards }: FakeCluster) => dashboards.tenants.get("global") ?? new Map<string, never>();

describe("the installation of dashboards", () => {
  it("imports every object, for all who use the domain", async () => {
    const cluster = newFakeCluster();
    const outcome = await bring(cluster);
    expect(outcome.problem).toBeUndefined();
    expect(changeOf(outcome)).toBe("created");
    expect([...globalObjects(cluster).keys()].toSorted()).toEqual(
      ENGLISH.map(({ type, id }) => `${type}/${id}`).toSorted(),
    );
    expect([...cluster.dashboards.tenants.keys()]).toEqual(["global"]);
  });

  it("leaves them as they are the second time, whatever users made of them", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    const before = cluster.writes.length;
    expect(changeOf(await bring(cluster))).toBe("unchanged");
    expect(cluster.writes).toHaveLength(before);
  });

  it("imports them again when one has changed, and in another language", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    const changed: ShippedData = {
      ...SHIPPED,
      savedObjects: (settings) =>
        savedObjects(settings).map((object, at) =>
          at === 0 ? { ...object, attributes: { ...object.attributes, title: "other-*" } } : object,
        ),
    };
    expect(changeOf(await bring(cluster, {}, changed))).toBe("updated");
    expect(changeOf(await bring(cluster, { dashboards: "ja" }))).toBe("updated");
    expect(globalObjects(cluster).get(`dashboard/${LAST}`)).toMatchObject({
      attributes: { title: "Tributary: パイプラインの状態" },
    });
  });

  it("leaves objects of others alone", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    await bring(cluster, { indexPrefix: "shop" });
    expect(globalObjects(cluster).size).toBe(2 * ENGLISH.length);
    expect(changeOf(await bring(cluster))).toBe("unchanged");
  });

  it("asks for no dashboards where there are to be none", async () => {
    const cluster = newFakeCluster();
    await bring(cluster, { dashboards: undefined });
    expect(cluster.dashboards.tenants.size).toBe(0);
  });

  it("says which object is refused, and tries again the next time", async () => {
    const cluster = newFakeCluster();
    const question = "tributary-logs-question-pod-node";
    cluster.dashboards.refused.add(question);
    const { problem } = await bring(cluster);
    expect(problem).toBe(
      `${NAME}: POST /_dashboards/api/saved_objects/_import?overwrite=true: 1 of ${ENGLISH.length - 1} objects refused, first search ${question}: unknown: said no`,
    );
    cluster.dashboards.refused.clear();
    expect(changeOf(await bring(cluster))).toBe("created");
    expect(globalObjects(cluster).size).toBe(ENGLISH.length);
  });

  it.each([
    [404, "404: no OpenSearch Dashboards there"],
    [302, "302"],
    [403, "403 not authorized"],
    [413, "413"],
  ])("gives the reason of an answer %d", async (status, reason) => {
    const cluster = newFakeCluster();
    cluster.breaks = (_, path) =>
      path.includes("/_dashboards/")
        ? { kind: "answer", status, body: status === 403 ? { Message: "not authorized" } : "" }
        : undefined;
    const { problem, changes } = await bring(cluster);
    expect(problem).toContain(`${NAME}: `);
    expect(problem).toContain(reason);
    expect([...changes.keys()]).toEqual(["index template tributary-logs"]);
  });

  it("does not believe a page that is no answer of the API", async () => {
    const cluster = newFakeCluster();
    cluster.breaks = (_, path) =>
      path.includes("/_dashboards/") ? { kind: "answer", status: 200, body: "<html>log in</html>" } : undefined;
    expect((await bring(cluster)).problem).toContain("the answer is not that of OpenSearch Dashboards");
  });
});
