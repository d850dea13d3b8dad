import type { Limit } from './limit.ts';
import type { PlanEnvironment } from './plan.ts';
import type { PlanBody, PlanDifference, PlanPart } from './plan-proposal.ts';
import type { Environment } from '../words/environment.ts';

const numbers = new Intl.NumberFormat('en');

const ofWhat = ({ operations }: Limit): string =>
  operations ? ` of ${operations.toSorted().join(', ')}` : '';

/** A limit in words: `20,000 calls a day`. */
export const limitWords = (limit: Limit): string =>
  `${numbers.format(limit.calls)} ${limit.calls === 1 ? 'call' : 'calls'} a ${limit.per}${ofWhat(limit)}`;

/** Limits that count the same calls within the same time are one limit that changed. */
const classOf = (limit: Limit): string => `${limit.per}${ofWhat(limit)}`;

type Place = { environment: Environment | null; part: PlanPart };

const ofSets = (place: Place, before: readonly string[], after: readonly string[]): PlanDifference[] => [
  ...before.filter((one) => !after.includes(one)).map((one) => ({ ...place, before: one, after: null })),
  ...after.filter((one) => !before.includes(one)).map((one) => ({ ...place, before: null, after: one })),
];

const ofLimits = (place: Place, before: readonly Limit[], after: readonly Limit[]): PlanDifference[] => {
  const [old, fresh] = [before, after].map((limits) => new Map(limits.map((one) => [classOf(one), one])));
  const classes = new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])]);
  return [...classes].flatMap((one) => {
    const [was, is] = [old?.get(one), fresh?.get(one)];
    if (was?.calls === is?.calls) return [];
    return [{ ...place, before: was ? limitWords(was) : null, after: is ? limitWords(is) : null }];
  });
};

const anywhere = 'anywhere';
const anyType = 'whichever they ask for';
const noType = 'none at all';
const eventTypesOf = ({ eventTypes }: PlanEnvironment): readonly string[] =>
  eventTypes ? (eventTypes.length === 0 ? [noType] : eventTypes) : [anyType];
const networksOf = ({ networks }: PlanEnvironment) => (networks.length === 0 ? [anywhere] : networks);

const nothing: PlanEnvironment = { scopes: [], limits: [], networks: [] };

const ofEnvironment = (
  environment: Environment,
  before: PlanEnvironment | undefined,
  after: PlanEnvironment | undefined,
): PlanDifference[] => {
  if (!before && !after) return [];
  const [was, is] = [before ?? nothing, after ?? nothing];
  const isOpened = Boolean(before) !== Boolean(after);
  return [
    ...(isOpened
      ? ofSets({ environment, part: 'environment' }, before ? [environment] : [], after ? [environment] : [])
      : []),
    ...ofSets({ environment, part: 'scopes' }, was.scopes, is.scopes),
    ...ofLimits({ environment, part: 'limits' }, was.limits, is.limits),
    ...ofSets({ environment, part: 'networks' }, before ? networksOf(was) : [], after ? networksOf(is) : []),
    ...ofSets(
      { environment, part: 'event_types' },
      before ? eventTypesOf(was) : [],
      after ? eventTypesOf(is) : [],
    ),
  ];
};

/** What is different between two plans; `before` is `null` where there was none. */
export const planDifferences = (before: PlanBody | null, after: PlanBody): PlanDifference[] => [
  ...ofEnvironment('live', before?.live, after.live),
  ...ofEnvironment('test', before?.test, after.test),
  ...(before && before.timeZone !== after.timeZone
    ? [{ environment: null, part: 'time_zone' as const, before: before.timeZone, after: after.timeZone }]
    : []),
  ...(before && before.whenStoreIsAway !== after.whenStoreIsAway
    ? [
        {
          environment: null,
          part: 'when_store_is_away' as const,
          before: before.whenStoreIsAway,
          after: after.whenStoreIsAway,
        },
      ]
    : []),
];
