import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readFirehoseKey } from "../../../shared/core/redrive/firehose-key.ts";
import { objectKey, writeObject } from "../../../tools/firehose/s3-object.ts";
import { streamToS3 } from "../../../tools/firehose/stream-settings.ts";
import { newStreamWorld, NOON } from "./stream-world.ts";

const AT = Date.UTC(2026, 10, 23, 9, 5, 7, 999);
const parts = ["one", "two\n", "three"].map((text) => Buffer.from(text));

describe("the name of an object", () => {
  it("holds prefix, stream, version, the time of its oldest record in UTC, a uuid and the extension", () => {
    const { random } = newStreamWorld().ports;
    const key = objectKey({ type: undefined, oldest: AT }, streamToS3("my-stream", { version: 12 }), random);
    expect(key).toMatch(
      /^2026\/11\/23\/09\/my-stream-12-2026-11-23-09-05-07-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    expect(readFirehoseKey(key)).toEqual({ deliveryStream: "my-stream", at: AT - 999 });
  });

  it.each<[string, { compression?: "gzip"; fileExtension?: string }, string, string]>([
    ["nothing is set", {}, "", ""],
    ["it is compressed", { compression: "gzip" }, ".gz", ".gz"],
    ["an extension is set", { fileExtension: ".ndjson.gz" }, ".ndjson.gz", ""],
    ["both", { compression: "gzip", fileExtension: ".ndjson.gz" }, ".ndjson.gz", ".gz"],
  ])("ends, where %s, as it should", (_, bucket, data, failed) => {
    const settings = streamToS3("s", { bucket });
    const ends = ([undefined, "processing-failed"] as const).map((type) =>
      objectKey({ type, oldest: AT }, settings, () => 0).replace(/^.*-000000000000/, ""),
    );
    expect(ends).toEqual([data, failed]);
  });
});

describe("an object", () => {
  it("is its records, with nothing between them", async () => {
    const world = newStreamWorld();
    expect(await writeObject({ type: undefined, parts, oldest: NOON }, streamToS3("s"), world.ports)).toBe(true);
    expect([...world.objects.values()].map(String)).toEqual(["onetwo\nthree"]);
  });

  it("is compressed as a whole where the stream says so", async () => {
    const world = newStreamWorld();
    const settings = streamToS3("s", { bucket: { compression: "gzip" } });
    await writeObject({ type: undefined, parts, oldest: NOON }, settings, world.ports);
    expect([...world.objects.values()].map((body) => gunzipSync(body).toString())).toEqual(["onetwo\nthree"]);
  });

  it("of gzip members is one file, if the stream does not compress it again", async () => {
    const world = newStreamWorld();
    await writeObject(
      { type: undefined, parts: parts.map((part) => gzipSync(part)), oldest: NOON },
      streamToS3("s"),
      world.ports,
    );
    expect([...world.objects.values()].map((body) => gunzipSync(body).toString())).toEqual(["onetwo\nthree"]);
  });

  it("is tried for 24 hours where S3 fails, and then lost", async () => {
    const world = newStreamWorld();
    let attempts = 0;
    world.bucketFails = () => ++attempts < 50;
    expect(await writeObject({ type: undefined, parts, oldest: NOON }, streamToS3("s"), world.ports)).toBe(true);
    world.bucketFails = () => true;
    const begun = world.clock.now;
    expect(await writeObject({ type: undefined, parts, oldest: NOON }, streamToS3("s"), world.ports)).toBe(false);
    const hours = (world.clock.now - begun) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    expect(world.objects.size).toBe(1);
  });
});
