import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A value that has to be of a type which a package declares. */
export interface Typed {
  /** What the value is, for messages. */
  readonly name: string;
  readonly value: unknown;
  /** Path of the declarations under node_modules, and the type's name in them. */
  readonly module: string;
  readonly type: string;
}

const ROOT = join(import.meta.dirname, "../..");

/**
 * Lets the compiler hold values against types of the packages that describe an API, as literals, so that a member that is missing,
 * misspelt or of another type is found. It stands in for a schema of the API, which is not to be had without the network.
 *
 * @returns the compiler's messages, each after the name of its value.
 */
export function typeErrors(values: readonly Typed[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "tributary-typed-"));
  try {
    for (const [index, { value, module, type }] of values.entries()) {
      const from = JSON.stringify(join(ROOT, "node_modules", module));
      const text = `import type { ${type} } from ${from};\nexport const value: ${type} = ${JSON.stringify(value)};\n`;
      writeFileSync(join(folder, `value${index}.ts`), text);
    }
    const options = {
      strict: true,
      noEmit: true,
      module: "preserve",
      moduleResolution: "bundler",
      skipLibCheck: true,
      types: [],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
    return compile(folder).map((line) =>
      line.replace(/^value(\d+)\.ts/, (_, index) => values[Number(index)]?.name ?? ""),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compile(folder: string): string[] {
  try {
    execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "--pretty", "false"], {
      cwd: folder,
      encoding: "utf8",
    });
    return [];
  } catch (error) {
    const { stdout } = error as { stdout: string };
    return stdout.trim().split("\n");
  }
}
