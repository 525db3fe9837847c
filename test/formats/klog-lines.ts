import type { KlogValueKind } from "../../shared/formats/klog.ts";

type Pair = [key: string, value: string, kind: KlogValueKind];

export const header = "I1123 08:59:17.433268   10648 flags.go:64] ";

/** A line of the scheduler with the line that belongs to it. */
export const trace =
  'I0812 02:18:04.188864      11 trace.go:236] Trace[1802395760]: "Scheduling" namespace:dra-6628,name:tester-1 (12-Aug-2025 02:17:54.394) (total time: 9794ms):\n' +
  'Trace[1802395760]: ---"Computing predicates done" 9794ms (02:18:04.188)';

const openApiError =
  'Error updating APIService "v1beta1.metrics.k8s.io" with err: failed to download v1beta1.metrics.k8s.io: failed to retrieve openAPI spec, http error: ResponseCode: 503, Body: service unavailable\n' +
  ", Header: map[Content-Type:[text/plain; charset=utf-8] X-Content-Type-Options:[nosniff]]";

/** Name, line, message, pairs and tail of structured lines: first real ones, then shapes of other versions. */
export const structuredLines: [name: string, line: string, message: string, pairs: Pair[], tail?: string][] = [
  [
    "an HTTP request",
    'I0823 08:55:54.330840       1 httplog.go:132] "HTTP" verb="GET" URI="/api/v1/namespaces/default/configmaps/nginx-cfgmap" latency="1.926865ms" userAgent="kubelet/v1.28.0 (linux/amd64) kubernetes/855e7c4" audit-ID="36cfcbe3-d76a-4a4d-b251-47cc2df060cb" srcIP="192.168.228.2:59052" apf_pl="system" apf_fs="system-nodes" apf_iseats=1 apf_fseats=0 apf_additionalLatency="0s" apf_execution_time="1.269527ms" resp=200',
    "HTTP",
    [
      ["verb", "GET", "quoted"],
      ["URI", "/api/v1/namespaces/default/configmaps/nginx-cfgmap", "quoted"],
      ["latency", "1.926865ms", "quoted"],
      ["userAgent", "kubelet/v1.28.0 (linux/amd64) kubernetes/855e7c4", "quoted"],
      ["audit-ID", "36cfcbe3-d76a-4a4d-b251-47cc2df060cb", "quoted"],
      ["srcIP", "192.168.228.2:59052", "quoted"],
      ["apf_pl", "system", "quoted"],
      ["apf_fs", "system-nodes", "quoted"],
      ["apf_iseats", "1", "bare"],
      ["apf_fseats", "0", "bare"],
      ["apf_additionalLatency", "0s", "quoted"],
      ["apf_execution_time", "1.269527ms", "quoted"],
      ["resp", "200", "bare"],
    ],
  ],
  [
    "a block",
    `E1123 09:00:58.174811   10648 controller.go:146] "Unhandled Error" err=<\n\t${openApiError.replace("\n", "\n\t")}\n > logger="UnhandledError"`,
    "Unhandled Error",
    [
      ["err", openApiError, "block"],
      ["logger", "UnhandledError", "quoted"],
    ],
  ],
  [
    "nested quotes",
    String.raw`I1123 09:00:58.176381   10648 remote_available_controller.go:394] "changing APIService availability" name="v1beta1.metrics.k8s.io" oldStatus="False" message="endpoints for service/metrics-server in \"kube-system\" have no addresses with port name \"\"" reason="MissingEndpoints"`,
    "changing APIService availability",
    [
      ["name", "v1beta1.metrics.k8s.io", "quoted"],
      ["oldStatus", "False", "quoted"],
      [
        "message",
        'endpoints for service/metrics-server in "kube-system" have no addresses with port name ""',
        "quoted",
      ],
      ["reason", "MissingEndpoints", "quoted"],
    ],
  ],
  [
    "a JSON object",
    'I1123 09:01:02.862603   10648 alloc.go:328] "allocated clusterIPs" service="default/web" clusterIPs={"IPv4":"10.100.162.243"}',
    "allocated clusterIPs",
    [
      ["service", "default/web", "quoted"],
      ["clusterIPs", '{"IPv4":"10.100.162.243"}', "json"],
    ],
  ],
  [
    "a JSON array",
    'I1123 09:01:23.248836   10690 replica_set.go:253] "Found related ReplicaSets" logger="replicaset-controller" replicaSet="default/web-9f976f6f6" relatedReplicaSets=["default/web-9f976f6f6","default/web-d6dffdf5"]',
    "Found related ReplicaSets",
    [
      ["logger", "replicaset-controller", "quoted"],
      ["replicaSet", "default/web-9f976f6f6", "quoted"],
      ["relatedReplicaSets", '["default/web-9f976f6f6","default/web-d6dffdf5"]', "json"],
    ],
  ],
  [
    "an empty JSON array",
    'I1123 09:04:35.262344   25349 taint_eviction.go:556] "Updating known taints on node" logger="taint-eviction-controller" taints=[]',
    "Updating known taints on node",
    [
      ["logger", "taint-eviction-controller", "quoted"],
      ["taints", "[]", "json"],
    ],
  ],
  [
    "null",
    'E1123 09:03:40.920202   10648 timeout.go:140] "Post-timeout activity" timeElapsed="5.058612ms" path="/api/v1/namespaces/default/secrets" result=null',
    "Post-timeout activity",
    [
      ["timeElapsed", "5.058612ms", "quoted"],
      ["path", "/api/v1/namespaces/default/secrets", "quoted"],
      ["result", "null", "bare"],
    ],
  ],
  [
    "a key of two words",
    'I1123 09:05:14.960268   25350 scheduling_queue.go:827] "Pod moved to an internal scheduling queue" pod="default/toobig" schedulingCycle=5 hint=0 unschedulable plugins={"NodeResourcesFit":{}}',
    "Pod moved to an internal scheduling queue",
    [
      ["pod", "default/toobig", "quoted"],
      ["schedulingCycle", "5", "bare"],
      ["hint", "0", "bare"],
      ["unschedulable plugins", '{"NodeResourcesFit":{}}', "json"],
    ],
  ],
  [
    "floats and booleans",
    'I1123 08:59:18.531991   10648 apf_controller.go:493] "Update CurrentCL" plName="exempt" seatDemandAvg=0.5175163381402833 fairFrac=0 backstop=false',
    "Update CurrentCL",
    [
      ["plName", "exempt", "quoted"],
      ["seatDemandAvg", "0.5175163381402833", "bare"],
      ["fairFrac", "0", "bare"],
      ["backstop", "false", "bare"],
    ],
  ],
  [
    "Go text in a quoted value",
    String.raw`I1123 08:59:21.166175   10690 tlsconfig.go:203] "Loaded serving cert" certDetail="\"localhost@1795424360\" [serving] validServingFor=[127.0.0.1,127.0.0.1,localhost] issuer=\"localhost-ca@1795424360\" (2026-11-23 07:59:20 +0000 UTC to 2027-11-23 07:59:20 +0000 UTC (now=2026-11-23 08:59:21.166149506 +0000 UTC))"`,
    "Loaded serving cert",
    [
      [
        "certDetail",
        '"localhost@1795424360" [serving] validServingFor=[127.0.0.1,127.0.0.1,localhost] issuer="localhost-ca@1795424360" (2026-11-23 07:59:20 +0000 UTC to 2027-11-23 07:59:20 +0000 UTC (now=2026-11-23 08:59:21.166149506 +0000 UTC))',
        "quoted",
      ],
    ],
  ],
  [
    "a goroutine dump that follows",
    'I1123 09:05:23.631101   25350 eventhandlers.go:80] "Update event for node" node="ip-10-0-3-33.us-west-2.compute.internal"\nSIGQUIT: quit\nPC=0x496f81 m=0 sigcode=0\n\ngoroutine 22 gp=0x302c2ac432c0 m=0 mp=0x46fe520 [syscall, 1 minutes]:\n',
    "Update event for node",
    [["node", "ip-10-0-3-33.us-west-2.compute.internal", "quoted"]],
    "SIGQUIT: quit\nPC=0x496f81 m=0 sigcode=0\n\ngoroutine 22 gp=0x302c2ac432c0 m=0 mp=0x46fe520 [syscall, 1 minutes]:",
  ],
  ["a message alone", `${header}"Caches are synced"`, "Caches are synced", []],
  ["a message and further lines", `${header}"Caches are synced"\na=b\n`, "Caches are synced", [], "a=b"],
  [
    "Go values",
    `${header}"m" clusterIPs=map[IPv4:172.20.188.198 IPv6:x] cmd=[/bin/sh -c a] obj=&Foo{A:[1 2] B:x y} s={A:1 B:} ip=[::1] n=[10.0.0.1]`,
    "m",
    [
      ["clusterIPs", "map[IPv4:172.20.188.198 IPv6:x]", "go"],
      ["cmd", "[/bin/sh -c a]", "go"],
      ["obj", "&Foo{A:[1 2] B:x y}", "go"],
      ["s", "{A:1 B:}", "go"],
      ["ip", "[::1]", "go"],
      ["n", "[10.0.0.1]", "go"],
    ],
  ],
  [
    "a Go value of several lines",
    `${header}"m" cmd=[sh -c a\nb] c="d"`,
    "m",
    [
      ["cmd", "[sh -c a\nb]", "go"],
      ["c", "d", "quoted"],
    ],
  ],
  [
    "brackets that never close",
    `${header}"m" a=[x y b="z" c=map[k:v w:x] d={"e":1} f=1`,
    "m",
    [
      ["a", "[x y", "go"],
      ["b", "z", "quoted"],
      ["c", "map[k:v w:x]", "go"],
      ["d", '{"e":1}', "json"],
      ["f", "1", "bare"],
    ],
  ],
  [
    "a struct of klog's own",
    `${header}"m" o={ name="a}b" ns="c" } p="q"`,
    "m",
    [
      ["o", '{ name="a}b" ns="c" }', "go"],
      ["p", "q", "quoted"],
    ],
  ],
  [
    "what Go writes for nothing",
    `${header}"m" a=(MISSING) b=<nil> c=<panic: nil pointer> d= e="(MISSING)" f=%!v(PANIC=String method: x)`,
    "m",
    [
      ["a", "(MISSING)", "bare"],
      ["b", "<nil>", "bare"],
      ["c", "<panic: nil pointer>", "bare"],
      ["d", "", "bare"],
      ["e", "(MISSING)", "quoted"],
      ["f", "%!v(PANIC=String method: x)", "go"],
    ],
  ],
  [
    "repeated keys",
    `${header}"m" duration="1h0m0s" duration="1m0s"`,
    "m",
    [
      ["duration", "1h0m0s", "quoted"],
      ["duration", "1m0s", "quoted"],
    ],
  ],
  [
    "keys with marks",
    `${header}"m" a-b=1 c.d=2 e/f=3 __proto__=4`,
    "m",
    [
      ["a-b", "1", "bare"],
      ["c.d", "2", "bare"],
      ["e/f", "3", "bare"],
      ["__proto__", "4", "bare"],
    ],
  ],
  [
    "JSON with brackets in strings",
    `${header}"m" pods=[{"name":"a]b","x":"\\"}"}] y=1`,
    "m",
    [
      ["pods", '[{"name":"a]b","x":"\\"}"}]', "json"],
      ["y", "1", "bare"],
    ],
  ],
  [
    "an empty block",
    `${header}"m" a=<\n > b=1`,
    "m",
    [
      ["a", "", "block"],
      ["b", "1", "bare"],
    ],
  ],
  ["a block that only begins", `${header}"m" a=<\n`, "m", [["a", "", "block"]]],
  ["a block without end", `${header}"m" a=<\n\tx\n\ty\nz`, "m", [["a", "x\ny", "block"]], "z"],
  [
    "a block with its own mark inside",
    `${header}"m" a=<\n\tx\n\t >\n > b=<\n\ty\n >`,
    "m",
    [
      ["a", "x\n >", "block"],
      ["b", "y", "block"],
    ],
  ],
  [
    "a line cut in a value",
    `${header}"m" a=1 err="dial tcp a=b [Truncated...]`,
    "m",
    [
      ["a", "1", "bare"],
      ["err", "dial tcp a=b [Truncated...]", "quoted"],
    ],
  ],
  ["old text at the end", `${header}"m" a="1" and some old text`, "m", [["a", "1", "quoted"]], "and some old text"],
  [
    "words between pairs",
    `${header}"m" a="1", and, so on b="2" end\nfurther`,
    "m",
    [
      ["a", "1", "quoted"],
      ["b", "2", "quoted"],
    ],
    ", and, so on end\nfurther",
  ],
];

