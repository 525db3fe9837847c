// planted: eslint(no-restricted-imports)
import type { Port } from "../aws/port.ts";

export const template = (port: Port): string => port.name;
