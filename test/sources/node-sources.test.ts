import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import cni from "../../shared/sources/eks.cni/index.ts";
import dataplane from "../../shared/sources/eks.dataplane/index.ts";
import host from "../../shared/sources/eks.host/index.ts";
import { newLine, type Source } from "../../shared/sources/source.ts";
import { originOf } from "./drafts.ts";

const NODE = "ip-10-0-3-33.us-west-2.compute.internal";
const ID = "4f1c9a7be2d05836c1f4a98b7d2e60513fa8c47d19b06e5288a3d7f10c94be65";
const TAIL = `${NODE}-dataplane.tail.var.log.containers.aws-node-x7k2p_kube-system_aws-node-${ID}.log`;
const JOURNAL = '{"hostname":"n","systemd_unit":"kubelet.service","message":"x"}';
const HOST = '{"host":"n","ident":"kubelet","message":"x"}';

function scoreOf(source: Source, logGroup: string, logStream: string, text = "x"): number {
  const claim = source.detect(originOf({ logGroup, logStream }));
  return typeof claim === "function" ? claim(newLine(text, 0)) : claim;
}

describe("detection", () => {
  const GROUP = "/aws/containerinsights/demo/dataplane";
  it.each([
    [GROUP, `${NODE}-dataplane.systemd.kubelet.service`, "x", 1],
    [GROUP, TAIL, "x", 1],
    [GROUP, `kubelet.service-${NODE}`, "x", 1],
    ["mine", `${NODE}-dataplane.systemd.containerd.service`, "x", 0.9],
    ["mine", TAIL, "x", 0.9],
    ["mine", `kube-proxy.service-${NODE}`, "x", 0.9],
    ["mine", `nginx.service-${NODE}`, "x", 0],
    ["mine", TAIL.replace("dataplane.tail", "application"), "x", 0],
    [GROUP, "what", JOURNAL, 0.85],
    [GROUP, "what", "x", 0.5],
    ["mine", "what", JOURNAL, 0.85],
    ["mine", "what", '{"systemd_unit":1,"message":"x","hostname":"n"}', 0],
  ])("eks.dataplane: %s %s %s", (group, stream, text, expected) => {
    expect(scoreOf(dataplane, group, stream, text)).toBe(expected);
  });

  const HOSTS = "/aws/containerinsights/demo/host";
  it.each([
    [HOSTS, `${NODE}.host.messages`, "x", 1],
    [HOSTS, `${NODE}.host.secure`, "x", 1],
    [HOSTS, `host.dmesg-${NODE}`, "x", 1],
    ["mine", `${NODE}.host.dmesg`, "x", 0.92],
    ["mine", "localhost.messages", "x", 0],
    [HOSTS, "what", HOST, 0.9],
    [HOSTS, "what", "x", 0.5],
    ["mine", "what", HOST, 0],
  ])("eks.host: %s %s %s", (group, stream, text, expected) => {
    expect(scoreOf(host, group, stream, text)).toBe(expected);
  });

  const ZAP = '{"level":"info","ts":"2024-09-11T20:39:04.052Z","caller":"ipamd/ipamd.go:673","msg":"x"}';
  it.each([
    ["/aws/eks/demo/cluster", "aws-network-policy-agent-audit-6a0f4c1e", "x", 1],
    ["mine", "aws-network-policy-agent-audit-6a0f4c1e", "x", 0.9],
    ["/aws/eks/demo/aws-routed-eni", "ipamd.log", "x", 1],
    ["mine", "ipamd.log-i-0c47", "x", 0.9],
    ["/eks/demo/aws-node", "what", ZAP, 0.95],
    ["/eks/demo/aws-node", "what", "x", 0.5],
    ["mine", "what", ZAP, 0.8],
    ["mine", "what", ZAP.replace("ipamd/ipamd", "embed/etcd"), 0],
    ["mine", "my-aws-nodes", "x", 0],
    ["mine", `aws-node-x7k2p_kube-system_aws-node-${ID}.log`, "x", 0],
  ])("eks.cni: %s %s %s", (group, stream, text, expected) => {
    expect(scoreOf(cni, group, stream, text)).toBe(expected);
  });
});

