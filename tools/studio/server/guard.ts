import type { MiddlewareHandler } from "hono";

/** Names of this machine to itself. Any other name in `Host` is a page elsewhere that had its own name point here. */
const OWN_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);

const HEADERS = {
  // Scripts and styles are files of ours; nothing else may run, be loaded, be framed or be sent elsewhere.
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** Answers only to pages of this server itself, and says with each answer what a page may do. */
export function guarded(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header("host") ?? "";
    const origin = context.req.header("origin");
    const site = context.req.header("sec-fetch-site");
    const isOwnHost = [...OWN_NAMES].some((name) => host === `${name}:${port()}`);
    const isOwnOrigin = origin === undefined || origin === `http://${host}`;
    const isForeignSite = site !== undefined && site !== "same-origin" && site !== "none";
    if (!isOwnHost || !isOwnOrigin || isForeignSite) {
      return context.text("This is a page of 127.0.0.1, for itself alone.\n", 403, HEADERS);
    }
    await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
    return undefined;
  };
}
