import type { EntityManager } from '@mikro-orm/sql';
import {
  type GetLimitsUsed,
  type LimitsUsed,
  PlanEnvironment,
  PlanView,
  type PutPlan,
} from '@parley/shared/access/plan';
import { holds, type Scope, staffOnlyScopes } from '@parley/shared/scope';
import { Environment } from '@parley/shared/words/environment';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { type Caller, scopesOf } from '../../platform/request/principal.ts';
import { type FieldError, Problem } from '../../platform/request/problem.ts';
import { bumpRevision } from '../../platform/revision/revision.service.ts';
import { Consumer } from '../consumer/consumer.entity.ts';
import { consumerRevision, environmentOf, getConsumer } from '../consumer/consumer.service.ts';
import type { Limiter } from '../limit/limiter.service.ts';
import { type Asked, beyondPlan, eventTypeFaults, networkFaults, widerThan } from './bounds.service.ts';
import { Plan } from './plan.entity.ts';
import type { PlanRing } from './plan-ring.service.ts';

/** What a plan is told by in `ETag`. */
export const planTag = new EntityTag(PlanView);

/** PostgreSQL keeps JSON in an order of its own: whether two are the same is asked of one order. */
const inOrder = (plan: PlanEnvironment): PlanEnvironment => PlanEnvironment.parse(plan);

const viewPlan = (consumerId: string, plan: Plan | null): PlanView => ({
  consumerId,
  isEnforced: plan !== null,
  ...(plan?.live ? { live: inOrder(plan.live) } : {}),
  ...(plan?.test ? { test: inOrder(plan.test) } : {}),
  timeZone: plan?.timeZone ?? 'UTC',
  whenStoreIsAway: plan?.whenStoreIsAway ?? 'open',
  updatedAt: plan?.updatedAt.toISOString() ?? null,
});

/** The plan of a consumer; one without says so. */
export const getPlan = async (em: EntityManager, consumerId: string): Promise<PlanView> => {
  await getConsumer(em, consumerId);
  return viewPlan(consumerId, await em.findOne(Plan, { consumerId }));
};

/** What a plan allows in an environment: `null` without a plan, which allows all. Locked until the transaction ends. */
const allowedIn = async (
  tx: EntityManager,
  consumerId: string,
  environment: Environment,
): Promise<{ allowed: PlanEnvironment | null } | null> => {
  const plan = await lockRow(tx, Plan, { consumerId });
  return plan && { allowed: plan[environment] ?? null };
};

/**
 * Refuses a credential that would hold more than the plan of its consumer, and names each place. To be asked in the transaction
 * that makes the credential: the plan stays as it is until that ends.
 */
export const assertWithinPlan = async (
  tx: EntityManager,
  { consumerId, environment }: { consumerId: string; environment: Environment },
  asked: Asked,
): Promise<void> => {
  const faults = networkFaults(asked.networks, '/networks');
  if (faults.length > 0) throw new Problem('request.invalid', { errors: faults });
  const plan = await allowedIn(tx, consumerId, environment);
  if (!plan) return;
  if (!plan.allowed) throw new Problem('plan.environment_refused');
  const beyond = beyondPlan(asked, plan.allowed);
  if (beyond.length > 0)
    throw new Problem('plan.exceeded', {
      detail: `The plan allows less in ${environment}: ${beyond.map(({ message }) => message).join(' ')}`,
      errors: beyond,
    });
};

/**
 * Refuses event types that go beyond the plan of a consumer, and names each place. To be asked in the transaction that has an
 * endpoint ask for them: the plan stays as it is until that ends.
 */
export const assertEventTypesWithinPlan = async (
  tx: EntityManager,
  { consumerId, environment }: { consumerId: string; environment: Environment },
  eventTypes: readonly string[],
): Promise<void> => {
  const plan = await allowedIn(tx, consumerId, environment);
  if (!plan) return;
  if (!plan.allowed) throw new Problem('plan.environment_refused');
  const errors = eventTypeFaults(eventTypes, plan.allowed.eventTypes, '/eventTypes');
  if (errors.length > 0)
    throw new Problem('plan.exceeded', {
      detail: `The plan allows less in ${environment}: ${errors.map(({ message }) => message).join(' ')}`,
      errors,
    });
};

