import type { EntityManager } from '@mikro-orm/sql';
import {
  type AnswerRequirement,
  type ApproveRequirement,
  mayMove,
  type RequirementKey,
  type RequirementMove,
  requirementMoves,
  type RequirementView,
} from '@parley/shared/access/requirement';
import type { PlanBody } from '@parley/shared/access/plan-proposal';
import type { AuditAction } from '@parley/shared/administration/audit-action';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import { type FieldError, Problem } from '../../platform/request/problem.ts';
import { type ConsumerStatusHook, updateConsumer } from '../consumer/consumer.service.ts';
import { putPlan } from '../plan/plan.service.ts';
import type { PlanRing } from '../plan/plan-ring.service.ts';
import { noteStep, unsubmittedChanges } from './requirement-history.service.ts';
import { requirementTag, viewRequirement } from './requirement-view.ts';
import { Requirement } from './requirement.entity.ts';

const stateWords: Record<RequirementView['status'], string> = {
  draft: 'is a draft',
  submitted: 'waits for an answer',
  changes_requested: 'waits for changes',
  approved: 'is approved',
  declined: 'is declined',
  suspended: 'is suspended',
  archived: 'is archived',
};

const actions: Record<RequirementMove, AuditAction> = {
  submit: 'requirement.submit',
  request_changes: 'requirement.request_changes',
  approve: 'requirement.approve',
  decline: 'requirement.decline',
  suspend: 'requirement.suspend',
  archive: 'requirement.archive',
};

/** What a requirement lacks to be judged, by where it stands. */
const lacking = ({ purpose, contactEmail, operations, eventTypes }: Requirement): FieldError[] => [
  ...(purpose === '' ? [{ path: '/purpose', message: 'Say what for.' }] : []),
  ...(contactEmail ? [] : [{ path: '/contactEmail', message: 'Say where to write to who answers for it.' }]),
  ...(operations.length + eventTypes.length > 0
    ? []
    : [{ path: '/operations', message: 'Name an operation that it will call, or an event type.' }]),
];

/** The requirement, held by this transaction, which may go this way. */
const lockForMove = async (
  tx: EntityManager,
  { ifMatch }: Act,
  move: RequirementMove,
  { id, consumerId }: RequirementKey,
): Promise<Requirement> => {
  const requirement = await lockRow(tx, Requirement, { id, consumerId });
  if (!requirement) throw new Problem('requirement.not_found');
  requirementTag.assertExpected(ifMatch, viewRequirement(requirement));
  if (!mayMove(move, requirement.status))
    throw new Problem('requirement.state', {
      detail: `It ${stateWords[requirement.status]}. This takes one that ${requirementMoves[move].from
        .map((status) => stateWords[status])
        .join(' or ')}.`,
    });
  return requirement;
};

interface Moved {
  move: RequirementMove;
  answer?: string | null;
  changes?: Record<string, { before?: unknown; after?: unknown }>;
}

const complete = async (
  tx: EntityManager,
  { parts, caller }: Act,
  requirement: Requirement,
  { move, answer, changes = {} }: Moved,
): Promise<RequirementView> => {
  const now = parts.now();
  const { id, consumerId, status: before } = requirement;
  const { to } = requirementMoves[move];
  requirement.status = to;
  requirement.updatedAt = now;
  if (move === 'submit') requirement.submittedAt = now;
  if (answer !== undefined) Object.assign(requirement, { answer, answeredAt: now });
  await tx.flush();
  const moved = { status: { before, after: to }, ...changes };
  await noteStep(tx, caller, { requirement, act: move, text: answer ?? null, changes: moved, at: now });
  await recordAudit(tx, caller, {
    action: actions[move],
    targetId: id,
    consumerId,
    changes: { ...moved, ...(answer === undefined ? {} : { answer: { after: answer } }) },
    at: now,
  });
  return viewRequirement(requirement);
};

/** Hands a draft, or what was changed, in for an answer. Refused while it does not say what is judged by. */
export const submitRequirement = async (
  em: EntityManager,
  act: Act,
  key: RequirementKey,
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const requirement = await lockForMove(tx, act, 'submit', key);
    const errors = lacking(requirement);
    if (errors.length > 0) throw new Problem('requirement.incomplete', { errors });
    const changes = await unsubmittedChanges(tx, requirement);
    return complete(tx, act, requirement, { move: 'submit', changes });
  });

