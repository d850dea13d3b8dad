import type { Limit } from '@parley/shared/access/limit';
import type { PlanEnvironment } from '@parley/shared/access/plan';
import { mayHaveEvents } from '@parley/shared/access/plan-event-types';
import { holds, type Scope } from '@parley/shared/scope';
import type { FieldError } from '../../platform/request/problem.ts';
import { isWithinNetworks, rangesOf, readNetwork } from './network.service.ts';

/** What a credential is asked to hold, or a plan. */
export interface Asked {
  scopes: readonly Scope[];
  networks: readonly string[];
  limits: readonly Limit[];
}

/** Networks that cannot be read, by where they stand below `path`. */
export const networkFaults = (networks: readonly string[], path: string): FieldError[] =>
  networks.flatMap((text, index) =>
    readNetwork(text)
      ? []
      : [
          {
            path: `${path}/${index}`,
            message: 'A range such as 192.0.2.0/24 or 2001:db8::/32, or one address.',
          },
        ],
  );

const classOf = ({ per, operations = [] }: Limit): string => `${per} ${operations.toSorted().join(' ')}`;

/** What goes beyond a plan, by where it stands below `path`. Empty where all is within. */
export const beyondPlan = (asked: Asked, plan: PlanEnvironment, path = ''): FieldError[] => {
  const allowed = new Set(plan.scopes);
  const ranges = rangesOf(plan.networks);
  const limits = new Map(plan.limits.map((limit) => [classOf(limit), limit.calls]));
  return [
    ...asked.scopes.flatMap((scope, index) =>
      holds(allowed, scope)
        ? []
        : [{ path: `${path}/scopes/${index}`, message: `The plan does not have ${scope}.` }],
    ),
    ...asked.networks.flatMap((text, index) => {
      const range = readNetwork(text);
      return range && !isWithinNetworks(ranges, range)
        ? [{ path: `${path}/networks/${index}`, message: `The plan allows ${plan.networks.join(', ')}.` }]
        : [];
    }),
    ...asked.limits.flatMap((limit, index) => {
      const most = limits.get(classOf(limit));
      return most !== undefined && limit.calls > most
        ? [
            {
              path: `${path}/limits/${index}/calls`,
              message: `The plan allows ${most} in a ${limit.per}.`,
            },
          ]
        : [];
    }),
  ];
};

/** Event types that a consumer may not have by its plan, by where they stand below `path`. */
export const eventTypeFaults = (
  asked: readonly string[],
  allowed: readonly string[] | undefined,
  path: string,
): FieldError[] =>
  asked.flatMap((pattern, index) =>
    mayHaveEvents(allowed, pattern)
      ? []
      : [
          {
            path: `${path}/${index}`,
            message: allowed?.length
              ? `The plan does not have ${pattern}. It has ${allowed.join(', ')}.`
              : `The plan does not have ${pattern}, nor any other event type.`,
          },
        ],
  );

/** Where a plan would allow more than another, below `path`: what a credential may not do for its own consumer. */
export const widerThan = (asked: PlanEnvironment, held: PlanEnvironment, path: string): FieldError[] => {
  const limits = new Map(asked.limits.map((limit) => [classOf(limit), limit.calls]));
  const isOpened = held.networks.length > 0 && asked.networks.length === 0;
  const areTypesOpened = held.eventTypes !== undefined && asked.eventTypes === undefined;
  return [
    ...beyondPlan(asked, held, path),
    ...eventTypeFaults(asked.eventTypes ?? [], held.eventTypes, `${path}/eventTypes`),
    ...(areTypesOpened
      ? [{ path: `${path}/eventTypes`, message: 'The plan names event types; name some of them.' }]
      : []),
    ...(isOpened
      ? [{ path: `${path}/networks`, message: 'The plan names networks; name some of them.' }]
      : []),
    ...held.limits.flatMap((limit) =>
      limits.has(classOf(limit))
        ? []
        : [{ path: `${path}/limits`, message: `The limit of ${limit.calls} in a ${limit.per} has to stay.` }],
    ),
  ];
};
