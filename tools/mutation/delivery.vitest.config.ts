import path from "node:path";
import { defineConfig } from "vitest/config";

/** The tests that judge mutants of the delivery core: its own, and those of the pipeline that is built on it. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: [
      "test/core/delivery/**/*.test.ts",
      "test/core/pipeline/index-event.test.ts",
      "tools/mutation/canary.test.ts",
    ],
    setupFiles: ["tools/mutation/same-cases.ts"],
    environment: "node",
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    testTimeout: 60_000,
  },
});
