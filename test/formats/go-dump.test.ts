import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginsGoDump, parseGoDump } from "../../shared/formats/go-dump.ts";
import { anyText } from "./damaged-lines.ts";

const STACK = "goroutine 1 [running]:\nmain.main()\n\t/src/main.go:12 +0x1d";

describe("parseGoDump", () => {
  it.each([
    ["SIGQUIT: quit", "SIGQUIT", "quit"],
    [
      "panic: runtime error: index out of range [5] with length 3",
      "panic",
      "runtime error: index out of range [5] with length 3",
    ],
    ["fatal error: all goroutines are asleep - deadlock!", "fatal error", "all goroutines are asleep - deadlock!"],
    ["unexpected fault address 0x7f0000000000", "unexpected fault address", "0x7f0000000000"],
    ["panic: ", "panic", ""],
  ])("takes %j apart", (firstLine, kind, message) => {
    expect(parseGoDump(firstLine)).toEqual({ kind, message, firstLine, stack: "" });
    expect(parseGoDump(`${firstLine}\n${STACK}`)).toEqual({ kind, message, firstLine, stack: STACK });
  });

  it.each([
    "",
    "panic",
    "panicked: x",
    "Panic: x",
    " panic: x",
    "SIG: x",
    "SIGNAL",
    "fatal: x",
    "goroutine 1 [running]:",
    "I1123 panic: x",
    "unexpected EOF",
  ])("finds no dump in %j", (text) => {
    expect(parseGoDump(text)).toBeUndefined();
    expect(beginsGoDump(text)).toBe(false);
  });

  it("never throws, and loses nothing", () => {
    const text = fc.oneof(
      anyText,
      fc.tuple(fc.constantFrom("panic: ", "SIGSEGV: ", "fatal error: "), anyText).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (dump) => {
        const parsed = parseGoDump(dump);
        if (parsed === undefined) return !beginsGoDump(dump);
        const { firstLine, stack } = parsed;
        return dump === (dump.includes("\n") ? `${firstLine}\n${stack}` : firstLine);
      }),
    );
  });
});
