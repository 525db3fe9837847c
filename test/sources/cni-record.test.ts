import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonObject } from "../../shared/formats/json.ts";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import { fillFromCni, isCniJson, isCniText } from "../../shared/sources/cni-record.ts";
import { newLine } from "../../shared/sources/source.ts";
import { anyText } from "../formats/damaged-lines.ts";
import { said } from "./drafts.ts";

function cni(text: string): Draft<string> {
  const draft = newDraft(text);
  fillFromCni(newLine(text, Date.UTC(2024, 8, 11, 20)), draft);
  return draft;
}

/** Attributes of a message that ipamd or the plugin logged, without the caller. */
function about(message: string): Record<string, unknown> {
  return said(cni(JSON.stringify({ level: "info", ts: "2024-09-11T20:39:04.052Z", msg: message })));
}

describe("what a message speaks about", () => {
  it.each([
    [
      'AddNetworkRequest: K8S_POD_NAME:"web-1"  K8S_POD_NAMESPACE:"shop"  IfName:"eth0"',
      { "k8s.pod.name": "web-1", "k8s.namespace.name": "shop" },
    ],
    [
      "Args(IgnoreUnknown=1;K8S_POD_NAMESPACE=kube-system;K8S_POD_NAME=coredns-1)",
      { "k8s.pod.name": "coredns-1", "k8s.namespace.name": "kube-system" },
    ],
    [
      "Received AddNetwork for NS /proc/1/ns/net, Pod web-1, NameSpace shop, ifname eth0",
      { "k8s.pod.name": "web-1", "k8s.namespace.name": "shop" },
    ],
    [
      "Failed to assign an IP address to pod web-1, namespace shop container 6f3b",
      { "k8s.pod.name": "web-1", "k8s.namespace.name": "shop" },
    ],
    [
      "Found ENI: eni-0a1b2c3d4e5f60718, MAC 0a:ff:f5:68:32:a5, device 0",
      { "aws.ec2.eni_id": "eni-0a1b2c3d4e5f60718" },
    ],
    ["old eni-0a1b2c3d of i-0a1b2c3d", { "aws.ec2.eni_id": "eni-0a1b2c3d", "aws.ec2.instance_id": "i-0a1b2c3d" }],
    ["hostVethName=eni4a5c3305307 is no interface of EC2, eni-0a1b2c3d4e is cut", {}],
    ["Assign IP 10.0.3.41 to sandbox aws-cni/4f1c/eth0", { "network.ip.address": "10.0.3.41" }],
    ['Success:true  IPv4Addr:"10.0.1.186"  VPCv4CIDRs:"10.0.0.0/16"', { "network.ip.address": "10.0.1.186" }],
    ["v4Addr=10.0.1.186/32, v6Addr=<nil>", { "network.ip.address": "10.0.1.186" }],
    ['VPCv4CIDRs:"10.0.0.0/16" IPv6Addr:"2600:1f14:abc::1"', { "network.ip.address": "2600:1f14:abc::1" }],
    ["Serving RPC Handler version on 127.0.0.1:50051, metadata from 169.254.169.254, any 0.0.0.0", {}],
    ["version 1.2.3.4.5 is no address", {}],
    [
      "Send AddNetworkReply: IPv4Addr , DeviceNumber: -1, err: no available IP addresses",
      { "error.message": "no available IP addresses" },
    ],
    ["Send AddNetworkReply: IPv4Addr 10.0.3.41, DeviceNumber: 0, err: <nil>", { "network.ip.address": "10.0.3.41" }],
  ])("%s", (message, expected) => {
    expect(about(message)).toEqual(expected);
  });

  it("says nothing of the API server that client-go waited for", () => {
    const draft = cni(
      "I0911 20:39:04.902151      13 request.go:655] Throttling request took 1s, request: GET:https://172.20.0.1:443/apis",
    );
    expect(said(draft)).toEqual({ "code.file.path": "request.go", "code.line.number": 655, "thread.id": 13 });
  });
});

const FLOW = {
  "source.address": "10.0.3.41",
  "source.port": 51_544,
  "destination.address": "10.0.9.22",
  "destination.port": 5432,
  "network.transport": "tcp",
  "k8s.network_policy.verdict": "deny",
};

