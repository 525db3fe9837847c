import type { FieldType, FieldValue } from "../../shared/schema/field.ts";
import type { Json } from "../../shared/schema/draft.ts";
import type { Line } from "../../shared/sources/source.ts";
import { isUsual, type MemberLines } from "./members.ts";
import type { Shape } from "./shape.ts";

/** The field that the new source declares as an example of its own. */
export interface OwnField {
  /** Under `attributes`. */
  readonly name: string;
  readonly type: Extract<FieldType, "keyword" | "long" | "double" | "boolean">;
  readonly example: FieldValue;
  /** The member or key that fills it; undefined where the group of a text's pattern does. */
  readonly member: string | undefined;
}

const LONGEST_EXAMPLE = 80;

/**
 * Chooses a member that all lines have and that nobody types yet, text before numbers.
 *
 * @param isFree whether a field of this name may be declared.
 */
export function ownMember(
  what: string,
  { kind, shared, lines }: MemberLines,
  isFree: (name: string) => boolean,
): OwnField | undefined {
  const fields = shared
    .filter((member) => !isUsual(member))
    .flatMap((member): OwnField[] => {
      const values = lines.map((members) => members.get(member) ?? null);
      const type = typeOf(values, kind);
      const [example = null] = values;
      const name = fieldName(what, member);
      if (type === undefined || name === undefined || example === null || typeof example === "object") return [];
      return isFree(name) ? [{ name, type, example: shortened(example, type), member }] : [];
    });
  return fields.find(({ type }) => type === "keyword") ?? fields[0];
}

/** What the group of a text's pattern holds. */
export function ownWord(
  what: string,
  shape: Shape | undefined,
  lines: readonly Line[],
  isFree: (name: string) => boolean,
): OwnField | undefined {
  if (shape?.kind !== "text" || shape.about === undefined) return undefined;
  const pattern = new RegExp(shape.pattern);
  const values = lines.map(({ text }) => pattern.exec(text)?.[1] ?? "");
  const name = fieldName(what, shape.about);
  if (name === undefined || !isFree(name)) return undefined;
  return { name, type: "keyword", example: shortened(values[0] ?? "", "keyword"), member: undefined };
}

function typeOf(values: readonly Json[], kind: MemberLines["kind"]): OwnField["type"] | undefined {
  if (values.every((value) => typeof value === "boolean")) return "boolean";
  if (values.every((value) => typeof value === "number")) return values.every(Number.isSafeInteger) ? "long" : "double";
  if (!values.every((value) => typeof value === "string")) return undefined;
  return kind === "logfmt" && values.every((value) => /^\d{1,15}$/.test(value)) ? "long" : "keyword";
}

/** `paymentId` of `payment-audit` → `payment_audit.payment_id` */
function fieldName(what: string, member: string): string | undefined {
  const last = member
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return last === "" ? undefined : `${what.replaceAll("-", "_")}.${last}`;
}

function shortened(value: string | number | boolean, type: OwnField["type"]): FieldValue {
  if (type === "long") return Number(value);
  return typeof value === "string" ? value.slice(0, LONGEST_EXAMPLE) : value;
}
