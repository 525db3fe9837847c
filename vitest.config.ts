import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** Folders of test/ that are projects of their own; every other test is a unit test, so that none can be forgotten. */
const apart = ["contract", "property", "integration", "package", "browser", "deploy"];

function project(name: string, test: TestProjectInlineConfiguration["test"]): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      environment: "node",
      restoreMocks: true,
      unstubEnvs: true,
      unstubGlobals: true,
      // An SDK that finds no credentials would ask a metadata service that is not there, and wait.
      env: { AWS_EC2_METADATA_DISABLED: "true" },
      ...test,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      project("unit", {
        include: ["test/**/*.test.ts"],
        exclude: apart.map((folder) => `test/${folder}/**`),
        testTimeout: 10_000,
      }),
      project("contract", { testTimeout: 30_000 }),
      project("property", { testTimeout: 60_000 }),
      // The last three start processes: after the others, one file at a time, and with time to start them in.
      project("package", {
        globalSetup: "test/package/stacks.setup.ts",
        fileParallelism: false,
        sequence: { groupOrder: 1 },
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
      project("integration", {
        globalSetup: "test/integration/servers.setup.ts",
        fileParallelism: false,
        sequence: { groupOrder: 2 },
        testTimeout: 120_000,
        hookTimeout: 180_000,
      }),
      project("browser", {
        globalSetup: "test/browser/browser.setup.ts",
        fileParallelism: false,
        sequence: { groupOrder: 3 },
        testTimeout: 60_000,
        hookTimeout: 120_000,
        // What a page shows may take as long as a busy machine needs to compute it.
        expect: { poll: { timeout: 20_000 } },
      }),
      // Packages the stack, too, and so has to wait for the tests of packages.
      project("deploy", {
        fileParallelism: false,
        sequence: { groupOrder: 4 },
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
    ],
    coverage: {
      provider: "v8",
      include: ["functions/**/*.ts", "shared/**/*.ts"],
      exclude: ["**/*.gen.ts"],
      reporter: ["text-summary", "html"],
    },
  },
});