describe("flows of the network policy agent", () => {
  it.each([
    [
      "Flow Info: Src IP: 10.0.3.41 Src Port: 51544 Dest IP: 10.0.9.22 Dest Port: 5432 Proto TCP Verdict DENY Direction egress",
      "egress",
    ],
    [
      "Flow Info: Src IP: 10.0.3.41 Src Port: 51544 Dest IP: 10.0.9.22 Dest Port: 5432 Proto: TCP Verdict: DENY Direction: ingress",
      "ingress",
    ],
  ])("%s", (message, direction) => {
    expect(about(message)).toEqual({ ...FLOW, "k8s.network_policy.direction": direction });
  });

  it("reads them from members, and from the event that goes to CloudWatch", () => {
    const members = {
      "Src IP": "10.0.3.41",
      "Src Port": 51_544,
      "Dest IP": "10.0.9.22",
      "Dest Port": 5432,
      Proto: "TCP",
      Verdict: "DENY",
    };
    const draft = cni(
      JSON.stringify({
        level: "info",
        timestamp: "2023-09-22T14:00:03.812Z",
        logger: "ebpf-client",
        msg: "Flow Info:  ",
        ...members,
      }),
    );
    expect(said(draft)).toEqual({ ...FLOW, "logger.name": "ebpf-client" });
    expect(draft.time).toBe("2023-09-22T14:00:03.812Z");

    const event = cni(
      "Node: ip-10-0-3-33;SIP: 10.0.3.41;SPORT: 51544;DIP: 10.0.9.22;DPORT: 5432;PROTOCOL: TCP;PolicyVerdict: DENY;New: thing",
    );
    expect(said(event)).toEqual(FLOW);
    expect(event.resource).toEqual({ "k8s.node.name": "ip-10-0-3-33" });
    expect(event.payload).toEqual({ New: "thing" });
  });

  it("keeps a port that is none", () => {
    const draft = cni("Node: n;SIP: 10.0.3.41;SPORT: x;DIP: 10.0.9.22");
    expect(said(draft)).toEqual({ "source.address": "10.0.3.41", "destination.address": "10.0.9.22" });
    expect(draft.payload).toEqual({ SPORT: "x" });
  });
});

describe("whose a zap line is", () => {
  const zap = (rest: object): boolean =>
    isCniJson(
      parseJsonObject(JSON.stringify({ level: "info", ts: "2024-09-11T20:39:04.052Z", msg: "x", ...rest }))?.value ??
        {},
    );

  it.each([
    { caller: "ipamd/ipamd.go:673" },
    { caller: "entrypoint.sh" },
    { caller: "routed-eni-cni-plugin/cni.go:125" },
    { caller: "datastore/data_store.go:663" },
    { caller: "controllers/policyendpoints_controller.go:146" },
    { logger: "ebpf-client" },
    { caller: "rpc/rpc.pb.go:863", msg: "Send AddNetworkReply: IPv4Addr 10.0.3.41" },
    { caller: "runtime/proc.go:290", msg: "Starting L-IPAMD v1.19.0  ..." },
    { caller: "runtime/proc.go:283", msg: "Starting network policy agent with log level: info" },
    { caller: "wait/wait.go:211", msg: "Successful communication with the Cluster! Cluster Version is: v1.25" },
  ])("the CNI's: %j", (rest) => {
    expect(zap(rest)).toBe(true);
  });

  it.each([
    { caller: "embed/etcd.go:117", msg: "configuring peer listeners" },
    { caller: "datastore/postgres.go:12", msg: "connected" },
    { caller: "controllers/pod_controller.go:9", msg: "reconciled" },
    { caller: "rpc/rpc.pb.go:1", msg: "request served" },
    { caller: "ipamd/ipamd.go:673", ts: 1_726_087_144 },
    { caller: "ipamd/ipamd.go:673", msg: 1 },
  ])("another's: %j", (rest) => {
    expect(zap(rest)).toBe(false);
  });

  it.each([
    ["2020-03-16T15:02:38.121Z [INFO] Starting CNI Plugin v1.5.5  ...", true],
    ["2019-01-24T07:39:08Z [WARN] Failed to tag the newly created eni eni-08dda1a05fb50d64b", true],
    ["2019-01-24T07:39:08Z [INFO] Managed task [x]: steady", false],
    ["Node: n;SIP: 10.0.3.41;SPORT: 1", true],
    ["Node: v24 is here", false],
  ])("%s: %s", (text, expected) => {
    expect(isCniText(text)).toBe(expected);
  });
});

it("takes any text", () => {
  fc.assert(fc.property(anyText, (text) => void cni(text)));
});
