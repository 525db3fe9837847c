/**
 * Functions of Athena (Trino) that DuckDB does not have, or has with another meaning, as macros: the shipped statements run
 * unchanged. DuckDB's session has to be in UTC, as Athena's is.
 */
export const ATHENA_MACROS: readonly string[] = [
  // DuckDB's own gives a list.
  "CREATE MACRO element_at(keys, name) AS keys[name]",
  "CREATE MACRO regexp_like(value, pattern) AS regexp_matches(value, pattern)",
  "CREATE MACRO json_extract_scalar(document, path) AS json_extract_string(document, path)",
  "CREATE MACRO from_iso8601_timestamp(value) AS date_trunc('millisecond', CAST(value AS TIMESTAMPTZ))",
  // DuckDB keeps microseconds with a zone.
  "CREATE MACRO from_iso8601_timestamp_nanos(value) AS CAST(value AS TIMESTAMPTZ)",
  "CREATE MACRO to_iso8601(moment) AS strftime(moment AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ')",
  // MySQL's letters mean the same in both for the parts of a date; %i and %s are minutes and seconds only in Athena's.
  "CREATE MACRO date_format(moment, form) AS strftime(moment, replace(replace(form, '%i', '%M'), '%s', '%S'))",
];
