import { problems } from '@parley/shared/problem';
import { ConfigError } from '../config.ts';
import { problemOf } from '../platform/guard/problem-of.ts';
import { StartRefusal } from '../platform/installation/start-refusal.ts';
import { Unusable } from './check/unusable.ts';

/** What ended a command, for whoever ran it. */
export const explain = (error: unknown): string => {
  if (error instanceof ConfigError || error instanceof StartRefusal || error instanceof Unusable)
    return error.message;
  const problem = problemOf(error);
  if (problem.code === 'internal' && error instanceof Error) return error.message;
  const places = (problem.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`);
  return [`${problems[problem.code].title}. ${problem.detail}`, ...places].join('\n');
};
