import { setTimeout as wait } from "node:timers/promises";
import type { Answer, Fault, Passing } from "./faulty-proxy.ts";

/** An error as S3 writes it (S3 API reference, "REST error responses"). */
function s3Error(status: number, code: string, message: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>0</RequestId></Error>`;
  return { status, headers: { "content-type": "application/xml" }, body: Buffer.from(body) };
}

export const accessDenied = (): Answer => s3Error(403, "AccessDenied", "Access Denied");
export const slowDown = (): Answer => s3Error(503, "SlowDown", "Please reduce your request rate.");

const isWrite = ({ method }: Passing): boolean => method === "PUT";

/** Carries writes out, late. */
export function slow(ms: number): Fault {
  return async (request, forward) => {
    if (isWrite(request)) await wait(ms);
    return forward();
  };
}

/** The first attempts of each write fail; the next one succeeds. */
export function slowDownFirst(attempts: number): Fault {
  const tried = new Map<string, number>();
  return (request, forward) => {
    const number = (tried.get(request.path) ?? 0) + 1;
    tried.set(request.path, number);
    return isWrite(request) && number <= attempts ? slowDown() : forward();
  };
}

/** So many objects can be written; every other one fails. */
export function failingAfter(objects: number): Fault {
  const written = new Set<string>();
  return (request, forward) => {
    if (!isWrite(request)) return forward();
    if (!written.has(request.path) && written.size >= objects) return slowDown();
    written.add(request.path);
    return forward();
  };
}

/** Every other object can neither be read nor removed. */
export function halfAway(): Fault {
  const seen: string[] = [];
  return (request, forward) => {
    // A listing is of the bucket, not of an object.
    const object = /^\/[^/?]+\/([^?]+)/.exec(request.path)?.[1];
    if (object === undefined || isWrite(request)) return forward();
    if (!seen.includes(object)) seen.push(object);
    return seen.indexOf(object) % 2 === 0 ? forward() : accessDenied();
  };
}
