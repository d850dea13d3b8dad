import { scopeDescriptions, type Scope } from '@parley/shared/scope';
import type { DeclaredAct } from '@parley/shared/administration/staff';
import type { Meta } from '../platform/guard/context.ts';
import { operationsOf } from './operation.ts';
import { appRouter } from './router.ts';

const isScope = (access: Meta['access']): access is Scope => Object.hasOwn(scopeDescriptions, access);

/** Everything that a scope opens, from what each procedure of the API declares: the guard goes by the same. */
export const declaredActs: readonly DeclaredAct[] = operationsOf(appRouter).flatMap(
  ({ name, type, meta }) => {
    const { access, openapi, isDangerous, isForOwners } = meta;
    if (!isScope(access)) return [];
    return [
      {
        name,
        summary: openapi.summary ?? name,
        group: openapi.tags?.[0] ?? 'Other',
        scope: access,
        isChange: type === 'mutation',
        isDangerous: isDangerous ?? false,
        isForOwners: isForOwners ?? false,
      },
    ];
  },
);