/** Gives what was submitted back to who wrote it, and says what has to change. */
export const requestRequirementChanges = async (
  em: EntityManager,
  act: Act,
  input: RequirementKey & { answer: string },
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const requirement = await lockForMove(tx, act, 'request_changes', input);
    return complete(tx, act, requirement, { move: 'request_changes', answer: input.answer });
  });

/** Declines what a consumer declared. An answer may be changed. */
export const declineRequirement = async (
  em: EntityManager,
  act: Act,
  input: AnswerRequirement,
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const requirement = await lockForMove(tx, act, 'decline', input);
    return complete(tx, act, requirement, { move: 'decline', answer: input.answer ?? null });
  });

/** With what a plan is set. */
type Planning = Act & { planRing: PlanRing };

/** What its approval sets: the plan that was given, or the one that was taken back with it. */
const planFor = ({ status, plan }: Requirement, named: PlanBody | undefined): PlanBody | null =>
  named ?? (status === 'suspended' ? (plan ?? null) : null);

const describeConsumer = async (
  tx: EntityManager,
  act: Act & { consumerStatus: ConsumerStatusHook },
  { consumerId, kind, contactEmail, technicalEmail }: Requirement,
): Promise<void> => {
  if (!kind && !contactEmail && !technicalEmail) return;
  const said = given({
    kind: kind ?? undefined,
    contactEmail: contactEmail ?? undefined,
    technicalEmail: technicalEmail ?? undefined,
  });
  await updateConsumer(tx, { ...act, ifMatch: null }, { id: consumerId, ...said });
};

/**
 * Approves what a consumer declared, and sets the plan that is given with it: both or neither. An answer may be changed. What
 * the requirement says of kind and contacts is the consumer's from then on.
 */
export const approveRequirement = async (
  em: EntityManager,
  act: Planning & { consumerStatus: ConsumerStatusHook },
  input: ApproveRequirement,
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const requirement = await lockForMove(tx, act, 'approve', input);
    await describeConsumer(tx, act, requirement);
    const plan = planFor(requirement, input.plan);
    if (plan) {
      await setPlan(tx, act, requirement.consumerId, plan);
      requirement.plan = plan;
    }
    const answer = input.answer ?? null;
    const changes = plan ? { plan: { after: plan } } : {};
    return complete(tx, act, requirement, { move: 'approve', answer, changes });
  });

const setPlan = async (
  tx: EntityManager,
  act: Planning,
  consumerId: string,
  plan: PlanBody,
): Promise<void> => {
  try {
    await putPlan(tx, { ...act, ifMatch: null }, { ...plan, id: consumerId });
  } catch (error) {
    throw error instanceof Problem ? below(error, '/plan') : error;
  }
};

/** The same problem of a field that the call has further down. */
const below = (problem: Problem, path: string): Problem =>
  new Problem(problem.code, {
    detail: problem.detail,
    ...(problem.errors ? { errors: problem.errors.map((one) => ({ ...one, path: path + one.path })) } : {}),
  });

/** Whether the plan of the consumer came with this approval, and with none after it. */
const isOfPlan = async (tx: EntityManager, { id, consumerId, plan, answeredAt }: Requirement) => {
  if (!plan) return false;
  const later = await tx.find(Requirement, {
    consumerId,
    id: { $ne: id },
    status: 'approved',
    answeredAt: { $gt: answeredAt ?? new Date(0) },
  });
  return later.every((one) => !one.plan);
};

/**
 * Takes back an approval for now. Where the plan of the consumer came with it, the plan allows nothing until it is approved
 * again; a plan that a later approval set stays.
 */
export const suspendRequirement = async (
  em: EntityManager,
  act: Planning,
  input: AnswerRequirement,
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const requirement = await lockForMove(tx, act, 'suspend', input);
    const { plan, consumerId } = requirement;
    if (plan && (await isOfPlan(tx, requirement))) {
      const { timeZone, whenStoreIsAway } = plan;
      await setPlan(tx, act, consumerId, { timeZone, whenStoreIsAway });
    }
    return complete(tx, act, requirement, { move: 'suspend', answer: input.answer ?? null });
  });

/** Ends a requirement: it is kept to be read, and goes no other way any more. */
export const archiveRequirement = async (
  em: EntityManager,
  act: Act,
  input: AnswerRequirement,
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const requirement = await lockForMove(tx, act, 'archive', input);
    const { answer } = input;
    return complete(tx, act, requirement, { move: 'archive', ...(answer === undefined ? {} : { answer }) });
  });
