import { describe, expect, it } from "vitest";
import { AREAS, areaOf } from "../../../tools/mutation/areas.ts";
import type { Report } from "../../../tools/mutation/report.ts";
import { mutationPage, sectionsOf } from "../../../tools/mutation/summary.ts";

const place = { line: 1, column: 1 };
const location = { start: place, end: { line: 1, column: 4 } };

/** A report of one file, with that many mutants noticed and not noticed. */
function reportOf(file: string, killed: number, survived: number): Report {
  const mutant = (status: "Killed" | "Survived") => ({ mutatorName: "Step", replacement: "b()", status, location });
  const mutants = [
    ...Array.from({ length: killed }, () => mutant("Killed")),
    ...Array.from({ length: survived }, () => mutant("Survived")),
  ];
  return { [file]: { source: "a()", mutants } };
}

const [decoders, delivery] = AREAS;
if (decoders === undefined || delivery === undefined) throw new Error("two areas are wanted");

describe("the page about mutation testing", () => {
  it("has a section for each area that was run, and leaves the others as they are", () => {
    const first = mutationPage(AREAS, new Map(), delivery, reportOf("shared/core/delivery/plan.ts", 9, 1));
    expect([...sectionsOf(first).keys()]).toEqual([delivery.title]);
    const both = mutationPage(AREAS, sectionsOf(first), decoders, reportOf("shared/formats/klog.ts", 1, 1));
    expect([...sectionsOf(both).keys()]).toEqual([decoders.title, delivery.title]);
    expect(sectionsOf(both).get(delivery.title)).toBe(sectionsOf(first).get(delivery.title));
    const again = mutationPage(AREAS, sectionsOf(both), delivery, reportOf("shared/core/delivery/plan.ts", 10, 0));
    expect(again).toContain("| **all** | 10 | 0 | 0 | 0 | 100.0 % |");
    expect(again).toContain("| `shared/formats/klog.ts:1` | `a()` | `b()` |");
    expect(again).not.toContain("90.0 %");
  });
});

describe("areaOf", () => {
  it.each([
    ["shared/core/delivery/judge.ts", "delivery"],
    ["shared/core/decode/inflate.ts:1-9", "decoders"],
    ["shared/formats/klog.ts", "decoders"],
  ])("judges %s by the tests of its area", (file, name) => {
    expect(areaOf(file).name).toBe(name);
  });
});
