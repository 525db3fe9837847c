import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { customResourceAnswer, readCustomResourceRequest } from "../../../shared/core/bootstrap/custom-resource.ts";
import { serveCustomResource, type CustomResourcePorts } from "../../../shared/core/bootstrap/serve-custom-resource.ts";
import { anyCharacter } from "../../any-character.ts";

const STACK = "arn:aws:cloudformation:eu-west-1:111122223333:stack/tributary-dev/51af3dc0-da77-11e4-872e-1234567db123";
const EVENT = {
  RequestType: "Create",
  ResponseURL: "https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/x?X-Amz-Signature=y",
  StackId: STACK,
  RequestId: "unique id for this create request",
  ResourceType: "Custom::Bootstrap",
  LogicalResourceId: "Bootstrap",
  ResourceProperties: { ServiceToken: "arn", IndexPrefix: "logs" },
};
const IDS = { StackId: STACK, RequestId: EVENT.RequestId, LogicalResourceId: "Bootstrap" };

/** Ports that keep the answers; waiting is over only for a clock that is told so. */
function ports(apply: CustomResourcePorts["apply"], wait = () => new Promise<void>(() => {})) {
  const answers: { url: string; answer: Record<string, unknown> }[] = [];
  const respond = async (url: string, answer: string): Promise<void> => {
    answers.push({ url, answer: JSON.parse(answer) as Record<string, unknown> });
  };
  return { answers, ports: { apply, respond, now: () => 0, wait } };
}

describe("serveCustomResource", () => {
  it("answers success, to the address and with the ids of the request", async () => {
    const { answers, ports: some } = ports(async (properties) => ({
      ok: true,
      data: { Prefix: String(properties["IndexPrefix"]) },
    }));
    await serveCustomResource(EVENT, some, 1_000);
    const answer = {
      Status: "SUCCESS",
      PhysicalResourceId: "tributary-dev/Bootstrap",
      ...IDS,
      Data: { Prefix: "logs" },
    };
    expect(answers).toEqual([{ url: EVENT.ResponseURL, answer }]);
  });

  it("keeps the physical id, so that an update is never a replacement", async () => {
    const { answers, ports: some } = ports(async () => ({ ok: true, data: {} }));
    await serveCustomResource({ ...EVENT, RequestType: "Update", PhysicalResourceId: "as it was" }, some, 1_000);
    expect(answers[0]?.answer["PhysicalResourceId"]).toBe("as it was");
  });

  it("answers failure with the reason that it was given", async () => {
    const { answers, ports: some } = ports(async () => ({ ok: false, reason: "index template logs: 403" }));
    expect(await serveCustomResource(EVENT, some, 1_000)).toEqual({ ok: false, reason: "index template logs: 403" });
    expect(answers[0]?.answer).toMatchObject({ Status: "FAILED", Reason: "index template logs: 403", ...IDS });
  });

  it("answers failure with what was thrown", async () => {
    const { answers, ports: some } = ports(async () => {
      throw new Error("environment: OPENSEARCH_ENDPOINT is not set");
    });
    await serveCustomResource(EVENT, some, 1_000);
    expect(answers[0]?.answer).toMatchObject({
      Status: "FAILED",
      Reason: "environment: OPENSEARCH_ENDPOINT is not set",
    });
  });

  it("answers failure in time when nothing comes to an end", async () => {
    const { answers, ports: some } = ports(
      () => new Promise(() => {}),
      async () => {},
    );
    await serveCustomResource(EVENT, some, 1_000);
    expect(answers[0]?.answer).toMatchObject({ Status: "FAILED", Reason: expect.stringContaining("time") });
  });

  it("deletes nothing, and says that it succeeded", async () => {
    const { answers, ports: some } = ports(async () => {
      throw new Error("must not be called");
    });
    await serveCustomResource({ ...EVENT, RequestType: "Delete", PhysicalResourceId: "p" }, some, 1_000);
    expect(answers[0]?.answer).toMatchObject({ Status: "SUCCESS", PhysicalResourceId: "p" });
  });

  it("throws when it cannot answer, and for events of others", async () => {
    const { ports: some } = ports(async () => ({ ok: true, data: {} }));
    const mute = { ...some, respond: () => Promise.reject(new Error("ResponseURL: 403")) };
    await expect(serveCustomResource(EVENT, mute, 1_000)).rejects.toThrow("ResponseURL: 403");
    await expect(serveCustomResource({}, some, 1_000)).rejects.toThrow("not a request of CloudFormation");
  });
});

describe("customResourceAnswer", () => {
  const request = readCustomResourceRequest(EVENT);

  it("stays within 4,096 bytes, whatever is to be said", () => {
    if (request === undefined) throw new Error("no request");
    const text = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 3_000 }),
      fc.constant("\u0000".repeat(5_000)),
      fc.constant("é😀".repeat(5_000)),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (said, ok) => {
        const answer = customResourceAnswer(request, ok ? { ok, data: { said } } : { ok, reason: said });
        expect(Buffer.byteLength(answer)).toBeLessThanOrEqual(4096);
        expect(JSON.parse(answer)).toMatchObject({ Status: ok ? "SUCCESS" : "FAILED", ...IDS });
      }),
    );
  });
});

it("reads anything as a request or as none", () => {
  fc.assert(fc.property(fc.anything(), (event) => readCustomResourceRequest(event) === undefined));
});
