import { describe, expect, it } from "vitest";
import { newCatalog, normalizeBatch } from "../../../shared/core/normalize.ts";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import type { RecordView } from "../../../tools/studio/wire/messages.ts";
import { attributeLink } from "../../../tools/studio/wire/otel-link.ts";
import { defaultLens, describeDocument } from "../../../tools/studio/server/trace/describe.ts";
import { fieldFacts } from "../../../tools/studio/server/trace/field-facts.ts";
import { jsonScalars } from "../../../tools/studio/server/trace/json-scalars.ts";
import { maskSecrets } from "../../../tools/studio/server/trace/mask.ts";

const lens = defaultLens(newCatalog(SOURCES), fieldFacts(SOURCES));

function viewOf(message: string, logGroup: string, logStream: string): RecordView {
  const origin = { carrier: "cloudwatch", account: "", region: "", deliveryStream: "", platform: undefined } as const;
  const timestamp = Date.parse("2026-11-23T09:00:00Z");
  const event = { id: "1", timestamp, message, bytes: undefined, account: undefined, region: undefined };
  const batch = { origin: { ...origin, logGroup, logStream }, events: [event] };
  const [document] = normalizeBatch(batch, lens.catalog, lens.settings);
  return describeDocument(document!, lens);
}

/** The stretches of the line that became a field. */
function stretchesOf({ fields, spans, line = "" }: RecordView, path: string): string[] {
  const number = fields.findIndex((field) => field.path === path);
  return spans.filter((span) => span.fields.includes(number)).map(({ start, end }) => line.slice(start, end));
}

describe("a line beside its record", () => {
  const klog = viewOf(
    `I1123 09:01:02.906080   10691 schedule_one.go:314] "Successfully bound pod to node" pod="default/web-1" node="ip-10-0-2-22" evaluatedNodes=3`,
    "/aws/eks/dev/cluster",
    "kube-scheduler-0123456789abcdef0123456789abcdef",
  );

  it("shows where values stand word for word", () => {
    expect(stretchesOf(klog, "attributes.k8s.pod.name")).toEqual(["web-1"]);
    expect(stretchesOf(klog, "attributes.k8s.namespace.name")).toEqual(["default"]);
    expect(stretchesOf(klog, "attributes.code.line.number")).toEqual(["314"]);
    expect(stretchesOf(klog, "body").join("")).toBe("Successfully bound pod to node");
    expect(stretchesOf(klog, "payload.evaluatedNodes")).toEqual(["3"]);
  });

  it("finds what a value in another form was read from", () => {
    expect(stretchesOf(klog, "@timestamp").join("")).toBe("I1123 09:01:02.906080");
    expect(stretchesOf(klog, "severity.number")).toEqual(["I1123"]);
    expect(klog.fields.find(({ path }) => path === "severity.number")?.provenance).toBe("derived");
  });

  it("tells what does not come from the line, and who claims it", () => {
    expect(klog.fields.find(({ path }) => path === "resource.attributes.k8s.cluster.name")?.provenance).toBe("origin");
    expect(klog.claims[0]).toMatchObject({ source: "eks.scheduler", score: 1, by: "origin" });
    expect(klog.action).toContain('"_index":"logs-eks-2026-11-23"');
  });

  it("gives each field its type, description and page at OpenTelemetry", () => {
    expect(klog.fields.find(({ path }) => path === "attributes.k8s.pod.name")).toMatchObject({
      type: "keyword",
      description: "Pod spoken about",
      otel: "https://opentelemetry.io/docs/specs/semconv/registry/attributes/k8s/#k8s-pod-name",
    });
    expect(attributeLink("user_agent.original")).toBe(
      "https://opentelemetry.io/docs/specs/semconv/registry/attributes/user-agent/#user-agent-original",
    );
  });

  it("never takes the name of a JSON member for its value", () => {
    const json = viewOf(
      '{"level":"level","msg":"msg","error":"msg"}',
      "/ecs/x",
      "api/api/0123456789abcdef0123456789abcdef",
    );
    for (const { start, end, fields } of json.spans) {
      if (fields.length === 0) continue;
      expect(json.line?.slice(end, end + 2)).not.toBe('":');
      expect(json.line?.slice(start, end)).not.toContain('"');
    }
  });

  it("masks secrets, and keeps what stands around them", () => {
    const secret = "0123456789abcdefABCDEF0123456789";
    const view = viewOf(
      `ERROR refused: Authorization: Bearer ${secret} user=alice`,
      "/ecs/x",
      "api/api/0123456789abcdef",
    );
    expect(JSON.stringify(view)).not.toContain(secret);
    expect(view.line).toBe(`ERROR refused: Authorization: Bearer ${"•".repeat(secret.length)} user=alice`);
    expect(view.spans.filter(({ redacted }) => redacted)).toHaveLength(1);
    expect(view.notes).toContain("redacted:bearer");
  });

  it("masks the members that a source has left out", () => {
    const line = '{"requestObject":{"data":{"password":"c2VjcmV0"},"kind":"Secret"},"verb":"create"}';
    const { text } = maskSecrets(line, ["redacted:payload.requestObject.data"]);
    expect(text).toBe('{"requestObject":{"data":{"password":"••••••••"},"kind":"Secret"},"verb":"create"}');
  });
});

describe("the values of a JSON text", () => {
  it("have the path and the place that a parser would give them", () => {
    const text = '{"a":[1,{"b":"x\\"y"}],"c":{"d":null},"e":"","f":true}';
    expect(jsonScalars(text).map(({ path, start, end }) => [path, text.slice(start, end)])).toEqual([
      ["a", "1"],
      ["a.b", 'x\\"y'],
      ["c.d", "null"],
      ["e", ""],
      ["f", "true"],
    ]);
  });
});
