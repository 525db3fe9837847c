// planted: eslint(no-restricted-imports)
import type { handler } from "../../functions/stage/handler.ts";

export type Port = { name: string; caller: typeof handler };
