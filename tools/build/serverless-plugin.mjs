// Bundles the functions when `serverless` packages, deploys one function or invokes locally; checks the stack's parameters first, and leaves
// only what they choose in the template.
// Plain JavaScript: Serverless Framework v4 loads no TypeScript plugin, and osls may be started by an older Node.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import "../check/node-version.mjs";

export default class BundleFunctions {
  constructor(serverless, options, { log, progress }) {
    this.serverless = serverless;
    this.options = options;
    this.root = serverless.serviceDir;
    this.log = log;
    this.progress = progress;
    this.hooks = {
      "before:package:cleanup": () => this.checkParameters(),
      "before:package:createDeploymentArtifacts": () => this.bundle(),
      "after:aws:package:finalize:mergeCustomProviderResources": () => this.foldConditions(),
      "before:deploy:function:packageFunction": () => this.bundle([options.function]),
      "before:invoke:local:invoke": () => this.bundle([options.function]),
      "before:offline:start": () => this.bundle(),
    };
  }

  async checkParameters() {
    const { parameterProblems } = await import("../deploy/check-parameters.ts");
    const { params = {}, custom } = this.serverless.configurationInput;
    const stage = this.serverless.service.provider.stage;
    // As serverless itself reads them: the command line over the stage over the defaults.
    const values = { ...params.default, ...params[stage] };
    for (const text of this.options.param ?? []) values[text.split("=", 1)[0]] = text.slice(text.indexOf("=") + 1);
    const problems = parameterProblems(values, custom.name);
    if (problems.length > 0) throw new this.serverless.classes.Error(`Parameters: ${problems.join("\n  ")}`);
  }

  async bundle(only) {
    const { bundleFunctions } = await import("./bundle.ts");
    const running = this.progress.get("bundle");
    running.notice("Bundling functions");
    try {
      const bundles = await bundleFunctions(this.root, { only });
      for (const { name, bytes } of bundles) this.log.info(`Bundled ${name}: ${Math.round(bytes / 1024)} KiB`);
      this.revise();
    } finally {
      running.remove();
    }
  }

  async foldConditions() {
    const { foldConditions } = await import("./fold-conditions.ts");
    const { provider } = this.serverless.service;
    const folded = foldConditions(provider.compiledCloudFormationTemplate);
    delete provider.compiledCloudFormationTemplate.Conditions;
    Object.assign(provider.compiledCloudFormationTemplate, folded);
  }

  /** CloudFormation calls the custom resource again when one of its properties has changed: so with what it installs. */
  revise() {
    const resource = this.serverless.service.resources?.Resources?.Bootstrap;
    if (!resource) return;
    const code = readFileSync(path.join(this.root, "dist/bootstrap/index.cjs"));
    resource.Properties.Revision = createHash("sha256").update(code).digest("hex").slice(0, 16);
  }
}
