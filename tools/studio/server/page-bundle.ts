import path from "node:path";
import { build } from "esbuild";

/** The page as the browser gets it: one script and one style sheet, made when the studio starts. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

const PAGE = path.resolve(import.meta.dirname, "../page");

export async function bundlePage(): Promise<PageBundle> {
  const { outputFiles } = await build({
    entryPoints: [path.join(PAGE, "main.tsx"), path.join(PAGE, "style.css")],
    outdir: PAGE,
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "silent",
  });
  const textOf = (ending: string): string => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  return { script: textOf(".js"), style: textOf(".css") };
}

/** No script stands in it, and no text of a log. */
export const DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tributary studio</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/script.js"></script>
</head>
<body><div id="studio"></div><noscript>The studio needs JavaScript.</noscript></body>
</html>
`;

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f6a72"/><path d="M4 8c9 0 9 8 15 8h9M4 24c9 0 9-8 15-8M4 16h24" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>`;
