import type { Draft, Json } from "../../schema/draft.ts";

/** What stands in the place of a secret. */
export const REDACTED = "[redacted]";

/** Deeper than any Kubernetes object nests; below, a branch of a sensitive object is not worth keeping. */
const MAX_DEPTH = 32;

/** Members that hold secrets in the objects of sensitive resources: Secret, TokenReview, TokenRequest. */
const SECRET_KEYS = new Set(["data", "stringData", "token"]);

/** Holds the whole object again, as JSON text. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Whether request and response bodies of a resource may hold credentials. */
export function isSensitive(resource: string, subresource: string): boolean {
  return (
    resource === "secrets" || resource === "tokenreviews" || (resource === "serviceaccounts" && subresource === "token")
  );
}

/**
 * Replaces secrets in the body of a request or response of a sensitive resource: Secret data, tokens, the copy of the object
 * that kubectl leaves in an annotation, and the values of a JSON patch. Names, types and metadata stay.
 *
 * @param place path of the body, for the notes.
 */
export function redactBody(body: Json, place: string, record: Draft, depth = 0): Json {
  if (typeof body !== "object" || body === null) return body;
  if (depth >= MAX_DEPTH) return redacted(place, record);
  if (Array.isArray(body))
    return body.map((item) =>
      redactBody(isPatch(item) ? { ...item, value: redacted(place, record) } : item, place, record, depth + 1),
    );
  const copy: { [key: string]: Json } = Object.create(null) as { [key: string]: Json };
  for (const [key, value] of Object.entries(body)) {
    if (SECRET_KEYS.has(key)) copy[key] = redactLeaves(value, `${place}.${key}`, record, depth);
    else
      copy[key] =
        key === LAST_APPLIED
          ? redacted(`${place}.${key}`, record)
          : redactBody(value, `${place}.${key}`, record, depth + 1);
  }
  return copy;
}

/** The keys of a Secret are worth knowing, its values are not. */
function redactLeaves(value: Json, place: string, record: Draft, depth: number): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth >= MAX_DEPTH)
    return redacted(place, record);
  const copy: { [key: string]: Json } = Object.create(null) as { [key: string]: Json };
  for (const key of Object.keys(value)) copy[key] = redacted(place, record);
  return copy;
}

function isPatch(item: Json): item is { op: Json; value: Json } {
  return typeof item === "object" && item !== null && !Array.isArray(item) && "op" in item && "value" in item;
}

function redacted(place: string, record: Draft): string {
  record.notes.push(`redacted:${place}`);
  return REDACTED;
}
