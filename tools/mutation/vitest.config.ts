import path from "node:path";
import { defineConfig } from "vitest/config";

/**
 * The tests that judge mutants: those of the mutated layers, which start no process and wait for nothing, and the goldens of all
 * samples. The contract test is left out: its arbitrary text would run once more for each mutant, and kills few of them.
 */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: [
      "test/formats/**/*.test.ts",
      "test/core/decode/**/*.test.ts",
      "tools/mutation/goldens.test.ts",
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
