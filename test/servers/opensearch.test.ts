import { describe, expect, it, vi } from "vitest";
import { isMissing } from "../../tools/servers/missing-runtime.ts";
import { runJvmOptions } from "../../tools/servers/opensearch-distribution.ts";
import { startOpenSearch } from "../../tools/servers/opensearch.ts";

describe("startOpenSearch", () => {
  it.each(["http://search.internal:9200", "http://search.internal:9200/"])(
    "uses OPENSEARCH_URL %s as it is",
    async (url) => {
      vi.stubEnv("OPENSEARCH_URL", url);
      const started = await startOpenSearch();
      expect(isMissing(started)).toBe(false);
      expect(started).toMatchObject({ url: "http://search.internal:9200" });
    },
  );
});

describe("runJvmOptions", () => {
  it("writes nothing outside the run's folder and asks for no optional module", () => {
    const shipped = [
      "# JVM configuration",
      "-Djava.io.tmpdir=${OPENSEARCH_TMPDIR}",
      "-XX:+HeapDumpOnOutOfMemoryError",
      "-XX:HeapDumpPath=data",
      "-XX:ErrorFile=logs/hs_err_pid%p.log",
      "9-:-Xlog:gc*,gc+age=trace,safepoint:file=logs/gc.log:utctime,pid,tags:filecount=32,filesize=64m",
      "20-:--add-modules=jdk.incubator.vector",
      "21-:-javaagent:agent/opensearch-agent.jar",
    ].join("\n");
    expect(runJvmOptions(shipped, "/run/logs").split("\n")).toEqual([
      "# JVM configuration",
      "-Djava.io.tmpdir=${OPENSEARCH_TMPDIR}",
      "-XX:ErrorFile=/run/logs/hs_err_pid%p.log",
      "9-:-Xlog:gc*,gc+age=trace,safepoint:file=/run/logs/gc.log:utctime,pid,tags:filecount=32,filesize=64m",
      "21-:-javaagent:agent/opensearch-agent.jar",
    ]);
  });
});
