import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { browserPath, studioSuite, sumOn } from "./studio-page.ts";

const LINE =
  'I1123 09:01:02.906080   10691 schedule_one.go:314] "Successfully bound pod to node" pod="default/web-1" node="ip-10-0-2-22"';

/** A subscription payload of two Lambda lines, as CloudWatch Logs packs it. */
const PAYLOAD = gzipSync(
  JSON.stringify({
    messageType: "DATA_MESSAGE",
    owner: "111122223333",
    logGroup: "/aws/lambda/checkout",
    logStream: "2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef",
    subscriptionFilters: ["studio"],
    logEvents: [1, 2].map((number) => ({
      id: `3${"0".repeat(54)}${number}`,
      timestamp: Date.parse("2026-11-23T09:00:00Z") + number,
      message: `START RequestId: f08bb4c8-d6b2-4f05-ac17-af7e2ba005f${number} Version: $LATEST\n`,
    })),
  }),
);

async function settled(page: Page): Promise<void> {
  await page.getByText("nothing lost").waitFor({ timeout: 30_000 });
}

describe.skipIf(browserPath === undefined)("somebody who works with the studio", () => {
  const { open, studio } = studioSuite({ samples: false });

  it("pastes a line, sees who claims it and what it becomes, and finds it among the records after a replay", async () => {
    const { page, complaints } = await open("#/try");
    await page.getByRole("textbox", { name: "Paste or drop anything" }).fill(LINE);
    await page.getByLabel("Log group").fill("/aws/eks/dev/cluster");
    await page.getByLabel("Log stream").fill("kube-scheduler-0123456789abcdef0123456789abcdef");
    const winner = page.getByRole("region", { name: "Who claims the line" }).getByRole("row").nth(1);
    await expect.poll(() => winner.innerText()).toMatch(/1\s+eks\.scheduler/);
    await page.getByRole("tab", { name: "Bulk action" }).click();
    expect(await page.getByRole("tabpanel").innerText()).toContain('{"create":{"_index":"logs-eks-2026-11-23"');
    await page.getByRole("button", { name: "Copy first.log" }).click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(`${LINE}\n`);

    await page.getByRole("button", { name: "Replay into the studio" }).click();
    await studio().river.runs.settled();
    await page.getByRole("link", { name: "Records" }).click();
    await page.getByLabel("Search the records").fill("k8s.pod.name:web-1");
    await page.getByRole("grid").getByText("eks.scheduler").first().click();
    await page.getByRole("complementary").getByText("ip-10-0-2-22").first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("drops a gzip payload and sees its records", async () => {
    const { page, complaints } = await open("#/try");
    const [bytes] = [PAYLOAD.toString("base64")];
    await page.evaluate(`{
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob("${bytes}"), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], "payload.gz"));
      document.querySelector(".give").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }`);
    await page.getByText("payload.gz").waitFor();
    await page.getByText("subscription payloads: 1").waitFor();
    const winner = page.getByRole("region", { name: "Who claims the line" }).getByRole("row").nth(1);
    await expect.poll(() => winner.innerText()).toContain("lambda.platform");
    expect(await page.getByLabel("Record", { exact: true }).locator("option").count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  it("sees what cannot be decoded, with what to do about it", async () => {
    const { page } = await open("#/try");
    const broken = JSON.stringify({ awslogs: { data: gzipSync("{}").subarray(0, 12).toString("base64") } });
    await page.getByRole("textbox", { name: "Paste or drop anything" }).fill(broken);
    await page.getByText("gzip_corrupt").waitFor();
    expect(await page.getByText("The producer cut or changed the payload.").count()).toBe(1);
  });

  it("breaks OpenSearch, sends lines, mends it and redrives: nothing is lost on the way", async () => {
    const { page, complaints } = await open("#/failures");
    await page.getByRole("switch", { name: "OpenSearch is down" }).click();
    await page.getByRole("button", { name: "Send fresh lines" }).click();
    await page.getByRole("heading", { name: "cluster_unavailable" }).waitFor({ timeout: 30_000 });
    await studio().river.runs.settled();
    await settled(page);
    const broken = await sumOn(page);
    expect(broken["failed"]).toBeGreaterThan(100);

    await page.getByRole("button", { name: "Redrive cluster_unavailable" }).click();
    await page
      .getByText("the cluster takes nothing: cluster_unavailable")
      .or(page.getByRole("alert"))
      .first()
      .waitFor();
    await studio().river.runs.settled();
    expect((await sumOn(page))["failed"]).toBe(broken["failed"]);

    await page.getByRole("switch", { name: "OpenSearch is down" }).click();
    await page.getByRole("switch", { name: "OpenSearch is down", checked: false }).waitFor();
    await page.getByRole("button", { name: "Redrive what may be tried again" }).click();
    await expect.poll(async () => (await sumOn(page))["failed"], { timeout: 30_000 }).toBe(0);
    const mended = await sumOn(page);
    expect(mended["received"]).toBe(broken["received"]);
    expect(mended["indexed"]).toBe((broken["indexed"] ?? 0) + (broken["failed"] ?? 0));
    await settled(page);
    expect(complaints).toEqual([]);
  });

  it("lets a throttling cluster and refused mappings show that every event is accounted for", async () => {
    const { page } = await open("#/failures");
    const before = await sumOn(page);
    for (const name of ["OpenSearch answers 429", "Mapping rejects documents", "S3 is slow"]) {
      await page.getByRole("switch", { name }).click();
      await page.getByRole("switch", { name, checked: true }).waitFor();
    }
    await page.getByRole("button", { name: "Send fresh lines" }).click();
    await page.getByRole("heading", { name: "bulk_rejected_mapping" }).waitFor({ timeout: 40_000 });
    await studio().river.runs.settled();
    await settled(page);
    const after = await sumOn(page);
    const [received, indexed, failed] = (["received", "indexed", "failed"] as const).map(
      (name) => (after[name] ?? 0) - (before[name] ?? 0),
    );
    expect(received).toBeGreaterThan(100);
    expect(received).toBe((indexed ?? 0) + (failed ?? 0));
    expect(Number((await page.locator(".proof dd").nth(2).innerText()).replace(",", ""))).toBeGreaterThan(0);
  });

  it("asks a question and sees what OpenSearch and Athena would be asked", async () => {
    const { page, complaints } = await open("#/questions");
    await page.getByRole("button", { name: "Which node a pod was scheduled to" }).click();
    await page.getByRole("heading", { name: "Which node a pod was scheduled to" }).waitFor();
    await page.getByLabel(/^pod /).fill("web-1");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByRole("region", { name: "Answer" }).getByText("ip-10-0-2-22").waitFor({ timeout: 30_000 });
    expect(await page.getByRole("region", { name: "OpenSearch is asked" }).innerText()).toContain(
      "POST /logs-eks-*/_search",
    );
    expect(await page.getByRole("region", { name: "Athena is asked" }).innerText()).toContain("FROM logs");
    expect(complaints).toEqual([]);
  });

  it("reads it in Japanese, and still does after a reload", async () => {
    const { page } = await open("#/failures");
    await page.getByRole("button", { name: "日本語" }).click();
    await page.getByRole("switch", { name: "OpenSearch 停止" }).waitFor();
    await page.reload();
    await page.getByRole("link", { name: "流れ" }).click();
    await page.getByRole("heading", { name: "時系列のレコード（UTC）" }).waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("ja");
  });
});
