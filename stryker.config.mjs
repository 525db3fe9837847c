// Mutation testing: `npm run mutation` (tools/mutation/run.ts), which names files, tests and threshold of an area. Not part of CI.
const LEAST = Number(process.env["MUTATION_LEAST"] ?? 80);

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  // In-process tests only: the other projects start servers.
  vitest: { configFile: process.env["MUTATION_TESTS"] ?? "tools/mutation/vitest.config.ts" },
  mutate: ["shared/core/decode/**/*.ts", "shared/formats/**/*.ts", "tools/mutation/canary.ts"],
  coverageAnalysis: "perTest",
  reporters: ["progress", "json", "html"],
  jsonReporter: { fileName: "reports/mutation/mutation.json" },
  htmlReporter: { fileName: "reports/mutation/mutation.html" },
  // TypeScript 7 has no API: nothing may want to read tsconfig.json or to check types.
  disableTypeChecks: false,
  // Left out of the sandbox: tsconfig.json, and what no test of this run reads.
  ignorePatterns: ["tsconfig.json", "dist", "out", "coverage", "events", "docs", "resources", "test/integration"],
  concurrency: 2,
  thresholds: { high: 90, low: LEAST, break: LEAST },
};
