import { DELIVERY_VARIABLES } from "../../shared/aws/environment.ts";

/** The environment of `transform`. */
export const VARIABLES = DELIVERY_VARIABLES;
