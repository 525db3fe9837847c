import { describe, expect, it } from "vitest";
import { compilePattern } from "../../../shared/aws/linear-engine.ts";
import { readFirehoseEvent, type FirehoseEvent } from "../../../shared/core/decode/firehose-event.ts";
import type { Document } from "../../../shared/core/document.ts";
import { normalizeBatch } from "../../../shared/core/normalize.ts";
import { indexEvent } from "../../../shared/core/pipeline/index-event.ts";
import { transformEvent } from "../../../shared/core/pipeline/transform-event.ts";
import { readRedactionRules } from "../../../shared/core/redaction/read-rules.ts";
import type { RedactionRule } from "../../../shared/core/redaction/rules.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../shared/core/settings.ts";
import { logEvent, ORIGIN } from "../documents.ts";
import { keptRecords, originalOf } from "../fake-bucket.ts";
import { awslogs, entry, firehoseInvocation, gz, NOON, subscription } from "../payloads.ts";
import { notesOf, readRecord } from "../records.ts";
import { STUB_CATALOG } from "../stub-sources.ts";
import { newWorld } from "../world.ts";

function rulesOf(...rules: object[]): readonly RedactionRule[] {
  const read = readRedactionRules(JSON.stringify(rules), compilePattern);
  if (!read.ok) throw new Error(read.problems.join("; "));
  return read.rules;
}

function documentOf(message: string, redactions: readonly RedactionRule[], more: Partial<Settings> = {}): Document {
  const settings = { ...DEFAULT_SETTINGS, redactions, ...more };
  const [document] = normalizeBatch({ origin: ORIGIN, events: [logEvent(message)] }, STUB_CATALOG, settings);
  if (document === undefined) throw new Error("no document");
  return document;
}

const EMAILS = { name: "emails", pattern: String.raw`[\w.+-]+@[\w-]+\.[\w.-]+` };
const CARDS = { name: "cards", pattern: String.raw`\b\d{12}(\d{4})\b`, replacement: "************$1" };
const PASSWORDS = { name: "passwords", members: "(?i)^passw(or)?d$" };
const ANN = "ann@example.com";

describe("a record, by the rules of an operator", () => {
  it.each([
    ["the body", `mail to ${ANN} bounced`],
    ["a value", JSON.stringify({ to: ANN })],
    ["a nested value", JSON.stringify({ a: { b: [{ c: `<${ANN}>` }] } })],
    ["a name", JSON.stringify({ inboxes: { [ANN]: 3 } })],
    ["escapes of JSON", `{"to":"ann\\u0040example.com"}`],
    ["JSON within JSON", JSON.stringify({ body: JSON.stringify({ to: ANN }) })],
  ])("has nothing that they find, and names the rule: %s", (_, message) => {
    const document = documentOf(message, rulesOf(EMAILS), { keepOriginal: true });
    const record = readRecord(document.json);
    expect(JSON.stringify(record)).not.toMatch(/ann.{0,5}example/);
    expect(notesOf(record)).toContain("redacted:emails");
    expect(document.redactedBy).toEqual(["emails"]);
  });

  it("keeps what they do not find", () => {
    const message = JSON.stringify({ level: "info", card: "4111", n: 7 });
    expect(documentOf(message, rulesOf(EMAILS, CARDS, PASSWORDS))).toEqual(documentOf(message, []));
  });

  it("has what a rule puts in the place of a match, in texts and numbers", () => {
    const { json } = documentOf(JSON.stringify({ card: 4111111111111111, text: "4111111111111111." }), rulesOf(CARDS));
    expect(readRecord(json).payload).toMatchObject({ card: "************1111", text: "************1111." });
  });

  it("loses members by their names, with all that is in them, at any depth and of any type", () => {
    const message = JSON.stringify({ a: { Password: "x" }, passwd: 7, list: [{ password: { deep: ["y"] } }] });
    const { json } = documentOf(message, rulesOf(PASSWORDS), { keepOriginal: true });
    const record = readRecord(json);
    expect(record.payload).toMatchObject({
      a: { Password: "[redacted]" },
      passwd: "[redacted]",
      list: [{ password: "[redacted]" }],
    });
    expect(json).not.toMatch(/deep|"y"/);
    // Where in the raw line a member stands, nobody knows.
    expect(record.original).toBe("[redacted]");
  });

  it("loses parts of members by their names, and those parts only there", () => {
    const rule = { name: "hosts", members: "^peer$", pattern: "[a-z]+[.]internal" };
    const { json } = documentOf(
      JSON.stringify({ peer: { name: "db.internal:1" }, other: "db.internal" }),
      rulesOf(rule),
    );
    expect(readRecord(json).payload).toMatchObject({ peer: { name: "[redacted]:1" }, other: "db.internal" });
  });

  it("keeps the names of account, log group and stream, by which its id is made", () => {
    const { json, id } = documentOf(
      "x",
      rulesOf({ name: "everything", pattern: "aws|eks|[0-9]{4,}", replacement: "-" }),
    );
    const { json: plain, id: same } = documentOf("x", []);
    expect(id).toBe(same);
    const named = readRecord(json).resource.attributes;
    expect(named["aws.log.group.names"]).toEqual(readRecord(plain).resource.attributes["aws.log.group.names"]);
  });

  it("has no bytes of the line that the rules would have found something in", () => {
    const origin = { ...ORIGIN };
    const bytes = Buffer.concat([Buffer.from(`caf`), Buffer.from([0xe9]), Buffer.from(` ${ANN}`)]);
    const event = { ...logEvent(bytes.toString()), bytes };
    const settings = { ...DEFAULT_SETTINGS, redactions: rulesOf(EMAILS) };
    const [document] = normalizeBatch({ origin, events: [event] }, STUB_CATALOG, settings);
    const original = readRecord(document?.json ?? "").original ?? "";
    expect(Buffer.from(original.replace("data:;base64,", ""), "base64").toString()).toBe("caf\ufffd [redacted]");
  });

  it("goes out whole or not at all, where it nests too deep to be looked through", () => {
    const deep = `{"a":${"[".repeat(200_000)}"${ANN}"${"]".repeat(200_000)}}`;
    const { json } = documentOf(deep, rulesOf(EMAILS), { keepOriginal: true });
    expect(json).not.toContain(ANN);
    expect(documentOf(deep, rulesOf(PASSWORDS), { keepOriginal: true }).json).not.toContain("[[[[");
  });

  it("loses its credentials first, so that no rule can spoil what they are known by", () => {
    const token = `k8s-aws-v1.${"a1".repeat(20)}`;
    const rule = { name: "digits", pattern: String.raw`v\d` };
    const { json, redactedBy } = documentOf(`token ${token}`, rulesOf(rule));
    expect(readRecord(json).body).toBe("token [redacted]");
    expect(redactedBy).toEqual(["eks_token"]);
    expect(documentOf(`token ${token}`, rulesOf(rule), { redact: false }).redactedBy).toEqual(["digits"]);
  });

  it("loses a text of which rules never come to rest", () => {
    const { json } = documentOf("an aim", rulesOf({ name: "grows", pattern: "i", replacement: "ii" }));
    expect(readRecord(json).body).toBe("[redacted]");
  });
});

