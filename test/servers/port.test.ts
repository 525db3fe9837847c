import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort, saysPortTaken } from "../../tools/servers/port.ts";

describe("saysPortTaken", () => {
  it.each([
    "[ERROR][o.o.b.OpenSearchUncaughtExceptionHandler] uncaught exception: BindHttpException[Failed to bind to 127.0.0.1:9200]",
    "failed to bind listener 127.0.0.1:7273: listen tcp 127.0.0.1:7273: bind: address already in use",
    "ERROR: 127.0.0.1:7273 is already in use. Is MiniStack already running?",
    "Error: listen EADDRINUSE: address already in use 127.0.0.1:9200",
    "Bind for 127.0.0.1:9200 failed: port is already allocated.",
  ])("recognises %s", (line) => {
    expect(saysPortTaken(`starting\n${line}\nstopped\n`)).toBe(true);
  });

  it.each(["", "java.lang.OutOfMemoryError: Java heap space", "failed to obtain node locks"])("not %j", (log) => {
    expect(saysPortTaken(log)).toBe(false);
  });
});

describe("freePort", () => {
  it("gives the preferred port if it is free, else another", async () => {
    const preferred = await freePort();
    expect(await freePort(preferred)).toBe(preferred);
    const holder = createServer().listen(preferred, "127.0.0.1");
    await once(holder, "listening");
    const other = await freePort(preferred);
    holder.close();
    expect(other).not.toBe(preferred);
    expect(other).toBeGreaterThan(0);
  });
});
