// planted: eslint(no-restricted-imports)
import { one } from "../core/cycle-one.ts";

export const dataset = "eks.audit";

export const asksCore = (): unknown => one;
