import { describe, expect, it } from "vitest";
import type { Document } from "../../../shared/core/document.ts";
import { normalizeBatch } from "../../../shared/core/normalize.ts";
import { DEFAULT_SETTINGS } from "../../../shared/core/settings.ts";
import { logEvent, ORIGIN } from "../documents.ts";
import { notesOf, readRecord } from "../records.ts";
import { STUB_CATALOG } from "../stub-sources.ts";

const JWT = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.${"s".repeat(40)}`;
const TOKEN = "A".repeat(100);
const SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

function documentOf(message: string, redact = true): Document | undefined {
  const settings = { ...DEFAULT_SETTINGS, redact };
  return normalizeBatch({ origin: ORIGIN, events: [logEvent(message)] }, STUB_CATALOG, settings)[0];
}

describe("a record that held a secret", () => {
  it.each([
    ["a text", `login with ${JWT} failed`],
    ["a value", JSON.stringify({ auth: `Bearer ${TOKEN}` })],
    ["a nested value", JSON.stringify({ a: { b: [{ secretAccessKey: SECRET_KEY }] } })],
    ["a name", JSON.stringify({ sessions: { [JWT]: 1 } })],
    ["JSON within JSON", JSON.stringify({ body: JSON.stringify({ secret_access_key: SECRET_KEY }) })],
    ["the lines behind its name", `aws_session_token:\n${TOKEN}\nend`],
    ["the tab behind its name", `aws_secret_access_key\t=\t${SECRET_KEY}`],
    ["a line behind its name", `aws_secret_access_key =\n${SECRET_KEY}`],
  ])("has it no more, and says so: %s", (_, message) => {
    const { json = "" } = documentOf(message) ?? {};
    const record = readRecord(json);
    for (const secret of [JWT, TOKEN, SECRET_KEY]) expect(json).not.toContain(secret);
    expect(notesOf(record)).toEqual([expect.stringMatching(/^redacted:/)]);
  });

  it("is JSON still, where what looks like a secret begins with an escape", () => {
    const odd = ["\n", "\t", "\b", "\f", "\u0001", "\ud800", "\\"].flatMap((escape) => [
      `session_token=${escape}${TOKEN}`,
      `secret_key=${escape}${SECRET_KEY.slice(1)}`,
      `secret_key=${escape}${SECRET_KEY.slice(5)}`,
    ]);
    for (const message of odd) expect(() => readRecord(documentOf(message)?.json ?? "")).not.toThrow();
  });

  it("says each name once, also where two names were secrets", () => {
    const sessions = { [`Bearer ${TOKEN}1`]: 1, [`Bearer ${TOKEN}2`]: 2 };
    const { json = "" } = documentOf(JSON.stringify({ sessions })) ?? {};
    expect(JSON.stringify(JSON.parse(json))).toBe(json);
    expect(Object.values(readRecord(json).payload?.["sessions"] ?? {})).toEqual([1, 2]);
  });

  it("keeps it when the operator wants it so", () => {
    expect(documentOf(`login with ${JWT}`, false)?.json).toContain(JWT);
  });

  it("bears a megabyte of what only begins like a token", () => {
    for (const part of ["eyJ-", "eyJaaaaaaaa.", "Bearer ", "session_token="]) {
      expect(documentOf(part.repeat(1_000_000 / part.length))?.events).toHaveLength(1);
    }
  });

  it.each([
    ["a secret", `app/${JWT}`, "app/[redacted]", "redacted:jwt"],
    ["half a surrogate pair", "app/\ud800", "app/\ufffd", "lone_surrogate"],
  ])("has it no more where it stood in the name of the log stream: %s", (_, logStream, wanted, note) => {
    const batch = { origin: { ...ORIGIN, logStream }, events: [logEvent("a line"), logEvent("another")] };
    const records = normalizeBatch(batch, STUB_CATALOG, DEFAULT_SETTINGS).map(({ json }) => readRecord(json));
    expect(records).toHaveLength(2);
    for (const record of records) {
      expect(record.resource.attributes["aws.log.stream.names"]).toEqual([wanted]);
      expect(notesOf(record)).toEqual([note]);
    }
  });
});
