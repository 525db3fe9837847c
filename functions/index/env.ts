import { DELIVERY_VARIABLES } from "../../shared/aws/environment.ts";

/** The environment of `index`. */
export const VARIABLES = DELIVERY_VARIABLES;
