import { parseWindow, type Question, type Window } from "../../shared/opensearch/question.ts";
import type { Asked } from "../../shared/opensearch/question-dsl.ts";
import { readParams } from "../../shared/opensearch/question-params.ts";
import { Problem } from "../cli/problem.ts";

/** How somebody asks: all of it as it was typed. */
export interface Typed {
  readonly params: Readonly<Record<string, string>>;
  /** Most rows. */
  readonly limit: string;
  /** How far back; by default as far as the question says. */
  readonly since: string | undefined;
  /** Look at everything, whatever the question says. */
  readonly all: boolean;
  /** First part of the indices' names. */
  readonly indexPrefix: string;
}

/**
 * Reads what was typed.
 *
 * @throws Problem when something of it makes no sense.
 */
export function askedOf(question: Question, { params, limit, since, all, indexPrefix }: Typed): Asked {
  const read = readParams(question.params, params);
  if ("problem" in read) throw new Problem(`${question.name}: ${read.problem}`);
  const rows = /^[1-9]\d{0,4}$/.test(limit) ? Number(limit) : Number.NaN;
  if (!(rows <= 10_000)) throw new Problem(`--limit ${limit}: wanted is a number from 1 to 10000`);
  // A comma or an asterisk in it would ask indices of others.
  if (!/^[a-z0-9][a-z0-9._-]{0,80}$/.test(indexPrefix)) {
    throw new Problem(`--index-prefix ${indexPrefix}: wanted are lower-case letters, digits, . _ -`);
  }
  const window = all ? undefined : windowOf(since ?? question.since);
  return { values: read.values, limit: rows, window, indexPrefix };
}

function windowOf(text: string | undefined): Window | undefined {
  const window = text === undefined ? undefined : parseWindow(text);
  if (text !== undefined && window === undefined) {
    throw new Problem(`--since ${text}: wanted is a number of m, h, d or w, such as 7d`);
  }
  return window;
}
