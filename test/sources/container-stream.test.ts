import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { insightsGroup } from "../../shared/sources/container-insights.ts";
import { containerStreamResource, parseContainerStream } from "../../shared/sources/container-stream.ts";
import { anyText } from "../formats/damaged-lines.ts";

const ID = "4f1c9a7be2d05836c1f4a98b7d2e60513fa8c47d19b06e5288a3d7f10c94be65";
const NODE = "ip-10-0-3-33.us-west-2.compute.internal";
const FILE = `web-9f976f6f6-9fqpx_shop_nginx-${ID}.log`;
const WEB = { pod: "web-9f976f6f6-9fqpx", namespace: "shop", container: "nginx", containerId: ID };

describe("parseContainerStream", () => {
  it.each([
    [`${NODE}-application.var.log.containers.${FILE}`, { tag: "application", prefix: NODE, ...WEB }],
    [`${NODE}-dataplane.tail.var.log.containers.${FILE}`, { tag: "dataplane.tail", prefix: NODE, ...WEB }],
    [`${NODE}-application.C.var.log.containers.${FILE}`, { tag: "application", prefix: NODE, ...WEB }],
    [`fluentbit-kube.var.log.containers.${FILE}`, { tag: "kube", prefix: "fluentbit", ...WEB }],
    [`from-here.kube.var.log.containers.${FILE}`, { tag: "kube", prefix: "from-here", ...WEB }],
    [`logskube.var.log.containers.${FILE}`, { tag: "kube", prefix: "logs", ...WEB }],
    [`kube.var.log.containers.${FILE}`, { tag: "kube", prefix: undefined, ...WEB }],
    [`my-own-tag.var.log.containers.${FILE}`, { tag: undefined, prefix: "my-own-tag", ...WEB }],
    [FILE, { tag: undefined, prefix: undefined, ...WEB }],
    [
      `a.b.c_kube-system_side-car-1-${ID}.log`,
      {
        tag: undefined,
        prefix: undefined,
        pod: "a.b.c",
        namespace: "kube-system",
        container: "side-car-1",
        containerId: ID,
      },
    ],
  ])("takes %s apart", (stream, expected) => {
    expect(parseContainerStream(stream)).toEqual(expected);
  });

  it.each([
    `${NODE}-application.var.log.containers.web_shop_nginx.log`,
    `web_shop_nginx-${ID.slice(1)}.log`,
    `web_shop_nginx-${ID}`,
    `web_shop-${ID}.log`,
    `${NODE}-dataplane.systemd.kubelet.service`,
    "",
  ])("finds no container in %j", (stream) => {
    expect(parseContainerStream(stream)).toBeUndefined();
  });

  it("is total", () => {
    fc.assert(fc.property(anyText, (text) => void parseContainerStream(text)));
  });
});

describe("containerStreamResource", () => {
  it.each([
    ["application", NODE],
    ["dataplane.tail", NODE],
    ["kube", undefined],
    [undefined, undefined],
  ])("takes the prefix of %s for the node only where it is one", (tag, node) => {
    expect(containerStreamResource({ tag, prefix: NODE, ...WEB })).toEqual({
      "k8s.pod.name": WEB.pod,
      "k8s.namespace.name": WEB.namespace,
      "k8s.container.name": WEB.container,
      "container.id": ID,
      "k8s.node.name": node,
    });
  });
});

describe("insightsGroup", () => {
  it.each([
    ["/aws/containerinsights/demo/application", { cluster: "demo", kind: "application" }],
    ["/aws/containerinsights/demo/dataplane", { cluster: "demo", kind: "dataplane" }],
    ["/aws/ContainerInsights/Demo/Host", { cluster: "Demo", kind: "host" }],
    ["/aws/containerinsights/demo/performance", { cluster: "demo", kind: "performance" }],
    ["/aws/containerinsights/demo/prometheus", undefined],
    ["/aws/ecs/containerinsights/demo/performance", undefined],
    ["/aws/events/ecs/containerinsights/demo/performance", undefined],
    ["/aws/containerinsights/a/b/host", undefined],
  ])("%s", (group, expected) => {
    expect(insightsGroup(group)).toEqual(expected);
  });
});
