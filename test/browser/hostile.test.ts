import { request as httpRequest } from "node:http";
import { describe, expect, it } from "vitest";
import { browserPath, studioSuite } from "./studio-page.ts";

/** Lines that would run, or break out of where they stand, in a page that trusts its data. */
const HOSTILE = [
  `<script>window.hit = 1</script><img src=x onerror="window.hit = 1">`,
  `{"msg":"</script><script>window.hit = 1</script>","level":"<svg onload=window.hit=1>","user":"\\u003cimg src=x onerror=window.hit=1>"}`,
  `javascript:window.hit=1 "><a href="javascript:window.hit=1">x</a> {{constructor.constructor('window.hit=1')()}} \${window.hit=1}`,
  `\u202e\u0000\u001b]8;;javascript:window.hit=1\u0007 <iframe srcdoc="<script>parent.hit=1</script>">`,
  `{"__proto__":{"hit":1},"constructor":{"prototype":{"hit":1}},"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=window.hit=1>"}}`,
];

describe.skipIf(browserPath === undefined)("the studio with hostile lines", () => {
  const { open, studio } = studioSuite({ samples: false });

  it("shows them as text everywhere, and runs none", async () => {
    const { page, complaints } = await open("#/try");
    await page.getByRole("textbox", { name: "Paste or drop anything" }).fill(HOSTILE.join("\n"));
    await page.getByLabel("Log group").fill(HOSTILE[0] ?? "");
    await page.getByLabel("Log stream").fill(HOSTILE[2] ?? "");
    await page.getByText("Who claims the line").waitFor();
    for (const tab of ["JSON", "Bulk action", "Fields"]) await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("button", { name: "Replay into the studio" }).click();
    await studio().river.runs.settled();
    await page.getByRole("link", { name: "Records" }).click();
    const grid = page.getByRole("grid");
    await expect.poll(async () => Number(await grid.getAttribute("aria-rowcount"))).toBe(HOSTILE.length + 1);
    for (let row = 1; row <= HOSTILE.length; row++) {
      await grid.getByRole("row").nth(row).click();
      await page.getByRole("complementary").getByText("The line").first().waitFor();
    }
    await page.goto(`${studio().url}#/records?q=${encodeURIComponent(`"><script>window.hit=1</script>`)}`);
    await page.getByRole("link", { name: "Flow" }).click();
    expect(await page.evaluate("[window.hit, ({}).hit]")).toEqual([undefined, undefined]);
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("iframe, img, main a[href^='javascript']").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("forbids the page to run, load or send anything but its own", async () => {
    const response = await fetch(studio().url);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("require-trusted-types-for 'script'");
  });

  it.each([
    ["a name that points here from elsewhere", { host: "evil.example" }],
    ["another port's page", { host: "127.0.0.1:1" }],
    ["a page of another origin", { origin: "https://evil.example" }],
    ["a sandboxed page", { origin: "null" }],
    ["a page of another site", { "sec-fetch-site": "cross-site" }],
    ["a page of another port", { "sec-fetch-site": "same-site" }],
  ])("refuses %s", async (_, headers) => {
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "api/state"],
      ["POST", "api/faults/down/on"],
    ] as const) {
      expect(await statusOf(studio().url + path, method, headers)).toBe(403);
    }
    expect(studio().river.switches.down).toBe(false);
  });

  it.each([
    "../package.json",
    "..%2f..%2fpackage.json",
    "%2e%2e/%2e%2e/etc/passwd",
    "style/../../studio.ts",
    "main.tsx",
    "api/records/..%2f",
  ])("gives no file for %s", async (path) => {
    const url = studio().url + path;
    expect(await bodyOf(url)).not.toMatch(/"name": "tributary"|root:|import /);
  });
});

/** `fetch` writes Host and Origin by itself. */
function statusOf(url: string, method: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
    request.end();
  });
}

function bodyOf(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const path = url.slice(url.indexOf(port) + port.length);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("end", () => {
        resolve(text);
      });
    });
    request.on("error", reject);
    request.end();
  });
}
