import { describe, expect, it } from "vitest";
import {
  addAccount,
  bookDelivered,
  bookDocument,
  bookFailed,
  bookMade,
  conservationGap,
  newAccount,
  type Account,
} from "../../shared/core/accounting.ts";
import type { Document } from "../../shared/core/document.ts";
import { logEvent, stubDocument } from "./documents.ts";

const single = stubDocument(1, { json: '{"body":"é"}' });
const joined = stubDocument(2, { events: [logEvent("a", 2), logEvent("b", 3), logEvent("c", 4)] });
const elsewhere = stubDocument(5, { index: "logs-eks-2026-11-22", source: "eks.other" });

function bookedOf(documents: readonly Document[]): Account {
  const account = newAccount();
  bookMade(account, documents);
  return account;
}

describe("an account", () => {
  it("knows the oldest of its log events, also after accounts were added", () => {
    const made = (...timestamps: number[]) =>
      bookedOf(
        timestamps.map((timestamp, place) => stubDocument(place, { events: [logEvent("a", place, { timestamp })] })),
      );
    expect(newAccount().oldestEvent).toBeUndefined();
    expect(made(5, 3, 4).oldestEvent).toBe(3);
    const total = newAccount();
    for (const part of [made(), made(7), made(5, 6), made()]) addAccount(total, part);
    expect(total.oldestEvent).toBe(5);
  });

  it("counts log events, and records beside them", () => {
    const account = newAccount();
    account.received = 5;
    bookMade(account, [single, joined, elsewhere]);
    expect(account).toMatchObject({ records: 3, delivered: 0 });
    bookDocument(account, single, "delivered");
    bookDocument(account, joined, "duplicate");
    bookDocument(account, elsewhere, "bulk_throttled");
    expect(account).toMatchObject({ delivered: 1, duplicate: 3, failed: 1, bytes: Buffer.byteLength(single.json) });
    expect(Object.fromEntries(account.failedByReason)).toEqual({ bulk_throttled: 1 });
    expect([...account.bySource.values()]).toEqual([
      {
        source: "eks.stub",
        platform: "eks",
        index: "logs-eks-2026-11-23",
        events: 4,
        records: 2,
        delivered: 1,
        duplicate: 3,
        failed: 0,
      },
      {
        source: "eks.other",
        platform: "eks",
        index: "logs-eks-2026-11-22",
        events: 1,
        records: 1,
        delivered: 0,
        duplicate: 0,
        failed: 1,
      },
    ]);
    expect(conservationGap(account)).toBe(0);
  });

  it("counts what was delivered by destination, and OpenSearch's own acknowledgement as such", () => {
    const account = newAccount();
    account.received = 5;
    bookDocument(account, single, "delivered");
    bookDelivered(account, joined, "firehose");
    bookDelivered(account, elsewhere, "s3");
    expect(account).toMatchObject({ delivered: 5, deliveredTo: { opensearch: 1, firehose: 3, s3: 1 } });
    expect(conservationGap(account)).toBe(0);
    const total = newAccount();
    addAccount(total, account);
    addAccount(total, account);
    expect(total.deliveredTo).toEqual({ opensearch: 2, firehose: 6, s3: 2 });
  });

  it("adds up failures of one reason", () => {
    const account = newAccount();
    bookFailed(account, "gzip_corrupt", 1);
    bookFailed(account, "gzip_corrupt", 2);
    bookFailed(account, "base64_invalid", 1);
    expect(account.failed).toBe(4);
    expect(Object.fromEntries(account.failedByReason)).toEqual({ gzip_corrupt: 3, base64_invalid: 1 });
  });

  it.each([
    [{ received: 1 }, 1],
    [{ delivered: 1 }, -1],
    [{ received: 10, delivered: 4, duplicate: 3, filtered: 2, failed: 1 }, 0],
    [{ received: 1, delivered: 1, control: 7, records: 9, retries: 3, bytes: 100 }, 0],
  ])("with %j has the gap %i", (counts, gap) => {
    expect(conservationGap({ ...newAccount(), ...counts })).toBe(gap);
  });

  it("is added to another, line by line", () => {
    const total = newAccount();
    const part = newAccount();
    part.received = 4;
    part.control = 1;
    part.retries = 2;
    part.unkept.push("SlowDown");
    bookMade(part, [single, joined]);
    bookDocument(part, single, "delivered");
    bookDocument(part, joined, "index_blocked");
    const before = structuredClone(part);
    addAccount(total, part);
    addAccount(total, part);
    expect(total).toMatchObject({
      received: 8,
      delivered: 2,
      failed: 6,
      control: 2,
      records: 4,
      retries: 4,
      unkept: ["SlowDown", "SlowDown"],
    });
    expect(Object.fromEntries(total.failedByReason)).toEqual({ index_blocked: 6 });
    expect([...total.bySource.values()]).toEqual([
      {
        source: "eks.stub",
        platform: "eks",
        index: "logs-eks-2026-11-23",
        events: 8,
        records: 4,
        delivered: 2,
        duplicate: 0,
        failed: 6,
      },
    ]);
    expect(part).toEqual(before);
  });
});
