import { scopeDescriptions, type Scope } from '@parley/shared/scope';
import type { Meta } from '../platform/guard/context.ts';
import { operationsOf } from './operation.ts';
import { appRouter } from './router.ts';

const isScope = (access: Meta['access']): access is Scope => Object.hasOwn(scopeDescriptions, access);

/** Method and path, however the fields in it are called. */
const plain = (operation: string): string => {
  const [method = '', path = ''] = operation.trim().split(/\s+/, 2);
  return path === '' ? method : `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`;
};

const table = new Map<string, Scope | 'open'>(
  operationsOf(appRouter).flatMap(({ meta: { access, openapi } }): [string, Scope | 'open'][] => {
    const needed = isScope(access) ? access : 'open';
    const name = plain(`${openapi.method} ${openapi.path}`);
    return openapi.operationId === undefined
      ? [[name, needed]]
      : [
          [name, needed],
          [openapi.operationId, needed],
        ];
  }),
);

/**
 * The scope that an operation of the REST door needs, by its `operationId` or by method and path; `open` where none is asked
 * for, `null` where there is no such operation.
 */
export const scopeOfOperation = (operation: string): Scope | 'open' | null =>
  table.get(plain(operation)) ?? null;
