import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exceptionOf, parseStackTrace } from "../../shared/formats/stack-trace.ts";
import { anyText } from "./damaged-lines.ts";

describe("parseStackTrace", () => {
  it.each([
    [
      "Java, behind a message",
      "order failed\njava.lang.IllegalStateException: no order\n\tat a.b(C.java:1)\nCaused by: x.Y: z\n\t... 2 more",
      "java.lang.IllegalStateException",
      "no order",
      "order failed",
    ],
    [
      "Java, nobody caught it",
      'Exception in thread "main" java.lang.Error: no\n\tat a.b(C.java:1)',
      "java.lang.Error",
      "no",
      "",
    ],
    [
      "Java, a message of two lines",
      "java.lang.Error: one\ntwo\n\tat a.b(C.java:1)",
      "java.lang.Error",
      "one\ntwo",
      "",
    ],
    [
      "JavaScript",
      "TypeError: x is not a function\n    at Object.<anonymous> (/app/index.js:3:9)",
      "TypeError",
      "x is not a function",
      "",
    ],
    ["Node.js with a code", "Error [ERR_X]: no\n    at foo (node:internal:1:2)", "Error", "no", ""],
    [
      "console.error with words",
      "could not load Error: boom\n    at foo (/app/a.js:1:2)",
      "Error",
      "boom",
      "could not load",
    ],
    ["a class of one's own", "Broken: it fell\n    at foo (/app/a.js:1:2)", "Broken", "it fell", ""],
    [
      ".NET",
      "Unhandled exception. System.InvalidOperationException: no\n   at A.B() in /src/A.cs:line 7",
      "System.InvalidOperationException",
      "no",
      "",
    ],
    [
      "Python",
      'failed\nTraceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nValueError: bad',
      "ValueError",
      "bad",
      "failed",
    ],
    [
      "Python, a message of two lines",
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: a\nb',
      "ValueError",
      "a\nb",
      "",
    ],
    [
      "Python, no message",
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyboardInterrupt',
      "KeyboardInterrupt",
      undefined,
      "",
    ],
    [
      "Python, a chain",
      'Traceback (most recent call last):\n  File "a.py", line 1, in f\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "a.py", line 3, in f\nmy.Broken: 2',
      "my.Broken",
      "2",
      "",
    ],
    [
      "Lambda's Python: the exception first, indented by no-break spaces",
      'ValueError: bad\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 3, in h\n\u00a0\u00a0\u00a0\u00a0raise',
      "ValueError",
      "bad",
      "ValueError: bad",
    ],
  ])("%s", (_, text, type, message, before) => {
    expect(parseStackTrace(text)).toMatchObject({ type, message, before });
  });

  it.each([
    "one line",
    "two\nlines",
    "Trace: here\n    at foo (/app/a.js:1:2)",
    "a list:\n    at noon\n    at night",
    "",
  ])("takes %j for none", (text) => {
    expect(parseStackTrace(text)).toBeUndefined();
  });

  it("loses nothing of what stands before and behind", () => {
    const frames = "\n    at foo (/app/a.js:1:2)\n    at bar (/app/b.js:1:2)";
    fc.assert(
      fc.property(fc.string(), (words) => {
        const text = `${words}\nTypeError: x${frames}`;
        const trace = parseStackTrace(text);
        return trace !== undefined && `${trace.before}\n${trace.stack}`.replace(/\s/g, "") === text.replace(/\s/g, "");
      }),
    );
  });

  it("is total", () => {
    fc.assert(fc.property(anyText, (text) => typeof parseStackTrace(`x\n    at ${text}`) !== "string"));
  });
});

describe("exceptionOf", () => {
  it.each([
    ["ValueError: bad", "ValueError", "bad"],
    [
      "Runtime.ImportModuleError: Unable to import module 'app'",
      "Runtime.ImportModuleError",
      "Unable to import module 'app'",
    ],
    ["KeyError", "KeyError", undefined],
    ["Uncaught Exception Broken: x", "Broken", "x"],
  ])("reads %s", (line, type, message) => {
    expect(exceptionOf(line)).toEqual({ type, message });
  });

  it.each(["Started: yes", "an Error: happened", "Error handling request", "", "10.0.0.1: x"])(
    "reads none in %s",
    (line) => {
      expect(exceptionOf(line)).toBeUndefined();
    },
  );
});
