import type { EntityManager } from '@mikro-orm/sql';
import type {
  DeclareRequirement,
  ListAllRequirements,
  ListRequirements,
  RequirementView,
  UpdateRequirement,
} from '@parley/shared/access/requirement';
import { isWritable } from '@parley/shared/access/requirement';
import { valuesOf } from '@parley/shared/words/page';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { getConsumer } from '../consumer/consumer.service.ts';
import { noteStep } from './requirement-history.service.ts';
import {
  requirementTag,
  shownRequirements,
  unwritten,
  viewRequirement,
  write,
  writtenIn,
} from './requirement-view.ts';
import { Requirement } from './requirement.entity.ts';

/** What a consumer declared, in the order that is asked for. */
export const listRequirements = async (em: EntityManager, query: ListRequirements) => {
  const { id: consumerId } = await getConsumer(em, query.consumerId);
  const paging = Paging.of('requirements', query);
  const { where, options } = paging.find;
  const rows = await shownRequirements.findWhere(em, { consumerId, ...where }, options);
  return viewPage(paging.close(rows), viewRequirement);
};

/** What was declared of all consumers that the caller may see, in the order that is asked for. */
export const listAllRequirements = async (em: EntityManager, query: ListAllRequirements) => {
  const paging = Paging.of('all-requirements', query);
  const { where, options } = paging.find;
  const status = valuesOf(query.status);
  const asked = given({ consumerId: query.consumerId, status: status && { $in: status } });
  const rows = await shownRequirements.findWhere(em, { ...asked, ...where }, options);
  return viewPage(paging.close(rows), viewRequirement);
};

/** One declaration of a consumer. */
export const getRequirement = async (
  em: EntityManager,
  { consumerId, id }: { consumerId: string; id: string },
): Promise<RequirementView> => {
  const requirement = await em.findOne(Requirement, { id, consumerId });
  if (!requirement) throw new Problem('requirement.not_found');
  return viewRequirement(requirement);
};

/** What is declared: who, what for and of what; all else may be left out. It is submitted unless it says `draft`. */
type Declared = Pick<DeclareRequirement, 'consumerId' | 'purpose' | 'operations' | 'eventTypes'> &
  Partial<DeclareRequirement>;

/** Stores a new requirement and notes who declared it, in the transaction of its caller. */
export const addRequirement = async (
  tx: EntityManager,
  { parts, caller }: Act,
  { consumerId, purpose, operations, eventTypes, status = 'submitted', ...said }: Declared,
): Promise<Requirement> => {
  const now = parts.now();
  const requirement = tx.create(Requirement, {
    id: newId('rqm', now.getTime()),
    ...unwritten,
    ...given(said),
    consumerId,
    purpose,
    operations,
    eventTypes,
    status,
    createdAt: now,
    updatedAt: now,
    submittedAt: status === 'submitted' ? now : null,
  });
  await tx.flush();
  await noteStep(tx, caller, {
    requirement,
    act: 'declare',
    changes: changesBetween({}, { purpose, operations, eventTypes, ...said, status }),
    at: now,
  });
  await recordAudit(tx, caller, {
    action: 'requirement.declare',
    targetId: requirement.id,
    consumerId: requirement.consumerId,
    changes: { purpose: { after: purpose }, status: { after: status } },
    at: now,
  });
  return requirement;
};

/** Declares what a consumer wants to do. It waits for an answer; what it calls meanwhile is not held up. */
export const declareRequirement = async (
  em: EntityManager,
  act: Act,
  input: Declared,
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const { id: consumerId } = await getConsumer(tx, input.consumerId);
    return viewRequirement(await addRequirement(tx, act, { ...input, consumerId }));
  });

/**
 * Writes in a draft, or in what is to be changed; anything else is refused. What an integrator saves is in the history, and
 * in the audit trail once it is submitted.
 */
export const updateRequirement = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  { consumerId, id, ...changes }: UpdateRequirement,
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const requirement = await lockRow(tx, Requirement, { id, consumerId });
    if (!requirement) throw new Problem('requirement.not_found');
    requirementTag.assertExpected(ifMatch, viewRequirement(requirement));
    if (!isWritable(requirement.status))
      throw new Problem('requirement.state', {
        detail: `It is ${requirement.status}. Only a draft, or what changes were requested of, is written in.`,
      });
    const changed = changesBetween(writtenIn(requirement), changes);
    if (Object.keys(changed).length === 0) return viewRequirement(requirement);
    const now = parts.now();
    write(requirement, changes);
    requirement.updatedAt = now;
    await tx.flush();
    await noteStep(tx, caller, { requirement, act: 'update', changes: changed, at: now });
    if (caller.principal.kind !== 'integrator')
      await recordAudit(tx, caller, {
        action: 'requirement.update',
        targetId: id,
        consumerId,
        changes: changed,
        at: now,
      });
    return viewRequirement(requirement);
  });

const declaring = ['submitted', 'changes_requested', 'approved', 'suspended'] as const;

/** Who declared operations of an API and was not declined: the consumer, and the operation as it was written. */
export const declaredOperationsOf = async (
  em: EntityManager,
  api: string,
): Promise<{ consumerId: string; operation: string }[]> => {
  const rows = await em.find(Requirement, { status: { $in: [...declaring] } }, { limit: 20_000 });
  return rows.flatMap(({ consumerId, operations }) =>
    operations.filter((one) => one.api === api).map(({ operation }) => ({ consumerId, operation })),
  );
};
