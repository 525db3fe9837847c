// planted: eslint(no-restricted-imports)
import { dataset } from "../sources/upward.ts";

export const readsASource = (): string => dataset;
