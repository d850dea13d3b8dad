import type { AnyProcedure, AnyRouter } from '@trpc/server';
import { Problem } from '../platform/request/problem.ts';
import { appRouter } from './router.ts';

const namesOf = ({ _def: { procedures } }: AnyRouter): string[] =>
  Object.entries<AnyProcedure>(procedures).flatMap(([name, { _def }]) => {
    const meta: unknown = _def.meta;
    return typeof meta === 'object' && meta !== null && 'isAlone' in meta ? [name] : [];
  });

const alone = new Set(namesOf(appRouter));

/**
 * Refuses a batch with `request.batch_refused` that holds a procedure which looks at a password or a link: it would be as
 * many guesses in one request. `path` is what stands after `/trpc/`, decoded: names with commas between, as tRPC reads it.
 */
export const assertNoBatchOfSecrets = (path: string): void => {
  const names = path.split(',');
  const refused = names.length > 1 ? names.find((name) => alone.has(name)) : undefined;
  if (refused !== undefined)
    throw new Problem('request.batch_refused', {
      detail: `Send ${refused} by itself, not with other calls.`,
    });
};