/** Name, line and message of lines that are all text. */
export const freeLines: [name: string, line: string, message: string][] = [
  ["a trace", trace, trace.slice(trace.indexOf("Trace["))],
  ["a quoted word at the start", `${header}"x" is not valid a=b`, '"x" is not valid a=b'],
  ["a quote that never ends", `${header}"x a=b`, '"x a=b'],
  ["a pair at the start", `${header}a=b c=d`, "a=b c=d"],
  [
    "JSON at the end",
    'I1123 08:59:17.583666   10648 apf_controller.go:898] Introducing queues for priority level "exempt": config={"type":"Exempt"}, nominalCL=0, quiescing=false (shares=0x26d96d875658, shareSum=5)',
    'Introducing queues for priority level "exempt": config={"type":"Exempt"}, nominalCL=0, quiescing=false (shares=0x26d96d875658, shareSum=5)',
  ],
  [
    "a failed check and its list",
    "I1123 08:59:18.637475   10648 healthz.go:280] poststarthook/rbac/bootstrap-roles check failed: readyz\n[-]poststarthook/rbac/bootstrap-roles failed: not finished\n",
    "poststarthook/rbac/bootstrap-roles check failed: readyz\n[-]poststarthook/rbac/bootstrap-roles failed: not finished",
  ],
];