describe("the account of redaction", () => {
  it("counts log events by rule, the operator's and the built-in", async () => {
    const world = newWorld({ settings: { redactions: rulesOf(EMAILS) } });
    const lines = [entry(`from ${ANN}`, 1), entry(`  and ${ANN}`, 2), entry("from nobody", 3)];
    const bearer = entry(`Authorization: Bearer ${"a".repeat(30)}`, 4);
    const event = awslogs(gz(subscription([...lines, bearer])));
    const account = await indexEvent(event, world.pipeline, "eu-west-1", world.deadline);
    expect([...account.redactedByRule]).toEqual([
      ["emails", 2],
      ["bearer", 1],
    ]);
  });

  it("leaves the bytes in the failures bucket as they came in: a redrive applies the rules of its day", async () => {
    const faults = { request: () => ({ kind: "answer", status: 403, body: "" }) as const };
    const world = newWorld({ settings: { redactions: rulesOf(EMAILS) }, faults });
    await indexEvent(awslogs(gz(subscription([entry(`from ${ANN}`, 1)]))), world.pipeline, "eu-west-1", world.deadline);
    expect(keptRecords(world.bucket).map((kept) => originalOf(kept).toString())).toEqual([`from ${ANN}`]);
  });
});

describe("a finished record that comes by again", () => {
  const finish = (message: string, redactions: readonly RedactionRule[]): string =>
    documentOf(message, redactions).json;
  const handedBack = async (record: string, redactions: readonly RedactionRule[]): Promise<string> => {
    const world = newWorld({ settings: { redactions } });
    const event = readFirehoseEvent(firehoseInvocation([Buffer.from(record)], "tributary-eks"), NOON) as FirehoseEvent;
    const { results } = await transformEvent(event, world.pipeline, world.deadline);
    return Buffer.from(results[0]?.data ?? "", "base64")
      .toString()
      .trimEnd();
  };

  it("passes through as it is, when the same rules made it", async () => {
    const rules = rulesOf(EMAILS, PASSWORDS, { name: "users", pattern: String.raw`user=\S+`, replacement: "user=?" });
    const record = finish(JSON.stringify({ body: `user=ann ${ANN}`, password: "x", n: 1 }), rules);
    expect(await handedBack(record, rules)).toBe(record);
  });

  it("loses what rules find that it was not made by", async () => {
    const record = finish(`from ${ANN}`, []);
    expect(await handedBack(record, rulesOf(EMAILS))).not.toContain(ANN);
  });
});
