import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import { newLine, type Origin } from "../../shared/sources/source.ts";
import { fillFromApplicationLine } from "../../shared/sources/application-line.ts";

/** A CloudWatch origin of nowhere in particular, with what a test cares about. */
export function originOf(parts: Partial<Origin>): Origin {
  return {
    carrier: "cloudwatch",
    account: "111122223333",
    region: "eu-west-1",
    logGroup: "",
    logStream: "",
    deliveryStream: "",
    platform: undefined,
    ...parts,
  };
}

/** What an application's line says, as far as a test wants to see. */
export function draftOf(text: string, carrierTime = Date.UTC(2026, 7, 9, 3)): Draft<string> {
  const draft = newDraft(text);
  fillFromApplicationLine(newLine(text, carrierTime), draft);
  return draft;
}

/** Attributes that were said. */
export function said(draft: Draft<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(draft.attributes).filter(([, value]) => value !== undefined));
}
