import type { Word } from "../wire/words.ts";

/** Something to try for somebody who has no line at hand. */
export interface Example {
  readonly name: Word;
  readonly logGroup: string;
  readonly logStream: string;
  readonly text: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: "example.scheduler",
    logGroup: "/aws/eks/dev/cluster",
    logStream: "kube-scheduler-0123456789abcdef0123456789abcdef",
    text: `I1123 09:01:02.906080   10691 schedule_one.go:314] "Successfully bound pod to node" pod="default/web-1" node="ip-10-0-2-22" evaluatedNodes=3`,
  },
  {
    name: "example.lambda",
    logGroup: "/aws/lambda/checkout",
    logStream: "2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef",
    text: "REPORT RequestId: f08bb4c8-d6b2-4f05-ac17-af7e2ba005fb\tDuration: 1840.21 ms\tBilled Duration: 1841 ms\tMemory Size: 512 MB\tMax Memory Used: 498 MB\tInit Duration: 312.44 ms",
  },
  {
    name: "example.ecs",
    logGroup: "/ecs/payments",
    logStream: "api/api/0123456789abcdef0123456789abcdef",
    text: `{"time":"2026-11-23T09:00:09.001Z","level":"error","action":"capture","payment_id":"pay_83ZZ","actor":"system","amount_cents":400,"duration_ms":2004.7,"msg":"capture failed","error":{"type":"CardExpired","message":"card expired"}}`,
  },
  {
    name: "example.secret",
    logGroup: "/ecs/payments",
    logStream: "api/api/0123456789abcdef0123456789abcdef",
    text: "2026-11-23T09:00:11.250Z ERROR upstream refused us: Authorization: Bearer 0123456789abcdefABCDEF0123456789 user=alice status=401",
  },
];
