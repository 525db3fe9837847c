import { Hono, type Context } from "hono";
import { streamSSE } from "hono/streaming";
import { readFilter } from "../wire/filter.ts";
import type { RecordPage } from "../wire/messages.ts";
import { readQuery } from "../wire/query.ts";
import type { Changes } from "./changes.ts";
import { failureRoutes } from "./failure-routes.ts";
import { guarded } from "./guard.ts";
import type { Lab } from "./lab/lab.ts";
import { openRow } from "./open-row.ts";
import { DOCUMENT, ICON, type PageBundle } from "./page-bundle.ts";
import { questionRoutes } from "./question-routes.ts";
import type { River } from "./river.ts";
import { stateOf } from "./state.ts";
import type { Lens } from "./trace/describe.ts";
import { tryRoutes } from "./try-routes.ts";

export interface Studio {
  readonly river: River;
  readonly lens: Lens;
  readonly changes: Changes;
  readonly lab: Lab;
  /** The OpenSearch that answers questions. */
  readonly cluster: URL | undefined;
  /** Of this session. */
  readonly folder: string;
  /** The page's files, when they are made. */
  readonly page: Promise<PageBundle>;
  /** What the server listens on. */
  readonly port: () => number;
}

/** Rows that a page asks for at most at once. */
const MOST_ROWS = 500;
const STEPS = 160;

/** The studio's server: the page, and what it asks for. */
export function studioApp(studio: Studio): Hono {
  const { river, lens, changes, page } = studio;
  const app = new Hono();
  app.use(guarded(studio.port));
  app.get("/", (context) => context.html(DOCUMENT));
  app.get("/script.js", async (context) =>
    context.body((await page).script, 200, { "content-type": "text/javascript" }),
  );
  app.get("/style.css", async (context) => context.body((await page).style, 200, { "content-type": "text/css" }));
  app.get("/icon.svg", (context) => context.body(ICON, 200, { "content-type": "image/svg+xml" }));
  app.get("/api/state", (context) => context.json(stateOf(river, changes.version())));
  app.get("/api/fields", (context) => context.json(lens.facts.all));
  app.get("/api/records", (context) => context.json(recordPage(river, changes, paramsOf(context))));
  app.get("/api/records/:id", async (context) =>
    context.json(await openRow(Number(context.req.param("id")), river, lens)),
  );
  app.get("/api/timeline", (context) => {
    const params = paramsOf(context);
    const by = params.get("by") === "severity" ? "severity" : "platform";
    return context.json(river.records.timeline(readFilter(params), by, STEPS));
  });
  app.route("/api", tryRoutes(studio.lab, river, studio.folder));
  app.route("/api", failureRoutes(river, changes.note));
  app.route("/api", questionRoutes(river, studio.cluster));
  app.get("/api/changes", (context) =>
    streamSSE(context, async (stream) => {
      const tell = async (version: number): Promise<void> => {
        await stream.writeSSE({ event: "state", data: String(version) });
        await stream.writeSSE({ event: "sources", data: JSON.stringify(studio.lab.state()) });
      };
      const stop = changes.listen((version) => void tell(version));
      await tell(changes.version());
      await new Promise<void>((resolve) => {
        stream.onAbort(resolve);
      });
      stop();
    }),
  );
  return app;
}

function paramsOf(context: Context): URLSearchParams {
  return new URL(context.req.url).searchParams;
}

function recordPage({ records }: River, changes: Changes, params: URLSearchParams): RecordPage {
  const filter = readFilter(params);
  const { ids, facets } = records.find(filter);
  const number = (name: string, fallback: number): number => {
    const value = Number(params.get(name) ?? fallback);
    return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
  };
  const offset = number("offset", 0);
  const limit = Math.min(number("limit", 100), MOST_ROWS);
  const read = readQuery(filter.q);
  return {
    version: changes.version(),
    total: ids.length,
    offset,
    rows: records.rows(ids.subarray(offset, offset + limit)),
    facets,
    ...(read.ok ? {} : { problem: read.problem }),
  };
}