const faultsOf = (input: Omit<PutPlan, 'id'>): FieldError[] =>
  Environment.options.flatMap((environment) => {
    const asked = input[environment];
    if (!asked) return [];
    const forPeople = asked.scopes.flatMap((scope, index) =>
      staffOnlyScopes.includes(scope)
        ? [{ path: `/${environment}/scopes/${index}`, message: 'Only people hold this scope.' }]
        : [],
    );
    return [...forPeople, ...networkFaults(asked.networks, `/${environment}/networks`)];
  });

/** Refuses a plan that cannot be read, and names each place: networks that are none, scopes that only people hold. */
export const assertPlanIsSound = (input: Omit<PutPlan, 'id'>): void => {
  const faults = faultsOf(input);
  if (faults.length > 0) throw new Problem('request.invalid', { errors: faults });
};

const widerInScopes = (
  asked: PlanEnvironment,
  held: ReadonlySet<Scope>,
  environment: Environment,
): FieldError[] =>
  asked.scopes.flatMap((scope, index) =>
    holds(held, scope)
      ? []
      : [{ path: `/${environment}/scopes/${index}`, message: 'You do not hold this scope yourself.' }],
  );

/** A credential may narrow the plan that it is held to, and never widen it: else it were held to nothing. */
const assertNarrows = (caller: Caller, input: PutPlan, before: Plan | null): void => {
  if (caller.principal.kind !== 'consumer') return;
  const held = scopesOf(caller.principal);
  const wider = Environment.options.flatMap((environment): FieldError[] => {
    const asked = input[environment];
    if (!asked) return [];
    if (!before) return widerInScopes(asked, held, environment);
    const now = before[environment];
    return now
      ? widerThan(asked, now, `/${environment}`)
      : [{ path: `/${environment}`, message: 'The plan has nothing in this environment.' }];
  });
  if (before?.whenStoreIsAway === 'closed' && input.whenStoreIsAway === 'open')
    wider.push({ path: '/whenStoreIsAway', message: '`closed` has to stay.' });
  if (wider.length > 0)
    throw new Problem('auth.grant_refused', {
      detail: 'A key may narrow the plan that it is held to, and not widen it. Ask a person.',
      errors: wider,
    });
};

const stateOf = ({ live, test, timeZone, whenStoreIsAway }: PlanView) => ({
  live: live ?? null,
  test: test ?? null,
  timeZone,
  whenStoreIsAway,
});

/**
 * Sets the plan of a consumer, whole. All of its credentials are held to it from the next call on, within a second in other
 * processes. Setting what is set changes nothing and is not noted.
 */
export const putPlan = async (
  em: EntityManager,
  { parts, planRing, caller, ifMatch }: Act & { planRing: PlanRing },
  input: PutPlan,
): Promise<PlanView> => {
  assertPlanIsSound(input);
  const view = await em.transactional(async (tx) => {
    const consumer = await lockRow(tx, Consumer, { id: input.id });
    if (!consumer) throw new Problem('consumer.not_found');
    const plan = await lockRow(tx, Plan, { consumerId: input.id });
    const before = viewPlan(input.id, plan);
    planTag.assertExpected(ifMatch, before);
    assertNarrows(caller, input, plan);
    const { id: consumerId, live = null, test = null, timeZone, whenStoreIsAway } = input;
    const fields = { live, test, timeZone, whenStoreIsAway };
    if (plan && Object.keys(changesBetween(stateOf(before), fields)).length === 0) return before;
    const now = parts.now();
    const set = plan
      ? tx.assign(plan, { ...fields, updatedAt: now })
      : tx.create(Plan, { consumerId, ...fields, createdAt: now, updatedAt: now });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'plan.set',
      targetId: consumerId,
      consumerId,
      changes: changesBetween(plan ? stateOf(before) : {}, fields),
      at: now,
    });
    // Which events go to its endpoints stands in what publishing remembers.
    await bumpRevision(tx, consumerRevision);
    return viewPlan(consumerId, set);
  });
  planRing.forget();
  return view;
};

/** How much of the limits of its plan a consumer has used. Nothing is counted by asking. */
export const viewLimitsUsed = async (
  em: EntityManager,
  { caller, planRing, limiter }: Act & { planRing: PlanRing; limiter: Limiter },
  input: GetLimitsUsed,
): Promise<LimitsUsed> => {
  await getConsumer(em, input.id);
  const environment = environmentOf(caller, input.environment);
  return {
    items: await limiter.look(await planRing.sharedLimitsOf(input.id, environment)),
    countedBy: limiter.countedBy,
    localDecisions: limiter.localDecisions,
  };
};