function recordOf(source: Source, logStream: string, record: object): Draft<string> {
  const text = JSON.stringify(record);
  const draft = newDraft(text);
  source.normalize(newLine(text, Date.UTC(2026, 10, 23, 9)), draft, originOf({ logStream }));
  return draft;
}

describe("eks.dataplane", () => {
  it.each([
    ["kubelet.service", "kubelet"],
    ["kubeproxy.service", "kube-proxy"],
    ["containerd.service", "containerd"],
  ])("%s is %s", (unit, component) => {
    const { resource, attributes } = recordOf(dataplane, "", { hostname: NODE, systemd_unit: unit, message: "x" });
    expect(resource).toEqual({ "host.name": NODE, "k8s.node.name": NODE, "k8s.component": component });
    expect(attributes["systemd.unit"]).toBe(unit);
  });

  it("takes the runtime's time where the message has none, and keeps it where it has", () => {
    const wrap = (log: string) =>
      recordOf(dataplane, TAIL, { time: "2026-11-23T09:14:01.39022634Z", stream: "stdout", _p: "F", log });
    expect(wrap("plain").time).toBe("2026-11-23T09:14:01.39022634Z");
    const klog = wrap("I1123 09:14:03.385125      13 request.go:655] x");
    expect([klog.time, klog.attributes["log.record.time"]]).toEqual([
      "2026-11-23T09:14:03.385125Z",
      "2026-11-23T09:14:01.39022634Z",
    ]);
  });

  it("reads aws-node's lines as the CNI's", () => {
    const log =
      '{"level":"info","ts":"2026-11-23T09:14:02.388Z","caller":"rpc/rpc.pb.go:863","msg":"Assign IP 10.0.3.41 to sandbox x"}';
    expect(recordOf(dataplane, TAIL, { stream: "stdout", _p: "F", log }).attributes["network.ip.address"]).toBe(
      "10.0.3.41",
    );
  });
});

describe("eks.host", () => {
  it.each([
    ["1234", 1234],
    [1234, 1234],
    ["none", undefined],
  ])("takes the process %j for %j", (pid, expected) => {
    const { attributes, payload } = recordOf(host, `${NODE}.host.messages`, {
      host: "n",
      ident: "x",
      pid,
      message: "y",
    });
    expect(attributes["process.pid"]).toBe(expected);
    expect(payload["pid"]).toBe(expected === undefined ? pid : undefined);
  });

  it.each([
    [`${NODE}.host.messages`, undefined],
    ["everything", "short"],
  ])("names the node of %s", (stream, node) => {
    expect(recordOf(host, stream, { host: "short", ident: "x", message: "y" }).resource["k8s.node.name"]).toBe(node);
  });

  it.each([
    ["dmesg", "kernel", "WARNING: CPU: 0 PID: 1 at mm/slab.c:1"],
    ["secure", "sshd", "error: kex_exchange_identification: Connection closed by remote host"],
    ["messages", "kernel", "ERROR: it fell"],
  ])("leaves the words of %s as they are", (file, ident, message) => {
    const { body, severity } = recordOf(host, `${NODE}.host.${file}`, { host: "n", ident, message });
    expect([body, severity]).toEqual([message, undefined]);
  });

  it("takes the level that a daemon writes", () => {
    const { body, severity } = recordOf(host, `${NODE}.host.messages`, {
      host: "n",
      ident: "x",
      message: "ERROR: it fell",
    });
    expect([body, severity?.text]).toEqual(["it fell", "ERROR"]);
  });

  it("finds the attempt in a message of secure", () => {
    const { attributes } = recordOf(host, `${NODE}.host.secure`, {
      ident: "sshd",
      message: "Failed password for root from 10.0.0.9 port 1786 ssh2",
    });
    expect(attributes).toMatchObject({
      "event.outcome": "failure",
      "user.name": "root",
      "client.address": "10.0.0.9",
      "client.port": 1786,
    });
  });
});
