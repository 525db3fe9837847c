import { describe, expect, it } from "vitest";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import type { Document } from "../../shared/core/document.ts";
import type { LogEvent } from "../../shared/core/log-batch.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../shared/core/settings.ts";
import type { Origin, Platform } from "../../shared/sources/source.ts";
import { logEvent, ORIGIN } from "./documents.ts";
import { eventId, NOON } from "./payloads.ts";
import { notesOf, readRecord } from "./records.ts";
import { eksStub, STUB_CATALOG } from "./stub-sources.ts";
import { STREAMS } from "./world.ts";

function documentsOf(
  events: readonly LogEvent[],
  origin: Partial<Origin> = {},
  settings: Partial<Settings> = {},
): Document[] {
  return normalizeBatch({ origin: { ...ORIGIN, ...origin }, events }, STUB_CATALOG, {
    ...DEFAULT_SETTINGS,
    ...settings,
  });
}

const lines = (...messages: string[]): LogEvent[] => messages.map((message, index) => logEvent(message, index));
const bodies = (documents: readonly Document[]): string[] => documents.map(({ json }) => readRecord(json).body);

describe("normalizeBatch", () => {
  it("makes a document of each line, in order", () => {
    const documents = documentsOf(lines("one", '{"message":"two","a":1}', ""));
    expect(bodies(documents)).toEqual(["one", "two", ""]);
    expect(documents.map(({ id, index, day, platform, source }) => ({ id, index, day, platform, source }))[1]).toEqual({
      id: expect.stringMatching(new RegExp(`^${eventId(1)}-[0-9a-f]{8}$`)) as string,
      index: "logs-eks-2026-11-23",
      day: "2026-11-23",
      platform: "eks",
      source: "eks.stub",
    });
  });

  it("makes nothing of nothing, and the same of the same", () => {
    expect(documentsOf([])).toEqual([]);
    const events = lines("one", " and more", '{"stub.count":7}');
    expect(documentsOf(events)).toEqual(documentsOf(events));
  });

  it("tells who spoke", () => {
    const [document] = documentsOf(lines("one"));
    expect(readRecord(document?.json ?? "").resource.attributes).toEqual({
      "cloud.provider": "aws",
      "cloud.platform": "aws_eks",
      "cloud.account.id": "111122223333",
      "cloud.region": "eu-west-1",
      "aws.log.group.names": ["/aws/eks/dev/cluster"],
      "aws.log.stream.names": [ORIGIN.logStream],
      "k8s.cluster.name": "dev",
    });
  });

  it("says nothing of what the carrier does not tell", () => {
    const nobody: Partial<Origin> = {
      carrier: "firehose",
      account: "",
      region: "",
      logGroup: "",
      logStream: "",
      deliveryStream: "d",
    };
    const [document] = documentsOf(lines("one"), nobody);
    const record = readRecord(document?.json ?? "");
    expect(record.resource.attributes).toEqual({ "cloud.provider": "aws", "aws.firehose.stream.name": "d" });
    expect(record.attributes).toBeUndefined();
    expect(document?.index).toBe("logs-other-2026-11-23");
  });

  it.each([
    ["text\n", "text"],
    ["text\r\n\n", "text"],
    ["\n", ""],
    ["a\nb\n", "a\nb"],
    ["  text  ", "  text  "],
  ])("takes the line end off %j", (message, body) => {
    expect(bodies(documentsOf(lines(message), { logGroup: "elsewhere" }))).toEqual([body]);
  });

  it("says which event it was, by CloudWatch's id", () => {
    const [document] = documentsOf(lines("one"));
    expect(readRecord(document?.json ?? "").attributes?.["log.record.uid"]).toBe(eventId(0));
  });

  it("gives events of one id in two streams two ids", () => {
    const ids = ["a", "b"].flatMap((logStream) => documentsOf(lines("one"), { logStream }).map(({ id }) => id));
    expect(new Set(ids).size).toBe(2);
  });

  it("notes numbers that a double cannot hold", () => {
    const [document] = documentsOf(lines('{"n":12345678901234567890}'));
    const record = readRecord(document?.json ?? "");
    expect(record.payload).toEqual({ n: "12345678901234567890" });
    expect(notesOf(record)).toEqual(["number_as_text:n"]);
  });

  it("puts a document into the day of its event", () => {
    const days = documentsOf(lines('{"time":"2026-11-22T23:59:59Z"}', '{"time":"2026-11-23T14:00:01Z"}')).map(
      ({ index }) => index,
    );
    expect(days).toEqual(["logs-eks-2026-11-22", "logs-eks-2026-11-23"]);
  });

  it("keeps the raw line when asked to", () => {
    const [document] = documentsOf(lines('{"message":"two"}\n'), {}, { keepOriginal: true });
    expect(readRecord(document?.json ?? "").original).toBe('{"message":"two"}');
  });

  it("keeps the bytes of a damaged line, and not those of its neighbour", () => {
    const bytes = Buffer.from([0x61, 0xff]);
    const records = documentsOf([logEvent("before", 0), logEvent("a\ufffd", 1, { bytes })]).map(({ json }) =>
      readRecord(json),
    );
    expect(records.map(({ original }) => original)).toEqual([undefined, `data:;base64,${bytes.toString("base64")}`]);
  });

  it("bears a line that nests too deep to be walked, with a long number in it", () => {
    const text = `{"n":12345678901234567890,"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const [document] = documentsOf(lines(text, "after"));
    expect(readRecord(document?.json ?? "").original).toBe(text);
  });

  it("gives notes that do not grow with what they name", () => {
    const [document] = documentsOf(lines(`{"${"k".repeat(100_000)}":12345678901234567890}`));
    for (const note of notesOf(readRecord(document?.json ?? ""))) expect(note.length).toBeLessThan(250);
  });
});

describe("joining", () => {
  it("adds lines to the record that they continue, which has its first event's id and time", () => {
    const events = [logEvent("one", 1), logEvent("  two\n", 2, { timestamp: NOON + 86_400_000 }), logEvent("three", 3)];
    const documents = documentsOf(events);
    expect(bodies(documents)).toEqual(["one\n  two", "three"]);
    expect(documents[0]).toMatchObject({ events: events.slice(0, 2), day: "2026-11-23" });
    expect(documents[0]?.id.startsWith(eventId(1))).toBe(true);
  });

  it("begins a record where there is nothing to continue", () => {
    expect(bodies(documentsOf(lines("  two", "  three")))).toEqual(["  two\n  three"]);
  });

  it("does not join across sources", () => {
    const events = [logEvent('{"a":1}', 1), logEvent("  two", 2)];
    expect(documentsOf(events, { logGroup: "/aws/lambda/f" })).toHaveLength(2);
  });

  it("does not join lines of two accounts", () => {
    const events = [logEvent("one", 1), logEvent("  two", 2, { account: "444455556666" })];
    expect(bodies(documentsOf(events))).toEqual(["one", "  two"]);
  });

  it("begins a new record at 256 K characters", () => {
    const line = ` ${"x".repeat(100_000)}`;
    const documents = documentsOf(lines("one", line, line, line));
    expect(documents.map(({ events }) => events.length)).toEqual([3, 1]);
  });

  it("keeps the bytes of all lines when one is damaged", () => {
    const events = [logEvent("one\n", 1), logEvent(" \ufffd", 2, { bytes: Buffer.from([0x20, 0xff]) })];
    const [document] = documentsOf(events);
    const { original = "" } = readRecord(document?.json ?? "");
    expect(Buffer.from(original.slice("data:;base64,".length), "base64")).toEqual(
      Buffer.from("one\n\n \xff", "latin1"),
    );
  });
});

describe("accounts and regions that a subscription filter emits", () => {
  it("win over the payload's, event by event", () => {
    const events = [
      logEvent("mine", 1),
      logEvent("theirs", 2, { account: "444455556666", region: "us-east-1" }),
      logEvent("theirs too", 3, { account: "444455556666", region: "us-east-1" }),
      logEvent("mine again", 4),
      logEvent("only the region", 5, { region: "us-east-1" }),
    ];
    const documents = documentsOf(events);
    const places = documents.map(({ json }) => {
      const { attributes } = readRecord(json).resource;
      return [attributes["cloud.account.id"], attributes["cloud.region"]];
    });
    expect(places).toEqual([
      ["111122223333", "eu-west-1"],
      ["444455556666", "us-east-1"],
      ["444455556666", "us-east-1"],
      ["111122223333", "eu-west-1"],
      ["111122223333", "us-east-1"],
    ]);
    expect(documents[1]?.origin.account).toBe("444455556666");
  });

  it("keep equal event ids of two accounts apart", () => {
    const ids = documentsOf([logEvent("a", 1), logEvent("b", 1, { account: "444455556666" })]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("the platform", () => {
  const logGroups = [
    { pattern: /^\/aws\/eks\/shop/, platform: "ecs" },
    { pattern: /^\/aws\//, platform: "lambda" },
  ] as const;

  it.each<[string, Partial<Origin>, Partial<Settings>, Platform]>([
    ["the source's where nobody says otherwise", {}, {}, "eks"],
    ["other where nobody knows the line", { logGroup: "x" }, {}, "other"],
    ["the first pattern's that matches", { logGroup: "/aws/eks/shop/cluster" }, { logGroups }, "ecs"],
    ["the next pattern's otherwise", {}, { logGroups }, "lambda"],
    [
      "an OpenSearch-bound stream's before all others",
      { deliveryStream: "tributary-eks" },
      { logGroups, streams: STREAMS },
      "eks",
    ],
    ["the pattern's on a stream to S3", { deliveryStream: "ec2" }, { logGroups, streams: toS3("ec2") }, "lambda"],
    ["a stream's to S3 where no pattern matches", { deliveryStream: "ec2" }, { streams: toS3("ec2") }, "ec2"],
    ["the source's on a stream without platform", { deliveryStream: "tributary-archive" }, { streams: STREAMS }, "eks"],
  ])("is %s", (_, origin, settings, platform) => {
    const [document] = documentsOf(lines("x"), origin, settings);
    expect(document).toMatchObject({ platform, index: `logs-${platform}-2026-11-23` });
    expect(readRecord(document?.json ?? "").resource.attributes["cloud.platform"]).toBe(
      platform === "other" ? undefined : `aws_${platform}`,
    );
  });

  it("stands behind the operator's own prefix", () => {
    expect(documentsOf(lines("x"), {}, { indexPrefix: "acme-logs" })[0]?.index).toBe("acme-logs-eks-2026-11-23");
  });

  function toS3(platform: Platform): Settings["streams"] {
    return new Map([[platform, { platform, destination: "s3" }]]);
  }
});

describe("newCatalog", () => {
  it("knows the fields of all its sources", () => {
    expect(newCatalog([eksStub]).attributes.has("stub.count")).toBe(true);
    expect(newCatalog([]).attributes.has("stub.count")).toBe(false);
  });
});
