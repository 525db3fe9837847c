// Bundles the functions when `serverless` packages, deploys one function or invokes locally.
// Plain JavaScript: Serverless Framework v4 loads no TypeScript plugin, and osls may be started by an older Node.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import "../check/node-version.mjs";

export default class BundleFunctions {
  constructor(serverless, options, { log, progress }) {
    this.serverless = serverless;
    this.root = serverless.serviceDir;
    this.log = log;
    this.progress = progress;
    this.hooks = {
      "before:package:createDeploymentArtifacts": () => this.bundle(),
      "before:deploy:function:packageFunction": () => this.bundle([options.function]),
      "before:invoke:local:invoke": () => this.bundle([options.function]),
      "before:offline:start": () => this.bundle(),
    };
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

  /** CloudFormation calls the custom resource again when one of its properties has changed: so with what it installs. */
  revise() {
    const resource = this.serverless.service.resources?.Resources?.Bootstrap;
    if (!resource) return;
    const code = readFileSync(path.join(this.root, "dist/bootstrap/index.cjs"));
    resource.Properties.Revision = createHash("sha256").update(code).digest("hex").slice(0, 16);
  }
}
