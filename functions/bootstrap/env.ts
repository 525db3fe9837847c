import { CLUSTER_VARIABLES } from "../../shared/aws/cluster-variables.ts";

/** The environment of `bootstrap`. What it is to install is in the properties of the custom resource, so that a change is an update. */
export const VARIABLES = CLUSTER_VARIABLES;
