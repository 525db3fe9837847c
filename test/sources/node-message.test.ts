import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import { continuesNodeMessage, fillFromNodeMessage } from "../../shared/sources/node-message.ts";
import { anyText } from "../formats/damaged-lines.ts";
import { said } from "./drafts.ts";

function message(text: string): Draft<string> {
  const draft = newDraft("the whole record");
  fillFromNodeMessage(text, Date.UTC(2026, 10, 23, 9), draft);
  return draft;
}

describe("fillFromNodeMessage", () => {
  it("reads kubelet's klog", () => {
    const draft = message(
      'E1123 09:08:16.384918    3412 pod_workers.go:1301] "Error syncing pod, skipping" err="it fell" pod="shop/web-1" podUID="0b7a"',
    );
    expect([draft.time, draft.severity?.text, draft.body]).toEqual([
      "2026-11-23T09:08:16.384918Z",
      "ERROR",
      "Error syncing pod, skipping",
    ]);
    expect(said(draft)).toMatchObject({
      "k8s.pod.name": "web-1",
      "k8s.namespace.name": "shop",
      "error.message": "it fell",
    });
    expect(draft.payload).toEqual({ podUID: "0b7a" });
  });

  it("reads klog's JSON", () => {
    const draft = message(
      '{"ts":1795424898157.5,"caller":"kubelet/pod_workers.go:1301","msg":"Error syncing pod","pod":{"name":"web-1","namespace":"shop"},"err":"it fell"}',
    );
    expect([draft.time, draft.severity?.text, draft.body]).toEqual([
      "2026-11-23T09:08:18.157500Z",
      "ERROR",
      "Error syncing pod",
    ]);
    expect(said(draft)).toMatchObject({ "k8s.pod.name": "web-1", "code.line.number": 1301 });
  });

  it("reads containerd's logrus, and the pod of a sandbox", () => {
    const draft = message(
      'time="2026-11-23T09:08:19.551001200Z" level=error msg="RunPodSandbox for &PodSandboxMetadata{Name:web-1,Uid:0b7a,Namespace:shop,Attempt:0,} failed, error" error="no address"',
    );
    expect([draft.time, draft.severity?.text]).toEqual(["2026-11-23T09:08:19.551001200Z", "ERROR"]);
    expect(said(draft)).toEqual({
      "error.message": "no address",
      "k8s.pod.name": "web-1",
      "k8s.namespace.name": "shop",
    });
  });

  it("reads a Go dump before anything else", () => {
    const draft = message("panic: runtime error: nil\n\ngoroutine 1 [running]:\nmain.main()");
    expect([draft.severity?.text, draft.body]).toEqual(["FATAL", "panic: runtime error: nil"]);
    expect(said(draft)).toMatchObject({ "exception.type": "panic", "exception.message": "runtime error: nil" });
  });

  it.each(["Started Kubernetes Kubelet.", "", "Flag --x has been deprecated, will be removed"])(
    "leaves %j as it is",
    (text) => {
      const draft = message(text);
      expect([draft.body, draft.severity, draft.time, said(draft)]).toEqual([text, undefined, undefined, {}]);
    },
  );

  it("takes any text", () => {
    fc.assert(fc.property(anyText, (text) => void message(text)));
  });
});

describe("continuesNodeMessage", () => {
  const klog = 'E1123 09:08:16.384918    3412 a.go:1] "x" err=<';
  const dump = "panic: it fell";

  it.each([
    ["\tindented", klog, true],
    [" >", klog, true],
    ["Trace[1]: ---", klog, true],
    ["Flag --x has been deprecated", klog, false],
    [klog, klog, false],
    ["panic: it fell", klog, false],
    ["\tindented", '{"level":"info"}', false],
    ["goroutine 1 [running]:", dump, true],
    ["", dump, true],
    ["main.main()", dump, true],
    ['{"level":"info"}', dump, false],
    ['time="2026-11-23T09:08:19Z" level=info msg=x', dump, false],
    ["2026-11-23T09:08:19Z [INFO] x", dump, false],
    [klog, dump, false],
    ["goroutine 1 [running]:", klog, false],
  ])("%j after %j: %s", (text, begun, expected) => {
    expect(continuesNodeMessage(text, begun)).toBe(expected);
  });
});
