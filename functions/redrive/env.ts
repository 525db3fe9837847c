import { DELIVERY_VARIABLES } from "../../shared/aws/environment.ts";
import { integerVariable, textVariable } from "../../shared/core/env.ts";
import { AWS_PREFIXES } from "../../shared/core/redrive/selection.ts";

const MIB = 1024 * 1024;

/** The environment of `redrive`: that of `index`, and what a redrive has beside it. */
export const VARIABLES = {
  ...DELIVERY_VARIABLES,
  REDRIVE_MAX_ATTEMPTS: integerVariable(
    "Attempts after which a record is given up, under the reason redrive_exhausted; the first failure counts",
    2,
    1000,
    10,
  ),
  REDRIVE_MAX_OBJECT_BYTES: integerVariable(
    "Cap on the size of one object, inflated, bytes; a redrive needs about four times as much memory",
    MIB,
    500 * MIB,
    128 * MIB,
  ),
  REDRIVE_PREFIXES: textVariable(
    "Prefixes of what Firehose and Lambda keep in the failures bucket, which the schedule redrives beside our own failures",
    "key prefixes, separated by commas",
    AWS_PREFIXES.join(","),
  ),
} as const;
