import { Hono } from "hono";
import { REASONS } from "../../../shared/core/failures.ts";
import { sampleInputs } from "../../cli/sample-inputs.ts";
import { FAULTS, type FailureView } from "../wire/messages.ts";
import { failureView } from "./failure-view.ts";
import type { River } from "./river.ts";

/** Failures of one reason that are shown. */
const SHOWN = 30;
/** The sample that is sent under a new log stream when somebody wants to see what a fault does. */
const BURST = "controller-manager.log.gz";

export function failureRoutes(river: River, onChange: () => void): Hono {
  const app = new Hono();
  let bursts = 0;
  app.get("/failures/:reason", async (context) => {
    const reason = REASONS.find((known) => known === context.req.param("reason"));
    if (reason === undefined) return context.text("no failure has this reason\n", 404);
    const views: FailureView[] = [];
    for (const key of river.failures.keys(reason)) {
      if (views.length >= SHOWN) break;
      views.push(...(await river.failures.entries(key)).slice(0, SHOWN - views.length).map(failureView));
    }
    return context.json(views);
  });
  app.post("/faults/:fault/:state", (context) => {
    const { fault: name, state } = context.req.param();
    const fault = FAULTS.find((known) => known === name);
    if (fault === undefined || (state !== "on" && state !== "off")) return context.text("no such switch\n", 404);
    river.switches[fault] = state === "on";
    onChange();
    return context.json({ ...river.switches });
  });
  app.post("/burst", async (context) => {
    const sample = (await sampleInputs()).find(({ file }) => file.name.endsWith(`/${BURST}`));
    if (sample === undefined) return context.text(`${BURST} is not among the samples\n`, 404);
    // Another stream makes other ids: these lines have never been seen.
    const logStream = `kube-controller-manager-${String(++bursts).padStart(32, "0")}`;
    const run = river.replay(`${BURST} #${bursts}`, [{ ...sample, origin: { ...sample.origin, logStream } }]);
    return context.json({ run });
  });
  app.post("/redrive", (context) => context.json({ run: river.redrive("*", {}) }));
  app.post("/redrive/:reason", (context) => {
    const reason = REASONS.find((known) => known === context.req.param("reason"));
    if (reason === undefined) return context.text("no failure has this reason\n", 404);
    return context.json({ run: river.redrive(reason, { reason }) });
  });
  return app;
}
