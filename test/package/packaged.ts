import { inject } from "vitest";
import { CHOICES, type Choice } from "./stacks.ts";
import { readTemplate, type Template } from "./template.ts";

export const choices = Object.keys(CHOICES) as Choice[];
export const FIREHOSE = "a VPC, a key, Firehose in front and no archive" satisfies Choice;
export const COLLECTION = "a Serverless collection and an account policy" satisfies Choice;

const folders = inject("stacks");
const known = new Map<Choice, Template>();

/** Where a choice was packaged. */
export function folderOf(choice: Choice): string {
  const folder = folders[choice];
  if (folder === undefined) throw new Error(`${choice} was not packaged`);
  return folder;
}

/** The template that a choice gives. */
export function template(choice: Choice): Template {
  const found = known.get(choice) ?? readTemplate(folderOf(choice));
  known.set(choice, found);
  return found;
}
